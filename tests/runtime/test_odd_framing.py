"""Odd but valid answers (RFC 9110, RFC 9112), on every transport."""

from __future__ import annotations

import gzip
import socket
from typing import Any

import pytest

from templates.runtime import errors
from templates.runtime.options import NO_RETRIES, ClientOptions

from .server import Server


def _raw(head: str, body: bytes) -> Any:
    def said(connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode("latin-1") + body)

    return said


def test_a_length_that_is_said_twice(connect: Any, server: Server) -> None:
    shop = connect(server.url, options=ClientOptions(retry=NO_RETRIES))
    for head in ("Content-Length: 2, 2", "Content-Length: 2\r\nContent-Length: 2"):
        server.queue.append(_raw(head, b"{}"))
        assert shop.get_item("a") == {}


def test_a_folded_header_is_one_value(connect: Any, server: Server) -> None:
    shop = connect(server.url, options=ClientOptions(retry=NO_RETRIES))
    server.queue.append(_raw("X-Folded: one\r\n two\r\nContent-Length: 2", b"{}"))
    value = shop.raw.get_item("a").headers.get("x-folded")
    assert value is not None
    assert value.split() == ["one", "two"]


def test_a_transfer_coding_besides_chunked_is_an_error(connect: Any, server: Server) -> None:
    shop = connect(server.url, options=ClientOptions(retry=NO_RETRIES))
    packed = gzip.compress(b"{}")
    body = f"{len(packed):x}\r\n".encode() + packed + b"\r\n0\r\n\r\n"
    server.queue.append(_raw("Transfer-Encoding: gzip, chunked", body))
    with pytest.raises(errors.UpstreamConnectionError):
        shop.get_item("a")
