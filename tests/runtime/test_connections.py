"""How many calls go out at once, and what becomes of those that wait."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from templates.runtime import errors
from templates.runtime.client.base import AsyncClient, SyncClient
from templates.runtime.options import NO_RETRIES, ClientOptions, Hooks, Network, RequestOptions
from templates.runtime.transport.slots import AsyncSlots
from templates.runtime.wire_request import Timeout

from .sample import SHOP, TOKEN, AsyncShopClient, Caller, transports
from .server import Seen, Server, answer

BOUND = Network().max_connections


def _limited(most: int | None, timeout: Timeout | None = None) -> dict[str, Any]:
    return {"options": ClientOptions(network=Network(max_connections=most)), "timeout": timeout}


def _together(caller: Caller, calls: list[Callable[[], Any]]) -> list[Any]:
    """The outcomes of calls that are made at once; an error is an outcome too."""
    if caller.runner is not None:

        async def main() -> list[Any]:
            return await asyncio.gather(*(call() for call in calls), return_exceptions=True)

        return caller.runner.run(main())
    outcomes: list[Any] = [None] * len(calls)

    def work(index: int) -> None:
        try:
            outcomes[index] = calls[index]()
        except errors.Error as error:
            outcomes[index] = error

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def _slow(seconds: float) -> Callable[[Seen], bytes]:
    def rule(seen: Seen) -> bytes:
        time.sleep(seconds)
        return answer(200, '"late"')

    return rule


def test_a_thousand_calls_share_the_connections_of_the_default(
    connect: Any, server: Server
) -> None:
    assert BOUND == 100
    caller = connect(server.url)
    server.rule = _slow(0.01)
    calls = 1000 if caller.runner is not None else 150
    found = _together(caller, [lambda: caller.client.get_item("a")] * calls)
    assert found == ["late"] * calls
    assert server.most_at_once <= BOUND
    assert server.connections < 2 * BOUND


def test_one_bound_for_all_time_outs(connect: Any, server: Server) -> None:
    caller = connect(server.url, **_limited(2))
    busy, busiest, lock = 0, 0, threading.Lock()

    def rule(seen: Seen) -> bytes:
        nonlocal busy, busiest
        with lock:
            busy += 1
            busiest = max(busiest, busy)
        time.sleep(0.02)
        with lock:
            busy -= 1
        return answer(200, '"late"')

    server.rule = rule

    def call(number: int) -> Callable[[], Any]:
        options = RequestOptions(timeout=20.0 + number % 4)
        return lambda: caller.client.get_item("a", options=options)

    assert _together(caller, [call(number) for number in range(12)]) == ["late"] * 12
    # The fast transport has connections for each set of time-outs; what counts is who is busy.
    assert busiest <= 2


def test_waiting_counts_in_the_total_and_in_no_other_limit(connect: Any, server: Server) -> None:
    patient = connect(server.url, **_limited(1, Timeout(connect=0.2, read=5.0, total=20.0)))
    server.rule = _slow(0.15)
    found = _together(patient, [lambda: patient.client.add_item(body={})] * 4)
    assert found == ["late"] * 4


def _behind(
    caller: Caller, server: Server, call: Callable[[], Any], times: int
) -> list[Callable[[], Any]]:
    """Calls that are made once another one has come to the server, which is answered after them."""
    ended: list[bool] = []

    def rule(_seen: Seen) -> bytes:
        until = time.monotonic() + 30
        while len(ended) < times and time.monotonic() < until:
            time.sleep(0.01)
        return answer(200, '"late"')

    def blocking() -> Any:
        while not server.seen:
            time.sleep(0.01)
        try:
            return call()
        finally:
            ended.append(True)

    async def waiting() -> Any:
        while not server.seen:
            await asyncio.sleep(0.01)
        try:
            return await call()
        finally:
            ended.append(True)

    server.rule = rule
    return [blocking if caller.runner is None else waiting] * times


def test_who_waits_too_long_is_told_so_and_was_not_sent(connect: Any, server: Server) -> None:
    caller = connect(server.url, **_limited(1))
    short = RequestOptions(timeout=Timeout(connect=5.0, read=5.0, total=0.3))

    def hasty() -> Any:
        return caller.client.add_item(body={}, options=short)

    first, *others = _together(
        caller, [lambda: caller.client.add_item(body={}), *_behind(caller, server, hasty, 3)]
    )
    assert first == "late"
    assert [type(one) for one in others] == [errors.UpstreamTimeoutError] * 3
    assert len(server.seen) == 1


def test_without_a_total_a_call_waits_as_long_as_for_connecting(
    connect: Any, server: Server
) -> None:
    caller = connect(server.url, **_limited(1, Timeout(connect=0.2, read=30.0, total=None)))

    def call() -> Any:
        return caller.client.add_item(body={})

    first, *others = _together(caller, [call, *_behind(caller, server, call, 2)])
    assert first == "late"
    assert [type(one) for one in others] == [errors.UpstreamTimeoutError] * 2
    assert len(server.seen) == 1


@pytest.mark.parametrize("library", ["fast", "httpx2"])
def test_a_call_that_is_cancelled_while_it_waits_is_never_sent(
    library: str, server: Server
) -> None:
    async def main() -> None:
        transport = transports("async", library, network=Network(max_connections=1))
        client: Any = AsyncShopClient(
            SHOP,
            base_uri=server.url,
            credentials={"token": TOKEN},
            transport=transport,
            environ={},
        )
        server.rule = _slow(0.3)
        first = asyncio.ensure_future(client.add_item(body={"number": 0}))
        await asyncio.sleep(0.1)
        waiting = [asyncio.ensure_future(client.add_item(body={"number": n})) for n in range(1, 6)]
        await asyncio.sleep(0.1)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert await first == "late"
        assert await client.get_item("a") == "late"
        await transport.aclose()

    asyncio.run(main())
    assert [seen.method for seen in server.seen] == ["POST", "GET"]


def test_every_end_of_a_call_lets_the_next_one_go(connect: Any, server: Server) -> None:
    caller = connect(server.url, **_limited(1, Timeout(connect=1.0, read=1.0, total=1.0)))
    for _ in range(2):
        server.queue = [answer(404, "{}"), answer(200, b"x" * 100), lambda connection: None]
        with pytest.raises(errors.NotFoundError):
            caller.get_item("missing")
        with pytest.raises(errors.ResponseTooLargeError):
            caller.get_item("large", options=RequestOptions(max_response_bytes=10))
        with pytest.raises(errors.UpstreamConnectionError):
            caller.add_item(body={})
        assert caller.get_item("fine") == {}
        assert caller.pieces(caller.streaming.get_item("streamed")) == [b"{}"]


def test_a_hook_that_fails_leaves_no_answer_open(connect: Any, server: Server) -> None:
    """Even while the error, and with it every frame that knows the answer, is held."""
    failing = True

    def after(wire: Any, status: int, headers: Any) -> None:
        if failing:
            raise LookupError("the hook")

    options = ClientOptions(
        network=Network(max_connections=1), hooks=Hooks(after_response=after), retry=NO_RETRIES
    )
    caller = connect(server.url, options=options, timeout=2.0)
    with pytest.raises(LookupError) as held:
        caller.get_item("a")
    failing = False
    assert caller.get_item("a") == {}
    assert held.value.__traceback__ is not None


def test_an_answer_that_nobody_closed_gives_its_turn_back(server: Server) -> None:
    network = Network(max_connections=1)
    timeout = Timeout(20.0, 20.0, 20.0)  # A turn that is lost is waited for, and missed.

    async def main() -> None:
        transport = transports("async", "fast", network=network)
        client: Any = AsyncShopClient(
            SHOP,
            base_uri=server.url,
            credentials={"token": TOKEN},
            timeout=timeout,
            transport=transport,
            environ={},
        )
        for _ in range(2):
            await client.with_streaming_response.get_item("dropped")
            gc.collect()
            assert await client.get_item("a") == {}
        held = await client.with_streaming_response.get_item("dropped")
        waits = asyncio.ensure_future(client.get_item("a"))
        slots = transport._shares.here().slots
        while not slots._waiting:
            await asyncio.sleep(0)
        assert not waits.done()
        assert len(server.seen) == 5
        del held
        gc.collect()
        assert await waits == {}
        await client.aclose()
        await transport.aclose()

    asyncio.run(main())


def test_a_turn_that_comes_together_with_the_cancellation_goes_to_the_next() -> None:
    from templates.runtime.wire_request import WireRequest

    async def main() -> None:
        slots = AsyncSlots(1)
        request = WireRequest("GET", "http://h/", (), None, Timeout())
        await slots.enter(request)
        first, second = (asyncio.ensure_future(slots.enter(request)) for _ in range(2))
        await asyncio.sleep(0)
        slots.leave()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        await asyncio.wait_for(second, 5)
        slots.leave()
        assert slots._free == 1

    asyncio.run(main())


@pytest.mark.parametrize("most", [0, -1])
def test_a_limit_that_lets_nothing_through_is_refused(most: int) -> None:
    with pytest.raises(errors.SettingError, match="max_connections"):
        Network(max_connections=most)


def test_a_limit_beyond_all_threads_costs_nothing(connect: Any, server: Server) -> None:
    assert connect(server.url, **_limited(10**12)).get_item("a") == {}


def test_an_adapter_has_as_many_connections_as_callers(server: Server) -> None:
    """Its callers are bounded already; `SHOP_MAX_CONNECTIONS` bounds it further."""
    from templates.runtime.settings import ApiSettings

    assert ApiSettings.from_environment(SHOP, {}).network.max_connections is None
    assert ApiSettings(api=SHOP).network.max_connections is None
    for environ, most in (({}, 100), ({"SHOP_MAX_CONNECTIONS": "3"}, 3)):
        for kind in (SyncClient, AsyncClient):
            client = kind(SHOP, base_uri=server.url, environ=environ)
            assert client._calls.options.network.max_connections == most


def test_threads_that_make_the_first_calls_share_one_transport() -> None:
    """Each with its own would have twice the connections, and one that nobody closes."""
    shared = SyncClient(SHOP, environ={})._shared
    together = threading.Barrier(2)

    def made(_network: object) -> object:
        together.wait(60)
        return object()

    with ThreadPoolExecutor(2) as threads:
        opened = [
            threads.submit(shared.open, made, lambda transport, _: transport) for _ in range(2)
        ]
        one, two = (each.result(60) for each in opened)
    assert one is two is shared.transport
