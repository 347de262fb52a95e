"""The servers as servers: kept connections, many callers at once, callers that leave, settings."""

from __future__ import annotations

import http.client
import itertools
import json
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from tests.fake_quay import WIDE, Answer, FakeQuay, Fault, Received
from tests.support.processes import Served, environment, serve
from tests.support.raw_http import exchange, fetch

PROBLEM = "application/problem+json"


def _until(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()


def _echo(request: Received) -> Answer:
    """The path of a request as its answer."""
    body = json.dumps({"path": request.raw_path.removeprefix("/api/v1")}).encode()
    return Answer(200, body, "application/json")


@pytest.fixture(scope="module")
def hurried(running_quay: FakeQuay) -> Iterator[Served]:
    """A REST adapter that waits for a second, and asks again once."""
    variables = environment(
        QUAY_BASE_URI=running_quay.base_uri, QUAY_TOKEN=WIDE, QUAY_TIMEOUT="1", QUAY_RETRIES="1"
    )
    with serve("rest", variables) as served:
        yield served


# --- connections --------------------------------------------------------------------------------


def test_a_connection_is_kept_through_successes_and_refusals(quay: FakeQuay, rest: Served) -> None:
    parts = urlsplit(rest.url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    statuses = []
    for target in ("/user/", "/nowhere", "/repository?public=x", "/user/", "/repository/x/tag/y"):
        connection.request("GET", target)
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
    connection.close()
    assert statuses == [200, 404, 422, 200, 405]


def test_requests_in_a_row_on_one_connection_are_answered_in_order(
    quay: FakeQuay, rest: Served
) -> None:
    quay.responder = _echo
    one = "GET /repository/a%2F{} HTTP/1.1\r\nHost: localhost\r\n{}\r\n"
    data = one.format(1, "") + one.format(2, "") + one.format(3, "Connection: close\r\n")
    received = exchange(rest.url, data.encode()).decode()
    places = [received.find(f"a%2F{number}") for number in (1, 2, 3)]
    assert -1 not in places
    assert places == sorted(places)


def test_nobody_gets_the_answer_of_another(
    quay: FakeQuay, rest: Served, mcp_server: Served
) -> None:
    quay.responder = _echo

    def over_rest(number: int) -> bool:
        reply = fetch(rest.url, "GET", f"/repository/a%2F{number}")
        return bool(reply.json == {"path": f"/repository/a%2F{number}"})

    def over_mcp(number: int) -> bool:
        params = {"name": "getorganization", "arguments": {"orgname": f"o{number}"}}
        call = {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": "2025-06-18",
        }
        body = json.dumps(call).encode()
        found = fetch(mcp_server.url, "POST", "/mcp", headers=headers, body=body).json
        path = found["result"]["structuredContent"]["path"]
        return bool(found["id"] == number and path == f"/organization/o{number}")

    with ThreadPoolExecutor(16) as pool:
        good = [*pool.map(over_rest, range(150)), *pool.map(over_mcp, range(100))]
    assert all(good)
    assert len(quay.take()) == 250


def test_nobody_gets_the_answer_of_another_while_upstream_misbehaves(
    quay: FakeQuay, rest: Served
) -> None:
    """Every fifth request upstream meets a fault; what is answered with 200 is the right answer."""
    faults = itertools.cycle(
        (
            Fault(end="reset"),
            Fault(raw=b"garbage\r\n\r\n"),
            Fault(end="cut", answer=Answer(200, b'{"path": "of nobody"}' + b" " * 9999)),
            Fault(end="close"),
        )
    )
    numbers = itertools.count(1)

    def misbehave(request: Received) -> Answer | None:
        if next(numbers) % 5:
            return _echo(request)
        quay.next(next(faults))
        return None

    quay.responder = misbehave

    def right(number: int) -> bool:
        try:
            reply = fetch(rest.url, "GET", f"/organization/o{number}")
        except (http.client.IncompleteRead, ConnectionError):
            return True  # cut off, and seen to be
        if reply.status == 200:
            return bool(reply.json == {"path": f"/organization/o{number}"})
        return reply.status in (404, 502)

    with ThreadPoolExecutor(12) as pool:
        assert all(pool.map(right, range(300)))
    quay.reset()
    assert fetch(rest.url, "GET", "/user/").status == 200


def _leave(served: Served, quay: FakeQuay) -> None:
    """Make a request, wait until it is upstream, and go."""
    parts = urlsplit(served.url)
    with socket.create_connection((parts.hostname, parts.port)) as caller:
        caller.sendall(b"GET /user/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert _until(lambda: len(quay.record.requests) == 1)
        assert quay.record.hangups == 0


def test_a_caller_that_leaves_while_the_answer_comes_ends_it(quay: FakeQuay, rest: Served) -> None:
    quay.next(Fault(end="pause", answer=Answer(200, b"x" * 400_000, "text/plain")))
    _leave(rest, quay)
    assert _until(lambda: quay.record.hangups == 1)


def test_a_caller_that_leaves_before_the_answer_begins_ends_it(
    quay: FakeQuay, rest: Served
) -> None:
    """Long before the time-out, though the fast transport's library would go on waiting."""
    quay.next(Fault(end="stall"))
    _leave(rest, quay)
    assert _until(lambda: quay.record.hangups == 1)
    assert _until(lambda: " 499 " in rest.output())


def test_a_stalled_answer_holds_up_nobody_else(quay: FakeQuay, rest: Served) -> None:
    quay.next(Fault(end="stall"))
    parts = urlsplit(rest.url)
    with socket.create_connection((parts.hostname, parts.port)) as slow:
        slow.sendall(b"GET /user/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert _until(lambda: len(quay.record.requests) == 1)
        assert fetch(rest.url, "GET", "/user/", timeout=3).status == 200


def test_an_answer_that_is_cut_off_is_not_passed_off_as_whole(quay: FakeQuay, rest: Served) -> None:
    quay.next(Fault(end="cut", answer=Answer(200, b"x" * 500_000, "text/plain")))
    try:
        reply = fetch(rest.url, "GET", "/user/")
    except (http.client.IncompleteRead, ConnectionError):
        return
    assert reply.status == 502


def test_an_upstream_that_closes_after_each_answer_costs_no_request(
    quay: FakeQuay, rest: Served
) -> None:
    """It does not say that it will close, so the connection looks as if it could be used again."""
    headers = {"Content-Type": "application/json"}
    for _ in range(10):
        quay.next(Fault(end="close"))
        reply = fetch(rest.url, "POST", "/repository", headers=headers, body=b"{}")
        assert reply.status == 400
        time.sleep(0.02)  # the news of the closing needs a moment; a POST is not sent twice
    assert len(quay.take()) == 10


@pytest.mark.parametrize(
    "head",
    [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: +5\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Bad Header: x\r\n",
    ],
)
def test_requests_with_two_readings_are_refused(quay: FakeQuay, rest: Served, head: str) -> None:
    start = "POST /repository HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    smuggled = "0\r\n\r\nGET /user/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    data = f"{start}{head}Connection: close\r\n\r\n{smuggled}".encode()
    received = exchange(rest.url, data, timeout=2)
    assert b" 200 " not in received.split(b"\r\n")[0]
    assert not any(request.path == "/api/v1/user/" for request in quay.take())


# --- who may ask --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:80"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_pages_of_others_may_not_use_the_token(
    quay: FakeQuay, rest: Served, headers: dict[str, str], status: int
) -> None:
    reply = fetch(rest.url, "GET", "/user/", headers=headers)
    assert reply.content_type == PROBLEM
    assert reply.status in (status, 403, 421)
    assert reply.header("access-control-allow-origin") is None
    assert quay.take() == []


def test_there_is_no_cors_by_default(quay: FakeQuay, rest: Served) -> None:
    reply = fetch(rest.url, "GET", "/user/")
    assert not any(name.startswith("access-control-") for name, _ in reply.headers)


# --- settings -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def strict(running_quay: FakeQuay) -> Iterator[Served]:
    """A REST adapter with other settings than the usual ones."""
    variables = environment(
        QUAY_BASE_URI=running_quay.base_uri,
        QUAY_TOKEN=WIDE,
        QUAY_REST_UNKNOWN_QUERY="refuse",
        QUAY_REST_MAX_BODY_BYTES="100",
        QUAY_REST_DOCUMENTATION="false",
        QUAY_REST_ALLOWED_HOSTS="api.example",
        QUAY_REST_ALLOWED_ORIGINS="https://app.example",
        QUAY_MAX_RESPONSE_BYTES="1000000",
    )
    with serve("rest", variables) as served:
        yield served


def test_unknown_query_parameters_can_be_refused(quay: FakeQuay, strict: Served) -> None:
    assert fetch(strict.url, "GET", "/user/?limit=1").status == 422
    assert quay.take() == []


def test_the_limit_of_bodies_is_a_setting(quay: FakeQuay, strict: Served) -> None:
    small, large = b'"%s"' % (b"x" * 98), b'"%s"' % (b"x" * 99)
    headers = {"Content-Type": "application/json"}
    assert fetch(strict.url, "POST", "/repository", headers=headers, body=small).status == 400
    assert len(quay.take()) == 1
    assert fetch(strict.url, "POST", "/repository", headers=headers, body=large).status == 413
    assert quay.take() == []


def test_the_documentation_can_be_switched_off(strict: Served) -> None:
    assert fetch(strict.url, "GET", "/-/openapi.json").status == 404
    assert fetch(strict.url, "GET", "/openapi.json").status == 404


def test_hosts_and_origins_can_be_let_in(quay: FakeQuay, strict: Served) -> None:
    headers = {"Host": "api.example", "Origin": "https://app.example"}
    reply = fetch(strict.url, "GET", "/user/", headers=headers)
    assert reply.status == 200
    assert reply.header("access-control-allow-origin") == "https://app.example"


def test_the_adapter_asks_again_when_a_setting_says_so(quay: FakeQuay, hurried: Served) -> None:
    quay.next_answer(503, b"{}", headers=(("Retry-After", "0"),))
    assert fetch(hurried.url, "GET", "/user/").status == 200
    assert len(quay.take()) == 2

    quay.next_answer(503, b"{}")
    assert fetch(hurried.url, "POST", "/repository").status == 503
    assert len(quay.take()) == 1


def test_asking_again_follows_no_redirect(quay: FakeQuay, hurried: Served) -> None:
    quay.next_answer(308, headers=(("Location", f"{quay.base_uri}/organization/buyn/large/"),))
    assert fetch(hurried.url, "GET", "/organization/buynlarge").status == 308
    assert len(quay.take()) == 1
