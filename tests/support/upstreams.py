"""An upstream for packages made in a test: it answers as told and keeps what it is asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Told:
    """What a path answers."""

    document: Any = None
    status: int = 200
    text: str | None = None
    """In place of the document."""
    raw: bytes | None = None
    """In place of both, without a type of its own."""
    wait: threading.Event | None = None
    """The answer waits until this is set."""

    @property
    def content(self) -> bytes:
        if self.raw is not None:
            return self.raw
        return (json.dumps(self.document) if self.text is None else self.text).encode()


@dataclass(frozen=True)
class Asked:
    """A request."""

    method: str
    target: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """By names in lower case."""

    def __str__(self) -> str:
        return f"{self.method} {self.target}{' ' + self.body if self.body else ''}"


@dataclass
class Upstream:
    """A server on a free port of the loopback interface; its answers can change at any time."""

    answers: dict[str, Told] = field(default_factory=dict)
    """By `METHOD /path`, without the query."""
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    """The most requests that were being answered at one time."""
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        owner = self

        class Handler(_Handler):
            upstream = owner

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def tell(self, answers: Mapping[str, Told]) -> None:
        """From here on it answers so, and has been asked nothing."""
        with self._lock:
            self.answers = dict(answers)
            self.asked = []
            self.most_at_once = 0

    def answer(self, asked: Asked) -> Told:
        """Keep a request and find its answer."""
        with self._lock:
            self.asked.append(asked)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            path = asked.target.partition("?")[0]
            return self.answers.get(f"{asked.method} {path}", Told({"error": "unknown"}, 404))

    def done(self) -> None:
        with self._lock:
            self._now -= 1

    def wait_for(self, count: int, seconds: float = 10.0) -> None:
        """Return once so many requests have come. Raises `TimeoutError`."""
        end = time.monotonic() + seconds
        while len(self.asked) < count:
            if time.monotonic() > end:
                raise TimeoutError(f"{len(self.asked)} requests came and not {count}")
            time.sleep(0.01)

    def targets(self) -> list[str]:
        """What it was asked, as text."""
        with self._lock:
            return [str(each) for each in self.asked]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    upstream: Upstream
    disable_nagle_algorithm = True

    def __getattr__(self, name: str) -> Any:
        """Every method is answered alike."""
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        told = self.upstream.answer(Asked(self.command, self.path, body, headers))
        try:
            if told.wait is not None:
                told.wait.wait(20)
            self.send_response(told.status)
            kind = "application/json" if told.text is None else "text/plain"
            kind = kind if told.raw is None else "application/octet-stream"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(told.content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(told.content)
        except OSError:
            self.close_connection = True
        finally:
            self.upstream.done()

    def log_message(self, *_: object) -> None:
        """Nothing: the requests are kept."""
