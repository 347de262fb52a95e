"""What upstream answers comes out of the REST adapter as it is: status, content type, bytes."""

from __future__ import annotations

import pytest

from tests.fake_quay import FakeQuay
from tests.support.processes import Served
from tests.support.raw_http import fetch

REPOSITORY = "/repository/devtable%2Fsimple"


@pytest.mark.parametrize(
    ("status", "content_type", "body"),
    [
        (200, "application/json", b'{"a" :  1}\n'),
        (200, "application/json; charset=utf-8", '{"ä": "☂"}'.encode()),
        (200, "application/octet-stream", bytes(range(256))),
        (200, "text/html; charset=utf-8", b"<p>not json at all</p>"),
        (200, "application/json", b"this is no json"),
        (200, None, b"nobody says what this is"),
        (201, "application/json", b'"Updated"\n'),
        (206, "text/plain", b"part"),
        (302, "text/html", b"elsewhere"),
        (400, "text/html; charset=utf-8", b'{"error": "JSON that says that it is HTML"}'),
        (402, "application/json", b"{}"),
        (418, "text/plain", b"short and stout"),
        (429, "application/json", b'{"message": "slow down"}'),
        (500, "text/html", b"<html></html>"),
        (503, "application/json", b'{"message": "read only"}'),
        (520, "application/json", b"{}"),
        (599, "x-strange/type", b"?"),
    ],
)
def test_status_type_and_bytes(
    quay: FakeQuay, rest: Served, status: int, content_type: str | None, body: bytes
) -> None:
    quay.next_answer(status, body, content_type)
    reply = fetch(rest.url, "GET", REPOSITORY)
    assert (reply.status, reply.content_type, reply.body) == (status, content_type, body)
    assert len(quay.take()) == 1


def test_no_content_has_no_body(quay: FakeQuay, rest: Served) -> None:
    reply = fetch(rest.url, "DELETE", REPOSITORY)
    assert (reply.status, reply.content_type, reply.body) == (204, "application/json", b"")
    assert reply.header("content-length") in (None, "0")


def test_an_empty_body(quay: FakeQuay, rest: Served) -> None:
    quay.next_answer(200, b"")
    assert fetch(rest.url, "GET", REPOSITORY).body == b""


def test_end_to_end_headers_pass_and_others_do_not(quay: FakeQuay, rest: Served) -> None:
    headers = (
        ("ETag", '"abc"'),
        ("Retry-After", "7"),
        ("X-RateLimit-Remaining", "0"),
        ("Link", "<a>; rel=next"),
        ("Link", "<b>; rel=last"),
        ("Connection", "X-Hop"),
        ("X-Hop", "one"),
        ("Set-Cookie", "session=secret"),
        ("Transfer-Encoding-Like", "kept"),
    )
    quay.next_answer(429, b"{}", headers=headers)
    reply = fetch(rest.url, "GET", REPOSITORY)
    assert reply.header("etag") == '"abc"'
    assert reply.header("retry-after") == "7"
    assert reply.header("x-ratelimit-remaining") == "0"
    assert reply.all("link") == ["<a>; rel=next", "<b>; rel=last"]
    assert reply.header("x-hop") is None
    assert reply.header("set-cookie") is None
    assert reply.header("transfer-encoding-like") == "kept"


def test_a_redirect_is_passed_on_and_not_followed(quay: FakeQuay, rest: Served) -> None:
    place = f"{quay.base_uri}/organization/buyn/large/"
    quay.next_answer(308, headers=(("Location", place),))
    reply = fetch(rest.url, "GET", "/organization/buynlarge")
    request = quay.take_one()
    assert request.target == b"/api/v1/organization/buynlarge"
    assert reply.status == 308
    assert reply.header("location") == place


def test_compressed_answers_come_as_they_are(quay: FakeQuay, rest: Served) -> None:
    quay.next_answer(200, b"\x1f\x8b not really", headers=(("Content-Encoding", "gzip"),))
    reply = fetch(rest.url, "GET", REPOSITORY, headers={"Accept-Encoding": "gzip, br"})
    assert reply.body == b"\x1f\x8b not really"
    assert reply.header("content-encoding") == "gzip"
    assert quay.take_one().header("Accept-Encoding") == "gzip, br"


def test_conditional_requests(quay: FakeQuay, rest: Served) -> None:
    quay.next_answer(304, content_type=None, headers=(("ETag", '"abc"'),))
    reply = fetch(rest.url, "GET", REPOSITORY, headers={"If-None-Match": '"abc"'})
    assert (reply.status, reply.body, reply.header("etag")) == (304, b"", '"abc"')
    assert quay.take_one().header("If-None-Match") == '"abc"'


def test_a_large_body_is_complete(quay: FakeQuay, rest: Served) -> None:
    body = bytes(range(256)) * 20_000
    quay.next_answer(200, body, "application/octet-stream")
    assert fetch(rest.url, "GET", REPOSITORY).body == body


def test_the_callers_credentials_stay_here(quay: FakeQuay, rest: Served) -> None:
    sent = {"Authorization": "Bearer of-the-caller", "Cookie": "a=b", "X-Api-Key": "x"}
    fetch(rest.url, "GET", REPOSITORY, headers=sent)
    request = quay.take_one()
    assert "of-the-caller" not in str(request.headers)
    assert request.header("Cookie") is None
    assert request.header("X-Api-Key") is None
