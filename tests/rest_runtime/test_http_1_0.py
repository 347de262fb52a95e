"""Callers of HTTP/1.0, which nginx is towards its upstreams by default: no chunks, and no cut answer looks whole.

Sources: RFC 9112, 6.1 (no transfer codings to HTTP/1.0) and 6.3; seen with nginx's default towards its upstreams, uvicorn with httptools
and gunicorn.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import urlsplit

import pytest

from .conftest import Running
from .upstream import HANG_UP, Received, Upstream, raw

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nTransfer-Encoding: chunked\r\n\r\n"
JSON = b"application/json"


def chunked(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)


def asked(url: str) -> tuple[bytes, bytes]:
    """Head and body of the answer to a request of HTTP/1.0."""
    parts = urlsplit(url)
    received = b""
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(b"GET /items HTTP/1.0\r\nHost: localhost\r\n\r\n")
        while chunk := connection.recv(65_536):
            received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    return head.lower(), body


def test_a_short_answer_gets_a_length(shop: Running, up: Upstream) -> None:
    up.answer = raw(HEAD % JSON + chunked(b"[1,", b"2]") + b"0\r\n\r\n")
    head, body = asked(shop.url)
    assert body == b"[1,2]"
    assert b"content-length: 5" in head
    assert b"transfer-encoding" not in head


@pytest.mark.parametrize("size", [1_500_000, 4_000_000])
def test_a_long_answer_ends_by_closing(shop: Running, up: Upstream, size: int) -> None:
    piece = b"x" * 50_000
    up.answer = raw(HEAD % b"text/plain" + chunked(*[piece] * (size // 50_000)) + b"0\r\n\r\n")
    head, body = asked(shop.url)
    assert body == b"x" * size
    assert b"connection: close" in head
    assert b"transfer-encoding" not in head


def test_events_come_as_they_are_made(shop: Running, up: Upstream) -> None:
    up.answer = raw(HEAD % b"text/event-stream" + chunked(b"data: 1\n\n"))

    parts = urlsplit(shop.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(b"GET /items HTTP/1.0\r\nHost: localhost\r\n\r\n")
        received = b""
        while b"data: 1\n\n" not in received:
            received += connection.recv(65_536)
    assert received.endswith(b"\r\n\r\ndata: 1\n\n")


def test_an_answer_that_is_cut_ends_in_a_reset(shop: Running, up: Upstream) -> None:
    def cut(connection: socket.socket, request: Received) -> object:
        connection.sendall(HEAD % b"text/plain" + chunked(b"x" * 3_000_000))
        return HANG_UP

    up.answer = cut
    with pytest.raises(ConnectionResetError):
        asked(shop.url)


def test_a_cut_answer_with_a_short_start_is_a_502(
    shop_with: Callable[..., AbstractContextManager[Running]], up: Upstream
) -> None:
    def cut(connection: socket.socket, request: Received) -> object:
        connection.sendall(HEAD % JSON + chunked(b"[1,"))
        return HANG_UP

    up.answer = cut
    with shop_with() as running:
        head, _ = asked(running.url)
    assert head.startswith(b"http/1.1 502")
