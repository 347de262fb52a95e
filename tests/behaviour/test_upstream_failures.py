"""An upstream that is away, slow or mad: what the REST adapter and the tools say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from anyio.from_thread import BlockingPortal

from tests.fake_quay import WIDE, FakeQuay, Fault
from tests.support.processes import Served, environment, serve
from tests.support.raw_http import Reply, fetch, free_port
from tests.support.tools import ToolCaller, stdio_session, text_of

PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def impatient(running_quay: FakeQuay) -> Iterator[Served]:
    """A REST adapter that waits for a quarter of a second."""
    variables = environment(
        QUAY_BASE_URI=running_quay.base_uri, QUAY_TOKEN=WIDE, QUAY_TIMEOUT="0.25"
    )
    with serve("rest", variables) as served:
        yield served


@pytest.fixture(scope="module")
def lonely() -> Iterator[Served]:
    """A REST adapter without upstream and without token."""
    variables = environment(QUAY_BASE_URI=f"http://127.0.0.1:{free_port()}", QUAY_TOKEN="x")
    with serve("rest", variables) as served:
        yield served


@pytest.fixture(scope="module")
def tokenless(running_quay: FakeQuay) -> Iterator[Served]:
    with serve("rest", environment(QUAY_BASE_URI=running_quay.base_uri)) as served:
        yield served


def _problem(reply: Reply, status: int) -> None:
    assert (reply.status, reply.content_type) == (status, PROBLEM)
    assert reply.json["status"] == status
    assert reply.json["request_id"]


def test_unreachable_is_502(lonely: Served) -> None:
    _problem(fetch(lonely.url, "GET", "/user/"), 502)


def test_slow_is_504(quay: FakeQuay, impatient: Served) -> None:
    quay.next(Fault(end="stall"))
    _problem(fetch(impatient.url, "GET", "/user/"), 504)


@pytest.mark.parametrize(
    "fault", [Fault(end="reset"), Fault(raw=b"\x00\x01\x02 garbage\r\n\r\n"), Fault(raw=b"")]
)
def test_garbage_is_502_and_the_next_request_works(
    quay: FakeQuay, impatient: Served, fault: Fault
) -> None:
    quay.next(*[fault] * 3)
    _problem(fetch(impatient.url, "POST", "/repository", body=b"{}"), 502)
    quay.reset()
    assert fetch(impatient.url, "GET", "/user/").status == 200


def test_the_adapter_does_not_retry(quay: FakeQuay, rest: Served) -> None:
    quay.next_answer(503, b'{"message": "busy"}', headers=(("Retry-After", "1"),))
    reply = fetch(rest.url, "GET", "/user/")
    assert (reply.status, reply.body) == (503, b'{"message": "busy"}')
    assert len(quay.take()) == 1


def test_a_missing_token_is_a_problem_that_names_no_secret(
    quay: FakeQuay, tokenless: Served
) -> None:
    reply = fetch(tokenless.url, "GET", "/user/")
    assert reply.status >= 500
    assert reply.content_type == PROBLEM
    assert quay.take() == []
    assert "QUAY_TOKEN" in tokenless.output() + reply.body.decode()


def test_tools_say_what_failed(portal: BlockingPortal, legacy: ToolCaller, quay: FakeQuay) -> None:
    quay.next(*[Fault(end="reset")] * 3)
    result = legacy.call("createrepo", {"body": {}})
    assert result.is_error
    assert result.structured_content is None
    assert WIDE not in text_of(result)

    with stdio_session(portal, environment(QUAY_BASE_URI=quay.base_uri)) as session:
        result = session.call("getloggedinuser")
    assert result.is_error
    assert "QUAY_TOKEN" in text_of(result)


def test_tokens_are_in_no_log(rest: Served, mcp_server: Served) -> None:
    assert WIDE not in rest.output()
    assert WIDE not in mcp_server.output()
