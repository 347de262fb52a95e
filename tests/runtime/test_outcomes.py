"""What is said of a call that got no answer: whether it may have been carried out (RFC 9110, 9.2.2)."""

from __future__ import annotations

import pickle
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from templates.runtime import errors
from templates.runtime.options import NO_RETRIES, ClientOptions, RequestOptions, RetryPolicy

from .sample import Caller
from .server import Server, answer

HAPPENED = "the request may have been carried out"


def _hangs(connection: socket.socket) -> None:
    time.sleep(1)


def _hangs_up(connection: socket.socket) -> None:
    return


def _breaks_off(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")


CHANGES: list[Callable[[Caller], Any]] = [
    lambda shop: shop.add_item(body={}),
    lambda shop: shop.put_item("a", body={}),
    lambda shop: shop.drop_item("a"),
    lambda shop: shop.sending("PATCH", None),
]
READS: list[Callable[[Caller], Any]] = [
    lambda shop: shop.get_item("a"),
    lambda shop: shop.head_item("a"),
    lambda shop: shop.sending("OPTIONS", None),
]


@pytest.fixture
def hasty(connect: Any, server: Server) -> Caller:
    found: Caller = connect(server.url, timeout=0.4, options=ClientOptions(retry=NO_RETRIES))
    return found


@pytest.mark.parametrize("failing", [_hangs, _hangs_up, _breaks_off])
@pytest.mark.parametrize("call", CHANGES)
def test_what_changes_something_may_have_happened(
    hasty: Caller, server: Server, failing: Any, call: Any
) -> None:
    server.queue.append(failing)
    with pytest.raises((errors.UpstreamTimeoutError, errors.UpstreamConnectionError)) as caught:
        call(hasty)
    assert HAPPENED in str(caught.value)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (caught.value.outcome_unknown, again.outcome_unknown) == (True, True)
    assert len(server.seen) == 1


@pytest.mark.parametrize("failing", [_hangs, _hangs_up])
@pytest.mark.parametrize("call", READS)
def test_what_only_reads_has_nothing_to_say(
    hasty: Caller, server: Server, failing: Any, call: Any
) -> None:
    server.queue.append(failing)
    with pytest.raises((errors.UpstreamTimeoutError, errors.UpstreamConnectionError)) as caught:
        call(hasty)
    assert HAPPENED not in str(caught.value)
    assert caught.value.outcome_unknown is False


@pytest.mark.parametrize("call", CHANGES)
def test_what_was_never_sent_has_not_happened(connect: Any, call: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    shop = connect(f"http://127.0.0.1:{port}", options=ClientOptions(retry=NO_RETRIES))
    with pytest.raises(errors.UpstreamConnectionError) as caught:
        call(shop)
    assert HAPPENED not in str(caught.value)
    assert caught.value.outcome_unknown is False


def test_an_earlier_attempt_is_not_forgotten(connect: Any, server: Server) -> None:
    options = ClientOptions(retry=RetryPolicy(attempts=2, initial_pause=0.01, longest_pause=0.01))
    shop = connect(server.url, options=options)
    server.queue.append(_hangs_up)

    def refused(*_: Any) -> None:
        raise errors.UpstreamConnectionError("refused")

    first = True

    def hook(request: Any) -> None:
        nonlocal first
        if not first:
            refused()
        first = False

    from templates.runtime.options import Hooks

    shop = connect(server.url, options=options.replace(hooks=Hooks(before_request=hook)))
    server.rule = lambda seen: answer(200, "{}")
    with pytest.raises(errors.UpstreamConnectionError, match="refused") as caught:
        shop.add_item(body={}, options=RequestOptions(idempotency_key="k"))
    assert caught.value.outcome_unknown is True
