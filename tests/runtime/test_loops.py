"""Who cancels a call, and which event loop it runs in.

Sources: seen with pyreqwest 0.15, which raises a `CancelledError` of its own: anyio 4 does not take it for its own, so that cancelling
a call over stdio ended the MCP server (6 of 6); asyncio (docs.python.org): nothing of one loop serves another.
"""

from __future__ import annotations

import asyncio
import gc
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import httpx2
import pytest

from templates.runtime import errors
from templates.runtime.options import NO_RETRIES, ClientOptions, Network
from templates.runtime.transport.httpx2 import AsyncHttpx2Transport

from .sample import SHOP, TOKEN, AsyncShopClient, transports
from .server import Seen, Server, answer

LIBRARIES = ("fast", "httpx2")
_over = threading.Event()


@pytest.fixture(autouse=True)
def _quiet_end() -> Iterator[None]:
    """A loop that ends takes connections with it that nobody could close; asyncio tells of each."""
    _over.clear()
    yield
    _over.set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(params=LIBRARIES)
def client(request: pytest.FixtureRequest, server: Server) -> Iterator[Any]:
    """An asynchronous client; who makes it is in no loop. At most two requests at once."""
    network = Network(max_connections=2)
    transport = transports("async", request.param, network=network)
    yield _client(server, transport)
    asyncio.run(transport.aclose())


def _client(server: Server, transport: Any) -> Any:
    return AsyncShopClient(
        SHOP,
        base_uri=server.url,
        credentials={"token": TOKEN},
        transport=transport,
        options=ClientOptions(retry=NO_RETRIES),
        timeout=20.0,
        environ={},
    )


def _late(seen: Seen) -> Any:
    """No answer for long, or one whose body does not come."""
    if not seen.target.endswith("-stuck"):
        return answer(200, f'"{seen.target}"')

    def stuck(connection: Any) -> None:
        if "body" in seen.target:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")
        _over.wait(5)

    return stuck


@pytest.mark.parametrize("where", ["head-stuck", "body-stuck"])
def test_a_cancel_scope_of_anyio_ends_a_call_and_nothing_else(
    client: Any, server: Server, where: str
) -> None:
    server.rule = _late

    async def main() -> None:
        with anyio.move_on_after(0.3) as scope:
            await client.get_item(where)
        assert scope.cancelled_caught
        async with anyio.create_task_group() as tasks:  # As the MCP SDK's server has it.
            tasks.start_soon(client.get_item, where)
            await anyio.sleep(0.3)
            tasks.cancel_scope.cancel()
        assert await client.get_item("next") == "/items/next"

    anyio.run(main)


def test_a_cancel_scope_ends_a_streamed_body(client: Any, server: Server) -> None:
    server.rule = _late

    async def main() -> None:
        async with await client.with_streaming_response.get_item("body-stuck") as response:
            with anyio.move_on_after(0.3) as scope:
                async for piece in response.chunks():
                    assert piece == b"ab"
            assert scope.cancelled_caught

    anyio.run(main)


def test_the_message_of_a_cancellation_arrives(client: Any, server: Server) -> None:
    server.rule = _late

    async def main() -> None:
        task = asyncio.create_task(client.get_item("head-stuck"))
        await asyncio.sleep(0.3)
        task.cancel("for a reason")
        with pytest.raises(asyncio.CancelledError, match="for a reason"):
            await task

    asyncio.run(main())


def test_one_client_in_one_loop_after_the_other(client: Any, server: Server) -> None:
    server.rule = _late
    for number in range(3):
        assert asyncio.run(client.get_item(str(number))) == f"/items/{number}"


def test_connections_end_with_their_loop(client: Any, server: Server) -> None:
    """Else Python says of each that it was never closed, some time later."""
    server.rule = _late
    assert asyncio.run(client.get_item("1")) == "/items/1"
    assert asyncio.run(client.get_item("2")) == "/items/2"
    gc.collect()


def test_a_loop_that_ends_with_calls_in_it_leaves_room_for_the_next(
    client: Any, server: Server
) -> None:
    server.rule = _late

    async def leaving() -> None:
        tasks = [asyncio.create_task(client.get_item("head-stuck")) for _ in range(4)]
        await asyncio.sleep(0.2)
        assert not any(task.done() for task in tasks)

    loop = asyncio.new_event_loop()
    loop.run_until_complete(leaving())
    loop.close()  # Unlike `asyncio.run`, it cancels nothing.
    assert asyncio.run(client.get_item("a")) == "/items/a"


def test_one_client_in_two_loops_in_turns(client: Any, server: Server) -> None:
    server.rule = _late
    loops = [asyncio.new_event_loop() for _ in range(2)]
    for number in range(4):
        loop = loops[number % 2]
        assert loop.run_until_complete(client.get_item(str(number))) == f"/items/{number}"
    for loop in loops:
        loop.close()


def test_one_client_in_loops_of_many_threads(client: Any, server: Server) -> None:
    def rule(seen: Seen) -> bytes:
        time.sleep(0.01)
        return answer(200, f'"{seen.target}"')

    server.rule = rule
    wrong: list[object] = []

    async def main(thread: int) -> None:
        names = [f"{thread}-{number}" for number in range(12)]  # More than may be out at once.
        found = await asyncio.gather(*(client.get_item(name) for name in names))
        wrong.extend(f for f, name in zip(found, names, strict=True) if f != f"/items/{name}")

    _in_threads([lambda n=n: asyncio.run(asyncio.wait_for(main(n), 20)) for n in range(4)], wrong)
    assert wrong == []


def _in_threads(calls: list[Callable[[], object]], failed: list[object]) -> None:
    def work(call: Callable[[], object]) -> None:
        try:
            call()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def test_without_a_loop_of_asyncio_the_error_says_what_to_do(client: Any) -> None:
    """As under trio, which drives coroutines by itself."""
    call = client.get_item("a")
    with pytest.raises(errors.Error, match=r"runs on asyncio; under another library, such as trio"):
        call.send(None)
    call.close()


def test_a_client_of_httpx2_that_was_handed_in_belongs_to_one_loop(server: Server) -> None:
    server.rule = _late
    client = _client(server, AsyncHttpx2Transport(httpx2.AsyncClient()))
    assert asyncio.run(client.get_item("a")) == "/items/a"
    with pytest.raises(errors.Error, match="was used in another event loop"):
        asyncio.run(client.get_item("b"))


def test_a_mock_of_httpx2_serves_any_loop(server: Server) -> None:
    mock = httpx2.MockTransport(lambda request: httpx2.Response(200, json={}))
    client = _client(server, AsyncHttpx2Transport(httpx2.AsyncClient(transport=mock)))
    assert [asyncio.run(client.get_item("a")) for _ in range(2)] == [{}, {}]
