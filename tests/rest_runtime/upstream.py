"""An upstream on plain sockets: notes what it gets, answers as a test says, misbehaves on request."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it arrived."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name.lower()), None)

    def names(self) -> list[str]:
        return [name for name, _ in self.headers]


Answer = Callable[[socket.socket, Received], object]
"""Writes to the socket; the connection stays open unless it returns `HANG_UP`."""
HANG_UP = object()


@dataclass
class Upstream:
    """One thread for each connection; `answer` does what it likes with the socket."""

    answer: Answer | None = None
    received: list[Received] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        self.answer = None
        self.received.clear()
        self.hung_up.clear()

    def take(self) -> Received:
        """The only request since the last one."""
        assert len(self.received) == 1, self.received
        return self.received.pop()

    def handle(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            stream = connection.makefile("rb")
            while True:
                request = _read(stream)
                if request is None:
                    return
                self.received.append(request)
                if (self.answer or echo)(connection, request) is HANG_UP:
                    return


def _read(stream: object) -> Received | None:
    readline = stream.readline  # type: ignore[attr-defined]
    line = readline()
    if not line:
        return None
    method, target, _ = line.decode("latin-1").split(" ")
    headers = []
    while (line := readline().decode("latin-1").rstrip("\r\n")) != "":
        name, _, value = line.partition(":")
        headers.append((name.lower(), value.strip()))
    length = int(dict(headers).get("content-length", "0"))
    body = stream.read(length)  # type: ignore[attr-defined]
    return Received(method, target, tuple(headers), body)


def answer_of(status: int, body: bytes, *headers: tuple[str, str]) -> bytes:
    """A response with its length."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def says(status: int, body: bytes, *headers: tuple[str, str]) -> Answer:
    """Always this answer."""
    content = answer_of(status, body, *headers)
    return raw(content)


def raw(content: bytes, *, reset: bool = False) -> Answer:
    """Exactly these bytes."""

    def answer(connection: socket.socket, request: Received) -> object:
        connection.sendall(content)
        if not reset:
            return None
        linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        return HANG_UP

    return answer


def stalls(upstream: Upstream, first: bytes = b"") -> Answer:
    """Says nothing (more), and notes when the other side hangs up."""

    def answer(connection: socket.socket, request: Received) -> None:
        connection.sendall(first)
        connection.settimeout(15)
        with contextlib.suppress(OSError):
            while connection.recv(4096):
                pass
            upstream.hung_up.set()

    return answer


def echo(connection: socket.socket, request: Received) -> None:
    """The request as JSON."""
    content = json.dumps(
        {"method": request.method, "target": request.target, "body": request.body.decode("latin-1")}
    )
    connection.sendall(answer_of(200, content.encode(), ("Content-Type", "application/json")))


@contextlib.contextmanager
def upstream() -> Iterator[Upstream]:
    """A running upstream on a free port."""
    running = Upstream()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running.port = listener.getsockname()[1]
        threads: list[threading.Thread] = []

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                thread = threading.Thread(target=running.handle, args=(connection,), daemon=True)
                thread.start()
                threads.append(thread)

        acceptor = threading.Thread(target=accept, daemon=True)
        acceptor.start()
        yield running
        listener.shutdown(socket.SHUT_RDWR)
    acceptor.join(5)
    time.sleep(0)
