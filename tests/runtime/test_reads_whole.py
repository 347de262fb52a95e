"""What is read at once has its start fetched with the headers, unless calls are repeated.

A server may read every answer so; and the answers of operations that the spec calls JSON are documents.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from templates.runtime.calls.upstream import Upstreams
from templates.runtime.errors import (
    ResponseTooLargeError,
    UpstreamConnectionError,
    UpstreamTimeoutError,
)
from templates.runtime.messages import AUTO, Format, Headers, Operation, Request
from templates.runtime.settings import ApiSettings
from templates.runtime.wire.decoding import AS_JSON
from templates.runtime.wire_request import WireRequest

from .sample import SHOP, TOKEN, formatted, get_item
from .server import Server, answer


class _Noting:
    """A transport that keeps what it is asked to send."""

    def __init__(self) -> None:
        self.sent: list[WireRequest] = []

    async def send(self, wire: WireRequest) -> Any:
        self.sent.append(wire)
        return _Reply()

    async def aclose(self) -> None:
        pass


class _Reply:
    status = 200
    headers = Headers()

    async def read(self, limit: int) -> bytes:
        return b""

    async def aclose(self) -> None:
        pass


def _settings(**environ: str) -> ApiSettings:
    return ApiSettings.from_environment(SHOP, {"SHOP_TOKEN": TOKEN, **environ})


@pytest.mark.parametrize(
    ("reads_whole", "retries", "whole"),
    [(True, "0", True), (False, "0", False), (True, "2", False)],
)
def test_who_reads_whole_says_so(reads_whole: bool, retries: str, whole: bool) -> None:
    transport: Any = _Noting()
    settings = _settings(SHOP_RETRIES=retries, SHOP_BASE_URI="http://h.invalid")
    upstreams = Upstreams([settings], transport, reads_whole=reads_whole)

    async def main() -> None:
        await upstreams(get_item("a"))

    asyncio.run(main())

    assert [wire.whole for wire in transport.sent] == [whole]


def _cut(connection: socket.socket) -> None:
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"a": 1')


@pytest.mark.parametrize("reads_whole", [True, False])
def test_an_answer_that_is_cut_is_no_answer(server: Server, reads_whole: bool) -> None:
    server.queue.append(_cut)

    async def main() -> None:
        upstreams = Upstreams([_settings(SHOP_BASE_URI=server.url)], reads_whole=reads_whole)
        try:
            reply = await upstreams(get_item("a"))
            await reply.read(1000)
        finally:
            await upstreams.aclose()

    with pytest.raises(UpstreamConnectionError):
        asyncio.run(main())


def test_an_answer_above_the_limit_is_refused(server: Server) -> None:
    server.queue.append(answer(200, b"x" * 5000))

    async def main() -> None:
        upstreams = Upstreams([_settings(SHOP_BASE_URI=server.url)], reads_whole=True)
        try:
            reply = await upstreams(get_item("a"))
            await reply.read(1000)
        finally:
            await upstreams.aclose()

    with pytest.raises(ResponseTooLargeError):
        asyncio.run(main())


def _asked(kind: Format, *, method: str = "GET", **environ: str) -> bool:
    transport: Any = _Noting()
    settings = _settings(SHOP_BASE_URI="http://h.invalid", **environ)

    async def main() -> None:
        await Upstreams([settings], transport)(
            Request(Operation("shop", "document", method, kind), "/document")
        )

    asyncio.run(main())
    return [wire.whole for wire in transport.sent] == [True]


def test_documents_are_read_at_once() -> None:
    assert _asked(AS_JSON)
    assert not _asked(AUTO)
    assert not _asked(AS_JSON, method="POST")
    assert not _asked(AS_JSON, SHOP_RETRIES="2")
    assert not _asked(AS_JSON, SHOP_TIMEOUT="0")


def _slowly(go_on: threading.Event) -> Callable[[socket.socket], None]:
    def respond(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[1\r\n")
        go_on.wait(5)
        connection.sendall(b"3\r\n,2]\r\n0\r\n\r\n")

    return respond


async def _pieces(upstreams: Upstreams) -> AsyncIterator[bytes]:
    reply = await upstreams(formatted(AS_JSON))
    try:
        async for piece in reply.chunks():
            yield piece
    finally:
        await reply.aclose()


def test_an_operation_that_answers_in_pieces_shows_them_from_then_on(server: Server) -> None:
    first, second = threading.Event(), threading.Event()
    first.set()
    server.queue += [_slowly(first), _slowly(second)]

    async def main() -> None:
        upstreams = Upstreams([_settings(SHOP_BASE_URI=server.url)])
        try:
            assert b"".join([piece async for piece in _pieces(upstreams)]) == b"[1,2]"
            pieces = _pieces(upstreams)
            assert await anext(pieces) == b"[1"
            second.set()
            assert b"".join([piece async for piece in pieces]) == b",2]"
        finally:
            await upstreams.aclose()

    asyncio.run(main())


def test_an_operation_that_was_late_shows_pieces_from_then_on(server: Server) -> None:
    first, second = threading.Event(), threading.Event()
    server.queue += [_slowly(first), _slowly(second)]

    async def main() -> None:
        upstreams = Upstreams([_settings(SHOP_BASE_URI=server.url, SHOP_TIMEOUT="0.5")])
        try:
            with pytest.raises(UpstreamTimeoutError):
                await upstreams(formatted(AS_JSON))
            first.set()
            pieces = _pieces(upstreams)
            assert await anext(pieces) == b"[1"
            second.set()
            assert b"".join([piece async for piece in pieces]) == b",2]"
        finally:
            await upstreams.aclose()

    asyncio.run(main())
