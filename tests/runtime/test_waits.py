"""The transport ends a request whose answer is not there in time, and nothing else.

Adapters leave that to it where one sending is all, and its limit is not so short that it is kept to the moment.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

import pytest

from templates.runtime.calls import upstream as adapters
from templates.runtime.calls.upstream import Upstreams
from templates.runtime.errors import UpstreamTimeoutError
from templates.runtime.messages import Headers
from templates.runtime.settings import ApiSettings
from templates.runtime.transport import fast_awaiting
from templates.runtime.transport.fast import AsyncFastTransport
from templates.runtime.transport.fast_awaiting import Waits, faithful
from templates.runtime.transport.whole import WholeReply
from templates.runtime.wire_request import Timeout, WireRequest

from .sample import SHOP, TOKEN, get_item
from .server import Server, answer

_TIMEOUT = Timeout(5.0, 5.0, None)


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_awaiting, "_TICK", 0.01)


def _holding(go_on: threading.Event) -> Callable[[socket.socket], None]:
    def respond(connection: socket.socket) -> None:
        go_on.wait(10)
        connection.sendall(answer(200, "{}"))

    return respond


@pytest.fixture
def held(server: Server) -> Iterator[threading.Event]:
    """A server that says nothing until it is told to."""
    go_on = threading.Event()
    server.queue.append(_holding(go_on))
    yield go_on
    go_on.set()


def _request(server: Server, *, method: str = "GET", within: float | None = 30.0) -> WireRequest:
    request = WireRequest(method, f"{server.url}/a", (), None, _TIMEOUT)
    request.ends = None if within is None else monotonic() + within
    return request


async def _seen(server: Server, count: int = 1) -> None:
    while len(server.seen) < count:
        await asyncio.sleep(0.001)


async def _ended(
    transport: AsyncFastTransport, request: WireRequest, server: Server, *, later: float = 0.0
) -> Any:
    """The error of a request whose time is up when the server has it, or seconds later."""
    call = asyncio.ensure_future(transport.send(request))
    await _seen(server, len(server.seen) + 1)
    await asyncio.sleep(later)
    request.ends = 0.0
    with pytest.raises(UpstreamTimeoutError, match="takes too long") as caught:
        await call
    assert not call.cancelled()
    return caught.value


def _running(transport: AsyncFastTransport) -> Waits:
    (share,) = transport._shares.made.values()
    return share.waits


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_request_without_an_answer_in_time_is_ended(
    method: str, server: Server, held: threading.Event
) -> None:
    async def main() -> UpstreamTimeoutError:
        transport = AsyncFastTransport()
        error: UpstreamTimeoutError = await _ended(
            transport, _request(server, method=method), server
        )
        (line,) = transport._shares.here().lines.values()
        assert not line.busy
        assert line.abandoned
        assert not _running(transport)
        assert (await transport.send(_request(server))).status == 200
        await transport.aclose()
        return error

    assert asyncio.run(main()).outcome_unknown == (method == "POST")


def test_nobody_looks_when_nothing_waits(server: Server) -> None:
    async def main() -> None:
        transport = AsyncFastTransport()
        request = _request(server)
        request.at_once, request.whole = 100, True
        assert isinstance(await transport.send(request), WholeReply)
        assert not _running(transport)
        await asyncio.sleep(0.05)
        assert _running(transport).timer is None
        await transport.aclose()

    asyncio.run(main())


def test_a_request_without_an_end_waits_beside_one_that_has_one(
    server: Server, held: threading.Event
) -> None:
    async def main() -> None:
        transport = AsyncFastTransport()
        endless = asyncio.ensure_future(transport.send(_request(server, within=None)))
        await _seen(server)
        server.queue.append(_holding(held))
        await _ended(transport, _request(server), server)
        assert not endless.done()
        held.set()
        assert (await endless).status == 200
        await transport.aclose()

    asyncio.run(main())


def test_who_is_cancelled_by_another_stays_cancelled(server: Server, held: threading.Event) -> None:
    async def main() -> None:
        transport = AsyncFastTransport()
        call = asyncio.ensure_future(transport.send(_request(server)))
        await _seen(server)
        call.cancel("by a test")
        with pytest.raises(asyncio.CancelledError, match="by a test"):
            await call
        assert not _running(transport)
        await transport.aclose()

    asyncio.run(main())


def _half(server: Server, length: int) -> threading.Event:
    """The next answer has its head and one byte; the rest comes when it is told to."""
    go_on = threading.Event()

    def respond(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n[" % length)
        go_on.wait(10)
        connection.sendall(b"]".rjust(length - 1))

    server.queue.append(respond)
    return go_on


def test_a_short_body_that_is_to_come_with_its_head_is_there_in_time_too(server: Server) -> None:
    go_on = _half(server, 2)

    async def main() -> None:
        transport = AsyncFastTransport()
        request = _request(server)
        request.at_once = 100
        await _ended(transport, request, server, later=0.1)
        await transport.aclose()

    asyncio.run(main())
    go_on.set()


def test_the_body_of_an_answer_that_has_begun_may_take_its_time(server: Server) -> None:
    go_on = _half(server, 2)

    async def main() -> bytes:
        transport = AsyncFastTransport()
        request = _request(server)
        reply = await transport.send(request)
        request.ends = 0.0
        pieces = reply.chunks()
        first = await anext(pieces)
        await asyncio.sleep(0.1)
        go_on.set()
        rest = b"".join([piece async for piece in pieces])
        await reply.aclose()
        await transport.aclose()
        return first + rest

    assert asyncio.run(main()) == b"[]"


def test_what_is_not_a_future_is_not_ended() -> None:
    """The library gives its turn away with nothing to wait for when it was woken meanwhile."""

    class Turns:
        def __init__(self) -> None:
            self.left = 3

        def send(self, value: None) -> None:
            if not self.left:
                raise StopIteration("done")
            self.left -= 1

    async def main() -> str:
        waits = Waits(asyncio.get_running_loop())
        request = WireRequest("GET", "http://h.invalid", (), None, _TIMEOUT)
        request.ends = 0.0
        turns: Any = Turns()
        waiting = asyncio.ensure_future(_awaited(turns, request, waits))
        await asyncio.sleep(0)
        waits._look()
        return await waiting

    async def _awaited(turns: Any, request: WireRequest, waits: Waits) -> str:
        given: str = await faithful(turns, request, waits)
        return given

    assert asyncio.run(main()) == "done"


class _Handed:
    """A transport of somebody else's."""

    async def send(self, wire: WireRequest) -> Any:
        return WholeReply(200, Headers(), b"{}")

    async def aclose(self) -> None:
        pass


@pytest.mark.parametrize(
    ("environ", "transport", "kept"),
    [
        ({}, None, True),
        ({"SHOP_TIMEOUT": "2"}, None, False),
        ({"SHOP_TIMEOUT": "0"}, None, False),
        ({"SHOP_RETRIES": "1"}, None, False),
        ({}, _Handed(), False),
    ],
)
def test_who_keeps_the_limit_of_a_call(
    environ: dict[str, str], transport: Any, kept: bool, server: Server
) -> None:
    environ = {"SHOP_TOKEN": TOKEN, "SHOP_BASE_URI": server.url, **environ}

    async def main() -> bool:
        upstreams = Upstreams([ApiSettings.from_environment(SHOP, environ)], transport)
        await upstreams(get_item("a"))
        keeps_time = upstreams._upstreams["shop"].transport_keeps_time
        await upstreams.aclose()
        return keeps_time

    assert asyncio.run(main()) == kept


def test_an_adapter_answers_in_time_whoever_keeps_it(
    server: Server, held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapters, "SHORT", 0.0)
    environ = {"SHOP_TOKEN": TOKEN, "SHOP_BASE_URI": server.url, "SHOP_TIMEOUT": "0.2"}

    async def main() -> None:
        upstreams = Upstreams([ApiSettings.from_environment(SHOP, environ)])
        with pytest.raises(UpstreamTimeoutError, match="takes too long"):
            await upstreams.bound(())(get_item("a"))
        assert upstreams._upstreams["shop"].transport_keeps_time
        await upstreams.aclose()

    asyncio.run(main())
