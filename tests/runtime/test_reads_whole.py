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

from templates.runtime.calls import upstream
from templates.runtime.calls.effects import run_async
from templates.runtime.calls.exchange import Calls, Style
from templates.runtime.calls.preparing import Upstream
from templates.runtime.calls.upstream import Upstreams
from templates.runtime.errors import (
    ResponseTooLargeError,
    UpstreamConnectionError,
    UpstreamTimeoutError,
)
from templates.runtime.messages import AUTO, Format, Headers, Operation, Request
from templates.runtime.options import ClientOptions, Hooks
from templates.runtime.settings import ApiSettings
from templates.runtime.transport.base import AsyncReply
from templates.runtime.transport.whole import WholeReply
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


_SEEN = Hooks(after_response=lambda *_: None)


@pytest.mark.parametrize(
    ("options", "style", "at_once"),
    [
        (ClientOptions(), Style.VALUE, 64 * 1024),
        (ClientOptions(), Style.RAW, 64 * 1024),
        (ClientOptions(), Style.STREAM, 0),
        (ClientOptions(max_response_bytes=10), Style.VALUE, 0),
        (ClientOptions(hooks=_SEEN), Style.VALUE, 0),
    ],
)
def test_a_client_takes_short_answers_at_once(
    options: ClientOptions, style: Style, at_once: int
) -> None:
    """Unless its hook is to see the headers first, or less may come."""
    transport: Any = _Noting()
    settings = _settings(SHOP_BASE_URI="http://h.invalid")
    calls = Calls(Upstream(settings), options)

    async def main() -> None:
        await run_async(calls.call(get_item("a"), None, style), transport)

    asyncio.run(main())

    assert [wire.at_once for wire in transport.sent] == [at_once]


@pytest.mark.parametrize(("size", "is_whole"), [(65_535, True), (65_536, False)])
def test_what_came_with_the_head_is_taken_without_waiting(
    server: Server, size: int, is_whole: bool
) -> None:
    """The library may stop reading at 64 kB, so that a body of this length is one to wait for."""
    server.queue.append(answer(200, b"x" * size))

    async def main() -> None:
        upstreams = Upstreams([_settings(SHOP_BASE_URI=server.url)], reads_whole=True)
        try:
            reply = await upstreams(get_item("a"))
            assert isinstance(reply, WholeReply) is is_whole
            assert await reply.read(size) == b"x" * size
        finally:
            await upstreams.aclose()

    asyncio.run(main())


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


def _answered(server: Server, reply: Any, *, method: str = "GET", **environ: str) -> AsyncReply:
    """What the adapters get for an answer of the API; it is read to its end."""
    server.queue.append(reply)

    async def main() -> AsyncReply:
        upstreams = Upstreams([_settings(SHOP_BASE_URI=server.url, **environ)])
        try:
            request = get_item("a")
            request.operation = Operation("shop", "one", method, AS_JSON, path=None)
            found = await upstreams(request)
            if not isinstance(found, WholeReply):
                await found.aclose()
            return found
        finally:
            await upstreams.aclose()

    return asyncio.run(main())


def test_a_short_body_comes_with_its_headers(server: Server) -> None:
    found = _answered(server, answer(404, '{"a": 1}', ("X-Twice", "1"), ("X-Twice", "2")))

    assert isinstance(found, WholeReply)
    assert (found.status, found.content) == (404, b'{"a": 1}')
    assert found.headers.get("Content-Length") == "8"
    assert found.headers.get_all("x-twice") == ["1", "2"]


_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("reply", "method", "environ"),
    [
        (_CHUNKED, "GET", {}),
        (answer(200, b"x" * 70_000), "GET", {}),
        (answer(200, b"x" * 50), "GET", {"SHOP_MAX_RESPONSE_BYTES": "40"}),
        (answer(200, b"{}"), "GET", {"SHOP_RETRIES": "1"}),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "HEAD", {}),
    ],
)
def test_every_other_body_is_still_to_be_read(
    server: Server, reply: bytes, method: str, environ: dict[str, str]
) -> None:
    assert not isinstance(_answered(server, reply, method=method, **environ), WholeReply)


def test_a_call_that_is_cancelled_while_a_short_body_comes_closes_its_connection(
    server: Server,
) -> None:
    begun, over = threading.Event(), threading.Event()

    def stops(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")
        begun.set()
        connection.settimeout(30)
        if connection.recv(1) == b"":
            over.set()

    server.queue.append(stops)

    async def main() -> None:
        upstreams = Upstreams([_settings(SHOP_BASE_URI=server.url)])
        call = asyncio.ensure_future(upstreams(get_item("a")))
        await asyncio.to_thread(begun.wait, 30)
        await asyncio.sleep(0.1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert await asyncio.to_thread(over.wait, 30)
        await upstreams.aclose()

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


class _Short(_Noting):
    """One whose answers are short documents."""

    async def send(self, wire: WireRequest) -> Any:
        self.sent.append(wire)
        return WholeReply(200, Headers(), b"{}") if wire.at_once else _Reply()


def _asked(kind: Format, *, method: str = "GET", **environ: str) -> bool:
    """Whether a second answer is asked for at once; the first never is."""
    transport: Any = _Short()
    settings = _settings(SHOP_BASE_URI="http://h.invalid", **environ)

    async def main() -> None:
        upstreams = Upstreams([settings], transport)
        for _ in range(2):
            await upstreams(Request(Operation("shop", "document", method, kind), "/document"))

    asyncio.run(main())
    first, second = (wire.whole for wire in transport.sent)
    assert not first
    return bool(second)


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
    server.queue += [answer(200, "{}"), _slowly(first), _slowly(second)]

    async def main() -> None:
        upstreams = Upstreams([_settings(SHOP_BASE_URI=server.url)])
        try:
            await upstreams(formatted(AS_JSON))
            assert b"".join([piece async for piece in _pieces(upstreams)]) == b"[1,2]"
            pieces = _pieces(upstreams)
            assert await anext(pieces) == b"[1"
            second.set()
            assert b"".join([piece async for piece in pieces]) == b",2]"
        finally:
            await upstreams.aclose()

    asyncio.run(main())


@pytest.mark.parametrize("short", [0.0, 5.0])
def test_an_operation_that_was_late_shows_pieces_from_then_on(
    short: float, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    # By the transport, and by who calls it.
    monkeypatch.setattr(upstream, "SHORT", short)
    first, second = threading.Event(), threading.Event()
    server.queue += [answer(200, "{}"), _slowly(first), _slowly(second)]

    async def main() -> None:
        upstreams = Upstreams([_settings(SHOP_BASE_URI=server.url, SHOP_TIMEOUT="0.5")])
        try:
            await upstreams(formatted(AS_JSON))
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
