"""Nothing is left behind: connections, tasks, threads, file descriptors, memory."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import socket
import subprocess
import sys
import threading
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from templates.runtime import errors
from templates.runtime.options import NO_RETRIES, ClientOptions, Network, RequestOptions

from .sample import SHOP, TOKEN, AsyncShopClient, ShopClient, transports
from .server import Seen, Server, answer, serving

ROOT = Path(__file__).parents[2]


def _descriptors() -> int:
    return len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0


def _settled(measure: Any, most: int) -> int:
    """A measurement that may take a moment to come down."""
    for _ in range(100):
        gc.collect()
        if measure() <= most:
            break
        time.sleep(0.02)
    return measure()  # type: ignore[no-any-return]


def _steady(measure: Any) -> Any:
    """A measurement once what earlier tests left behind has gone."""
    found = [measure()]
    while len(found) < 500 and (len(found) < 10 or len(set(found[-10:])) > 1):
        gc.collect()
        time.sleep(0.02)
        found.append(measure())
    return found[-1]


def test_ten_thousand_calls_on_four_connections(connect: Any, server: Server) -> None:
    """2,500 on each transport, blocking and not, and nothing is left of them."""
    # A machine that stands still for seconds would make a new connection for the next call.
    shop = connect(server.url, options=ClientOptions(network=Network(idle_timeout=None)))
    shop.get_item("a")
    before = _steady(lambda: (_descriptors(), threading.active_count()))
    for _ in range(2500):
        shop.get_item("a")
    assert server.connections == 1
    assert (_descriptors(), threading.active_count()) == before


def test_memory_does_not_grow(shop: Any, server: Server) -> None:
    for _ in range(50):
        shop.get_item("a")
    server.seen.clear()
    gc.collect()
    tracemalloc.start()
    try:
        first = tracemalloc.get_traced_memory()[0]
        for _ in range(500):
            shop.get_item("a")
        server.seen.clear()
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - first
    finally:
        tracemalloc.stop()
    assert grown < 500 * 100


@pytest.mark.parametrize("failure", ["refused", "reset", "error", "too large", "unread", "hook"])
def test_failing_calls_leave_nothing(connect: Any, server: Server, failure: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}"
    caller = connect(
        closed if failure == "refused" else server.url,
        options=ClientOptions(retry=NO_RETRIES, max_response_bytes=10_000),
    )
    server.rule = {
        "error": lambda seen: answer(500, "x" * 5000),
        "reset": lambda seen: lambda connection: None,
        "too large": lambda seen: answer(200, b"x" * 200_000),
    }.get(failure, lambda seen: answer(200, b"x" * 5000))

    def once() -> None:
        with contextlib.suppress(errors.Error):
            if failure == "unread":
                response = caller.streaming.get_item("a")
                caller.wait(response.aclose()) if caller.runner else response.close()
            else:
                caller.get_item("a")

    for _ in range(3):
        once()
    before = _descriptors()
    for _ in range(60):
        once()
    assert _settled(_descriptors, before + 2) <= before + 2
    assert _settled(lambda: server.open_now, 3) <= 3


@pytest.mark.parametrize("library", ["fast", "httpx2"])
def test_cancelled_calls_leave_no_connection_unusable(library: str) -> None:
    async def main(server: Server) -> None:
        transport = transports("async", library)
        client: Any = AsyncShopClient(
            SHOP,
            base_uri=server.url,
            credentials={"token": TOKEN},
            transport=transport,
            environ={},
        )

        def slow(connection: socket.socket) -> None:
            time.sleep(0.15)
            with contextlib.suppress(OSError):
                connection.sendall(answer(200, '"late"'))

        server.rule = lambda seen: slow if "slow" in seen.target else answer(200, '"fresh"')
        for delay in (0.0, 0.001, 0.01, 0.05, 0.1):
            tasks = [asyncio.ensure_future(client.get_item("slow")) for _ in range(5)]
            await asyncio.sleep(delay)
            for task in tasks:
                task.cancel()
            done = await asyncio.gather(*tasks, return_exceptions=True)
            assert all(isinstance(one, asyncio.CancelledError) for one in done)
            assert await client.get_item("quick") == "fresh"
        assert len(asyncio.all_tasks()) == 1
        await transport.aclose()

    with serving() as server:
        asyncio.run(main(server))
        assert _settled(lambda: server.open_now, 0) == 0


@pytest.mark.parametrize("library", ["fast", "httpx2"])
@pytest.mark.parametrize("company", [0, 3])
def test_a_cancelled_call_that_was_not_answered_ends_at_the_upstream(
    library: str, company: int
) -> None:
    """Long before its time-out; calls beside it, and later ones, are not harmed."""
    closed = threading.Event()
    go_on = threading.Event()

    def never(connection: socket.socket) -> None:
        if not connection.recv(1):
            closed.set()

    def later(connection: socket.socket) -> None:
        go_on.wait(10)
        connection.sendall(answer(200, '"late"'))

    async def main(server: Server) -> None:
        transport = transports("async", library)
        client: Any = AsyncShopClient(
            SHOP,
            base_uri=server.url,
            credentials={"token": TOKEN},
            transport=transport,
            environ={},
        )
        server.rule = lambda seen: {"/items/never": never, "/items/later": later}.get(
            seen.target, answer(200, '"fresh"')
        )
        beside = [asyncio.ensure_future(client.get_item("later")) for _ in range(company)]
        leaving = asyncio.ensure_future(client.get_item("never"))
        while len(server.seen) < company + 1:
            await asyncio.sleep(0.01)
        leaving.cancel()
        assert await client.get_item("quick") == "fresh"
        go_on.set()
        assert await asyncio.gather(*beside) == ["late"] * company
        assert await asyncio.to_thread(closed.wait, 10)
        assert await client.get_item("quick") == "fresh"
        await transport.aclose()

    with serving() as server:
        asyncio.run(main(server))
        assert _settled(lambda: server.open_now, 0) == 0


def test_cancelling_in_a_pause_and_in_a_stream(server: Server) -> None:
    async def main() -> None:
        client: Any = AsyncShopClient(
            SHOP, base_uri=server.url, credentials={"token": TOKEN}, environ={}
        )
        server.rule = lambda seen: answer(503, "", ("Retry-After", "5"))
        call = asyncio.ensure_future(client.get_item("a"))
        while not server.seen:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)  # the answer comes, and with it the pause
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert len(server.seen) == 1
        server.rule = lambda seen: answer(200, b"x" * 1_000_000)
        async with await client.with_streaming_response.get_item("a") as response:
            async for _ in response.chunks():
                break
        await client.aclose()

    asyncio.run(main())
    assert _settled(lambda: server.open_now, 0) == 0


def test_a_client_closes_what_it_opened_and_no_more(server: Server) -> None:
    given = transports("sync", "fast")
    with ShopClient(
        SHOP, base_uri=server.url, credentials={"token": "tok3n"}, environ={}, transport=given
    ) as borrowed:
        borrowed.get_item("a")  # type: ignore[attr-defined]
    with ShopClient(SHOP, base_uri=server.url, credentials={"token": "tok3n"}, environ={}) as own:
        own.get_item("a")  # type: ignore[attr-defined]
    assert _settled(lambda: server.open_now, 1) == 1
    with pytest.raises(errors.Error, match="closed"):
        own.get_item("a")  # type: ignore[attr-defined]
    given.close()
    assert _settled(lambda: server.open_now, 0) == 0
    own.close()


def test_many_threads_share_a_client(server: Server) -> None:
    client: Any = ShopClient(SHOP, base_uri=server.url, credentials={"token": "tok3n"}, environ={})
    server.rule = lambda seen: answer(200, f'"{seen.target}"')
    wrong: list[Any] = []

    def work(number: int) -> None:
        for turn in range(20):
            item = f"{number}-{turn}"
            if client.get_item(item) != f"/items/{item}":
                wrong.append(item)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client.close()
    assert not wrong
    assert len(server.seen) == 160


def test_a_limit_of_connections(connect: Any, server: Server) -> None:
    from templates.runtime.options import Network

    caller = connect(server.url, options=ClientOptions(network=Network(max_connections=2)))
    if caller.runner is None:
        caller.get_item("a")
        return

    both = threading.Barrier(2)

    def rule(seen: Seen) -> bytes:
        both.wait(20)  # Nobody is answered alone.
        return answer(200, "{}")

    async def many() -> None:
        await asyncio.gather(*(caller.client.get_item(str(n)) for n in range(30)))

    server.rule = rule
    caller.runner.run(many())
    # A connection may come back to its pool a moment after its turn: calls are bounded, and they share.
    assert server.most_at_once == 2
    assert server.connections < 30


_SCRIPT = """
import asyncio, sys
sys.path.insert(0, {root!r})
from tests.runtime.sample import *
async def main():
    client = AsyncShopClient(SHOP, base_uri={url!r}, credentials={{"token": "tok3n"}}, environ={{}})
    await asyncio.gather(*(client.get_item(str(n)) for n in range(20)))
    {closing}
client = ShopClient(SHOP, base_uri={url!r}, credentials={{"token": "tok3n"}}, environ={{}})
client.get_item("a")
asyncio.run(main())
"""


@pytest.mark.parametrize("closing", ["await client.aclose()", "pass"])
def test_a_script_ends_in_peace(server: Server, closing: str) -> None:
    """Whether it closes its clients or not: no warning, no signal at the end."""
    script = _SCRIPT.format(root=str(ROOT), url=server.url, closing=closing)
    for _ in range(4):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", script],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_one_call_may_raise_its_own_limit_only(shop: Any, server: Server) -> None:
    server.rule = lambda seen: answer(200, b'"' + b"x" * 100 + b'"')
    with pytest.raises(errors.ResponseTooLargeError):
        shop.get_item("a", options=RequestOptions(max_response_bytes=50))
    assert len(shop.get_item("a")) == 100


def test_a_streamed_answer_goes_on_past_the_limit_of_a_whole_call(
    connect: Any, server: Server
) -> None:
    """Its limit ends with the headers, then that for each piece counts (docs/client.md); one that a call sets is kept."""

    def slowly(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n")
        for _ in range(8):
            connection.sendall(b"x")
            time.sleep(0.2)

    shop = connect(server.url, timeout=0.8, options=ClientOptions(retry=NO_RETRIES))
    server.queue += [slowly, slowly, slowly]
    assert b"".join(shop.pieces(shop.streaming.get_item("a"))) == b"x" * 8
    with pytest.raises(errors.UpstreamTimeoutError):
        shop.get_item("a")
    options = RequestOptions(timeout=0.8)
    with pytest.raises(errors.UpstreamTimeoutError):
        shop.pieces(shop.streaming.get_item("a", options=options))
