"""A small HTTP server on a real socket that answers exactly what a test tells it to."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """The one value of a header; fails when it came twice."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(values) < 2, f"{name} came {len(values)} times"
        return values[0] if values else None


Answer = bytes | Callable[[socket.socket], None]


def answer(
    status: int = 200,
    body: bytes | str = b"",
    *headers: tuple[str, str],
    content_type: str | None = "application/json",
) -> bytes:
    """A whole answer, with its length."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} Whatever"]
    if content_type is not None and content:
        lines.append(f"Content-Type: {content_type}")
    lines += [f"{name}: {value}" for name, value in headers]
    if status not in (204, 304):
        lines.append(f"Content-Length: {len(content)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + content


@dataclass
class Server:
    """What came, and what to answer: the queue first, then the rule."""

    queue: list[Answer] = field(default_factory=list)
    rule: Callable[[Seen], Answer] = lambda seen: answer(200, "{}")
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0
    open_now: int = 0
    most_at_once: int = 0
    """The most requests that had come and were not answered yet."""
    port: int = 0
    scheme: str = "http"
    _at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    @property
    def last(self) -> Seen:
        return self.seen[-1]

    def next_answer(self, seen: Seen) -> Answer:
        """Its answer; counted until then, and not until it is out: the caller may be quicker."""
        with self._lock:
            self.seen.append(seen)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            return self.queue.pop(0) if self.queue else self.rule(seen)
        finally:
            with self._lock:
                self._at_once -= 1


def _read(stream: socket.SocketIO | object) -> Seen | None:
    lines = []
    while True:
        line = stream.readline()  # type: ignore[attr-defined]
        if not line:
            return None
        if line == b"\r\n":
            break
        lines.append(line.rstrip(b"\r\n").decode("utf-8"))
    method, target, _ = lines[0].split(" ")
    headers = [(n, v.strip(" ")) for n, _, v in (line.partition(":") for line in lines[1:])]
    length = next((int(v) for n, v in headers if n.lower() == "content-length"), 0)
    if ("transfer-encoding", "chunked") in [(n.lower(), v.lower()) for n, v in headers]:
        return Seen(method, target, headers, _chunked(stream))
    return Seen(method, target, headers, stream.read(length))  # type: ignore[attr-defined]


def _chunked(stream: Any) -> bytes:
    content = b""
    while size := int(stream.readline(), 16):
        content += stream.read(size)
        stream.readline()
    stream.readline()
    return content


def _serve(server: Server, connection: socket.socket) -> None:
    server.connections += 1
    server.open_now += 1
    try:
        with connection, connection.makefile("rb") as stream:
            while (seen := _read(stream)) is not None:
                said = server.next_answer(seen)
                if callable(said):
                    said(connection)
                    return
                connection.sendall(said)
    except (OSError, ssl.SSLError):
        pass
    finally:
        server.open_now -= 1


@contextlib.contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server on a free port of loopback."""
    server = Server(scheme="https" if tls else "http")
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    server.port = listener.getsockname()[1]
    stopping = threading.Event()

    def accept() -> None:
        while not stopping.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_tls, args=(connection,), daemon=True).start()

    def _tls(connection: socket.socket) -> None:
        try:
            wrapped = tls.wrap_socket(connection, server_side=True) if tls else connection
        except (OSError, ssl.SSLError):
            connection.close()
            return
        _serve(server, wrapped)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        stopping.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
