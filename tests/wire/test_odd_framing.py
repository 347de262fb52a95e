"""A length that the upstream says twice in one line is a length (RFC 9112, 6.3)."""

from __future__ import annotations

import socket

import pytest

from tests.runtime.server import Server
from tests.support.processes import Served
from tests.support.raw_http import fetch


@pytest.mark.parametrize(("length", "status"), [("13, 13", 200), ("13,13 , 13", 200)])
def test_over_rest(upstream: Server, rest_app: Served, length: str, status: int) -> None:
    def said(connection: socket.socket) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n"
        connection.sendall(head.encode() + b"Hello, world!")

    upstream.queue.append(said)
    reply = fetch(rest_app.url, "GET", "/raw/1")
    assert (reply.status, reply.body) == (status, b"Hello, world!")
