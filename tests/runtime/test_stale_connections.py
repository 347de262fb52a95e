"""A connection that the API closed while nobody used it: what is sent again, and what the API executed.

RFC 9110, 9.2.2 and RFC 9112, 9.3.1.
"""

from __future__ import annotations

import io
import socket
import struct
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from templates.runtime import errors
from templates.runtime.options import NO_RETRIES, ClientOptions, Network
from templates.runtime.settings import ApiSettings
from templates.runtime.wire.raw_bodies import raw_body

from .sample import SHOP, Caller
from .server import Seen, Server, answer


def _hangs_up(connection: socket.socket) -> None:
    """The request was read, and maybe carried out; no answer."""


def _resets(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _begins(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")


@pytest.fixture
def shop(connect: Any, server: Server) -> Caller:
    found: Caller = connect(server.url, options=ClientOptions(retry=NO_RETRIES), timeout=5.0)
    return found


READS: list[Callable[[Caller], Any]] = [
    lambda shop: shop.get_item("a"),
    lambda shop: shop.head_item("a"),
    lambda shop: shop.sending("OPTIONS", None),
]
CHANGES: list[Callable[[Caller], Any]] = [
    lambda shop: shop.add_item(body={}),
    lambda shop: shop.put_item("a", body={}),
    lambda shop: shop.drop_item("a"),
    lambda shop: shop.sending("PATCH", None),
]


@pytest.mark.parametrize("ending", [_hangs_up, _resets])
@pytest.mark.parametrize("call", READS)
def test_a_read_goes_out_again_once_on_a_new_connection(
    shop: Caller, server: Server, call: Any, ending: Any
) -> None:
    shop.get_item("first")
    server.queue.append(ending)
    call(shop)
    assert (len(server.seen), server.connections) == (3, 2)
    assert server.seen[1].target == server.seen[2].target


@pytest.mark.parametrize("call", READS)
def test_only_once(shop: Caller, server: Server, call: Any) -> None:
    shop.get_item("first")
    server.queue += [_hangs_up, _hangs_up, _hangs_up]
    with pytest.raises(errors.UpstreamConnectionError):
        call(shop)
    assert len(server.seen) == 3


@pytest.mark.parametrize("call", [*READS, *CHANGES])
def test_not_on_a_connection_that_was_made_for_it(shop: Caller, server: Server, call: Any) -> None:
    server.queue.append(_hangs_up)
    with pytest.raises(errors.UpstreamConnectionError):
        call(shop)
    assert len(server.seen) == 1
    server.queue += [answer(200, "{}", ("Connection", "close")), _hangs_up]
    shop.get_item("first")
    with pytest.raises(errors.UpstreamConnectionError):
        call(shop)
    assert len(server.seen) == 3


@pytest.mark.parametrize("ending", [_hangs_up, _resets])
@pytest.mark.parametrize("call", CHANGES)
def test_a_change_is_an_unknown_outcome(
    shop: Caller, server: Server, call: Any, ending: Any
) -> None:
    shop.get_item("first")
    server.queue.append(ending)
    with pytest.raises(errors.UpstreamConnectionError) as caught:
        call(shop)
    assert caught.value.outcome_unknown is True
    assert len(server.seen) == 2


def test_not_once_an_answer_has_begun(shop: Caller, server: Server) -> None:
    shop.get_item("first")
    server.queue.append(_begins)
    with pytest.raises(errors.UpstreamConnectionError):
        shop.get_item("a")
    assert len(server.seen) == 2


@pytest.mark.parametrize(
    "start", [b"H", b"HTTP/1.1 200 OK\r\nContent-Le", b"HTTP/1.1 100 Go on\r\n\r\n"]
)
def test_not_once_a_byte_of_a_head_has_come(
    connect: Any, server: Server, start: bytes, request: pytest.FixtureRequest
) -> None:
    """pyreqwest 0.15 says of a head that breaks off what it says of none at all: there a read goes out twice."""
    shop = connect(server.url, options=ClientOptions(retry=NO_RETRIES), timeout=5.0)
    shop.get_item("first")
    server.queue.append(lambda connection: connection.sendall(start))
    if "fast" in request.node.name:
        shop.get_item("a")
        assert len(server.seen) == 3
        return
    with pytest.raises(errors.UpstreamConnectionError):
        shop.get_item("a")
    assert len(server.seen) == 2


def test_not_what_takes_too_long(connect: Any, server: Server) -> None:
    shop = connect(server.url, options=ClientOptions(retry=NO_RETRIES), timeout=0.5)
    shop.get_item("first")
    server.queue.append(lambda connection: time.sleep(1))
    with pytest.raises(errors.UpstreamTimeoutError):
        shop.get_item("a")
    assert len(server.seen) == 2


def test_a_body_that_cannot_be_read_twice_is_not_sent_twice(shop: Caller, server: Server) -> None:
    class Once(io.BytesIO):
        def seekable(self) -> bool:
            return False

    shop.get_item("first")
    server.queue.append(_hangs_up)
    with pytest.raises(errors.UpstreamConnectionError):
        shop.sending("OPTIONS", raw_body(Once(b"x"), None))
    assert len(server.seen) == 2


@pytest.mark.parametrize("call", [*READS, *CHANGES])
def test_a_connection_whose_end_has_arrived_is_not_used(
    shop: Caller, server: Server, call: Any
) -> None:
    """The API closed it long ago: whatever the method, the request goes out once, on a new one."""

    def last(connection: socket.socket) -> None:
        connection.sendall(answer(200, "{}"))

    server.queue.append(last)
    shop.get_item("first")
    while server.open_now:
        time.sleep(0.01)
    time.sleep(0.05)
    call(shop)
    assert (len(server.seen), server.connections) == (2, 2)


def test_idle_connections_are_dropped_in_time(connect: Any, server: Server) -> None:
    network = Network(idle_timeout=0.2)
    options = ClientOptions(retry=NO_RETRIES, network=network)
    shop = connect(server.url, options=options)
    shop.add_item(body={})
    shop.add_item(body={})
    assert server.connections == 1
    time.sleep(0.6)
    shop.add_item(body={})
    assert server.connections == 2


def test_the_setting() -> None:
    def read(**environ: str) -> float | None:
        variables = {f"SHOP_{name}": value for name, value in environ.items()}
        return ApiSettings.from_environment(SHOP, variables).network.idle_timeout

    assert (read(), read(IDLE_TIMEOUT="1.5"), read(IDLE_TIMEOUT="0")) == (4.0, 1.5, None)
    with pytest.raises(errors.SettingError, match="SHOP_IDLE_TIMEOUT"):
        read(IDLE_TIMEOUT="soon")
    with pytest.raises(errors.SettingError, match="idle_timeout"):
        Network(idle_timeout=0)


def test_many_reads_before_an_api_that_closes_at_random(connect: Any, server: Server) -> None:
    """None fails, and none is carried out more than twice."""
    shop = connect(server.url, options=ClientOptions(retry=NO_RETRIES), timeout=20.0)
    counts: dict[str, int] = {}
    lock = threading.Lock()

    def rule(seen: Seen) -> Any:
        with lock:
            counts[seen.target] = number = counts.get(seen.target, 0) + 1
        name = seen.target.rpartition("/")[2]
        if number == 1 and name != "first" and int(name) % 5 == 0:
            return _hangs_up
        return answer(200, f'"{seen.target}"')

    server.rule = rule
    shop.get_item("first")
    for number in range(60):
        try:
            shop.get_item(str(number))
        except errors.UpstreamConnectionError:
            # It had a connection of its own: nobody may know whether it was carried out.
            assert counts[f"/items/{number}"] == 1
        shop.get_item("first")
    assert max(count for name, count in counts.items() if not name.endswith("first")) <= 2
