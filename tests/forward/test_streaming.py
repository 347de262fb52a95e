"""Bodies of requests that are handed on go through a piece at a time."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.processes import environment, serve

from .test_forward import folder

__all__ = ["folder"]
MiB = 1024 * 1024
PIECE = b"x" * (256 * 1024)


class Upstream:
    """One connection at a time, whose requests a test reads and answers itself."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.door.settimeout(30)
        self.port = self.door.getsockname()[1]

    def take(self) -> tuple[socket.socket, bytes]:
        """A connection, and what has come of its request up to the end of the headers."""
        line, _ = self.door.accept()
        line.settimeout(30)
        came = b""
        while b"\r\n\r\n" not in came:
            came += line.recv(65536)
        return line, came


@contextmanager
def ferry(folder: Path, transport: str, **variables: str) -> Iterator[tuple[Upstream, str]]:
    upstream = Upstream()
    given = {
        "FERRY_TOKEN": "t",
        "FERRY_TENANT": "t",
        "FERRY_KEY": "k",
        "OPEN_BASE_URI": f"http://127.0.0.1:{upstream.port}",
        "OPEN_TRANSPORT": transport,
    }
    with serve(
        "rest", environment(**given, **variables), package="ferry_made", folder=folder
    ) as it:
        try:
            yield upstream, it.url
        finally:
            upstream.door.close()


def caller(url: str, framing: str, start: str = "POST /mixed/x") -> socket.socket:
    """A connection that has sent the headers of a request."""
    place = urlsplit(url)
    line = socket.create_connection((place.hostname or "", place.port or 0), 30)
    line.sendall(
        f"{start} HTTP/1.1\r\nHost: localhost\r\nContent-Type: a/b\r\n{framing}\r\n\r\n".encode()
    )
    return line


def answer(line: socket.socket) -> bytes:
    came = b""
    while b"\r\n\r\n" not in came and (more := line.recv(65536)):
        came += more
    return came


@pytest.fixture(params=["pyreqwest", "httpx2"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_first_bytes_arrive_before_the_last_are_sent(folder: Path, transport: str) -> None:
    with (
        ferry(folder, transport) as (upstream, url),
        caller(url, f"Content-Length: {2 * len(PIECE)}") as line,
    ):
        line.sendall(PIECE)
        up, came = upstream.take()
        head, _, body = came.partition(b"\r\n\r\n")
        assert f"content-length: {2 * len(PIECE)}".encode() in head.lower()
        assert b"content-type: a/b" in head.lower()
        while len(body) < len(PIECE) // 2:
            body += up.recv(65536)
        line.sendall(PIECE)
        while len(body) < 2 * len(PIECE):
            body += up.recv(65536)
        up.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
        assert answer(line).startswith(b"HTTP/1.1 201 ")
        assert body == PIECE * 2
        up.close()


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_body_without_a_length_arrives(folder: Path, transport: str, method: str) -> None:
    """pyreqwest takes a GET whose body says no length for one without a body."""
    with (
        ferry(folder, transport) as (upstream, url),
        caller(url, "Transfer-Encoding: chunked", f"{method} /one") as line,
    ):
        line.sendall(b"5\r\nquery\r\n0\r\n\r\n")
        up, came = upstream.take()
        while not came.endswith(b"0\r\n\r\n"):
            more = up.recv(65536)
            assert more
            came += more
        assert came.lower().count(b"transfer-encoding: chunked\r\n") == 1
        assert b"\r\nquery\r\n" in came
        up.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        assert answer(line).startswith(b"HTTP/1.1 200 ")
        up.close()


def test_a_body_that_becomes_too_large_is_refused(folder: Path, transport: str) -> None:
    with ferry(folder, transport, QUAY_MAX_BODY_BYTES=str(MiB)) as (upstream, url):
        taken: list[bytes] = []

        def read() -> None:
            up, _ = upstream.take()
            while more := up.recv(65536):
                taken.append(more)
            up.close()

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        with caller(url, "Transfer-Encoding: chunked") as line:
            for _ in range(5):
                line.sendall(f"{len(PIECE):x}\r\n".encode() + PIECE + b"\r\n")
            assert answer(line).startswith(b"HTTP/1.1 413 ")
        reader.join(30)
        # The end of the body was never sent: the API has no whole request.
        assert not b"".join(taken).endswith(b"0\r\n\r\n")


def test_a_caller_that_leaves_ends_the_request(folder: Path, transport: str) -> None:
    with ferry(folder, transport) as (upstream, url):
        with caller(url, f"Content-Length: {4 * len(PIECE)}") as line:
            line.sendall(PIECE)
            up, _ = upstream.take()
        came = 0
        while more := up.recv(65536):
            came += len(more)
        assert came < 4 * len(PIECE)
        up.close()


def test_an_early_answer_comes_through(folder: Path, transport: str) -> None:
    with (
        ferry(folder, transport) as (upstream, url),
        caller(url, f"Content-Length: {4 * len(PIECE)}") as line,
    ):
        line.sendall(PIECE)
        up, _ = upstream.take()
        up.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")
        said = answer(line)
        assert said.startswith(b"HTTP/1.1 403 ")
        assert b"connection: close" in said.lower()
        up.close()
