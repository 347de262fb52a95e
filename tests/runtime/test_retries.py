"""When a failed attempt is made again, and when it is not."""

from __future__ import annotations

import email.utils
import random
import socket
import time
from typing import Any

import pytest

from templates.runtime import errors
from templates.runtime.calls import retries
from templates.runtime.messages import Headers
from templates.runtime.options import ClientOptions, Hooks, RequestOptions, RetryPolicy
from templates.runtime.wire_request import Timeout

from .server import answer

QUICK = RetryPolicy(attempts=3, initial_pause=0.01, longest_pause=0.05)
OPTIONS = ClientOptions(retry=QUICK)


def _hang_up(connection: socket.socket) -> None:
    """Close without an answer."""


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_statuses_that_are_retried(connect: Any, server: Any, status: int) -> None:
    server.queue += [answer(status, "{}"), answer(status, "{}"), answer(200, "[7]")]
    assert connect(server.url, options=OPTIONS).get_item("a") == [7]
    assert len(server.seen) == 3
    assert {seen.target for seen in server.seen} == {"/items/a"}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 501])
def test_statuses_that_are_not(connect: Any, server: Any, status: int) -> None:
    server.rule = lambda seen: answer(status, "{}")
    with pytest.raises(errors.StatusError):
        connect(server.url, options=OPTIONS).get_item("a")
    assert len(server.seen) == 1


def test_the_attempts_are_bounded_and_the_last_answer_is_raised(connect: Any, server: Any) -> None:
    server.rule = lambda seen: answer(503, f'{{"message": "try {len(server.seen)}"}}')
    with pytest.raises(errors.ServiceUnavailableError, match="try 3"):
        connect(server.url, options=OPTIONS).get_item("a")
    assert len(server.seen) == 3


def test_lost_connections_are_retried(connect: Any, server: Any) -> None:
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"
    server.queue += [_hang_up, lambda c: c.sendall(cut), answer(200, "[7]")]
    assert connect(server.url, options=OPTIONS).get_item("a") == [7]


def test_timeouts_are_retried_within_the_total(connect: Any, server: Any) -> None:
    server.queue += [lambda c: time.sleep(1.5), answer(200, "[7]")]
    caller = connect(server.url, options=OPTIONS, timeout=Timeout(read=0.6, total=30))
    assert caller.get_item("a") == [7]


@pytest.mark.parametrize(
    ("name", "arguments", "attempts"),
    [("put_item", ["a"], 3), ("drop_item", ["a"], 3), ("add_item", [], 1)],
)
@pytest.mark.parametrize("failure", ["status", "connection"])
def test_only_what_may_be_repeated(
    connect: Any, server: Any, name: str, arguments: list[str], attempts: int, failure: str
) -> None:
    server.rule = lambda seen: answer(503, "{}") if failure == "status" else _hang_up
    with pytest.raises(errors.CallError):
        getattr(connect(server.url, options=OPTIONS), name)(*arguments)
    if failure == "status":
        assert len(server.seen) == attempts
    else:
        assert len(server.seen) >= attempts


def test_an_idempotency_key_lets_a_post_be_repeated(connect: Any, server: Any) -> None:
    server.queue += [answer(503), answer(201, "[7]")]
    caller = connect(server.url, options=OPTIONS)
    assert caller.add_item(body={}, options=RequestOptions(idempotency_key="k-1")) == [7]
    assert [seen.header("idempotency-key") for seen in server.seen] == ["k-1", "k-1"]
    assert [seen.body for seen in server.seen] == [b"{}", b"{}"]


def test_a_policy_for_one_call(connect: Any, server: Any) -> None:
    server.rule = lambda seen: answer(418)
    policy = RetryPolicy(attempts=2, initial_pause=0.001, statuses=frozenset((418,)))
    with pytest.raises(errors.ClientError):
        connect(server.url).get_item("a", options=RequestOptions(retry=policy))
    assert len(server.seen) == 2


def test_retry_after_is_obeyed(connect: Any, server: Any) -> None:
    server.queue += [answer(429, "", ("Retry-After", "1")), answer(200, "[7]")]
    started = time.monotonic()
    assert connect(server.url).get_item("a") == [7]
    assert time.monotonic() - started >= 1


def test_an_idempotency_key_of_ones_own_does_the_same(connect: Any, server: Any) -> None:
    server.queue += [answer(503), answer(200, "[7]")]
    caller = connect(server.url, options=OPTIONS)
    keyed = RequestOptions(headers={"idempotency-KEY": "k1"})
    assert caller.add_item(body={}, options=keyed) == [7]
    assert [seen.header("idempotency-key") for seen in server.seen] == ["k1", "k1"]


def test_the_longest_pause_alone_ends_the_call_too(connect: Any, server: Any) -> None:
    server.rule = lambda seen: answer(429, "", ("Retry-After", "1"))
    with pytest.raises(errors.TooManyRequestsError):
        connect(server.url, options=OPTIONS).get_item("a")
    assert len(server.seen) == 1


def test_a_retry_after_that_is_too_long_ends_the_call(connect: Any, server: Any) -> None:
    server.rule = lambda seen: answer(429, "", ("Retry-After", "3600"))
    with pytest.raises(errors.TooManyRequestsError) as caught:
        connect(server.url).get_item("a")
    assert caught.value.headers.get("retry-after") == "3600"
    assert len(server.seen) == 1


def test_the_total_time_bounds_all_attempts(connect: Any, server: Any) -> None:
    server.rule = lambda seen: answer(503)
    policy = RetryPolicy(attempts=1000, initial_pause=0.05, longest_pause=0.05)
    caller = connect(server.url, options=ClientOptions(retry=policy), timeout=0.6)
    with pytest.raises((errors.ServiceUnavailableError, errors.UpstreamTimeoutError)):
        caller.get_item("a")
    assert len(server.seen) < 1000


def test_hooks_see_each_attempt(connect: Any, server: Any) -> None:
    seen: list[Any] = []
    hooks = Hooks(
        before_request=lambda wire: seen.append(("before", wire.method)),
        after_response=lambda wire, status, headers: seen.append(("after", status)),
        on_retry=lambda wire, number, pause, failure: seen.append(("retry", number, failure)),
    )
    server.queue += [answer(503), answer(200)]
    connect(server.url, options=ClientOptions(retry=QUICK, hooks=hooks)).get_item("a")
    assert seen == [
        ("before", "GET"),
        ("after", 503),
        ("retry", 1, 503),
        ("before", "GET"),
        ("after", 200),
    ]


def test_a_hook_adds_its_header_once_to_each_attempt(connect: Any, server: Any) -> None:
    def before(wire: Any) -> None:
        wire.headers += (("X-Hook", "1"),)

    server.queue += [answer(503), answer(200)]
    options = ClientOptions(retry=QUICK, hooks=Hooks(before_request=before))
    connect(server.url, options=options).get_item("a")
    assert [seen.header("x-hook") for seen in server.seen] == ["1", "1"]


def test_hooks_may_change_headers_and_fail_a_call(connect: Any, server: Any) -> None:
    def before(wire: Any) -> None:
        wire.headers += (("X-Hook", "1"),)

    def after(wire: Any, status: int, headers: Any) -> None:
        raise LookupError("the hook")

    caller = connect(
        server.url, options=ClientOptions(hooks=Hooks(before_request=before, after_response=after))
    )
    with pytest.raises(LookupError, match="the hook"):
        caller.get_item("a")
    assert server.last.header("x-hook") == "1"


def test_coroutine_hooks(connect: Any, server: Any) -> None:
    seen: list[int] = []

    async def after(wire: Any, status: int, headers: Any) -> None:
        seen.append(status)

    caller = connect(server.url, options=ClientOptions(hooks=Hooks(after_response=after)))
    if caller.runner is None:
        with pytest.raises(errors.SettingError, match="coroutine"):
            caller.get_item("a")
    else:
        caller.get_item("a")
        assert seen == [200]


def _headers(value: str) -> Headers:
    return Headers((("Retry-After", value),))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("0", 0.0), ("7", 7.0), (" 7 ", 7.0), ("-1", None), ("1.5", None), ("soon", None), ("", None)],
)
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    assert retries.retry_after(_headers(value)) == seconds


def test_retry_after_as_a_date() -> None:
    soon = email.utils.formatdate(time.time() + 30, usegmt=True)
    past = email.utils.formatdate(time.time() - 30, usegmt=True)
    assert 28 < (retries.retry_after(_headers(soon)) or 0) <= 30
    assert retries.retry_after(_headers(past)) == 0
    assert retries.retry_after(_headers("Mon, 99 Foo 2026 99:99:99 GMT")) is None
    assert retries.retry_after(Headers()) is None


def test_the_pauses_grow_and_are_drawn_at_random(monkeypatch: pytest.MonkeyPatch) -> None:
    ceilings: list[float] = []
    monkeypatch.setattr(random, "uniform", lambda low, high: ceilings.append(high) or low)
    policy = RetryPolicy(initial_pause=0.5, longest_pause=3)
    for number in (1, 2, 3, 4, 5, 1000):
        assert retries.pause_before(number, policy, None, None) == 0.0
    assert ceilings == [0.5, 1.0, 2.0, 3, 3, 3]
