"""Inputs of the REST adapter: what is checked, what is passed on, and how it is refused."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.fake_quay import FakeQuay
from tests.support.processes import Served
from tests.support.raw_http import Reply, fetch

PROBLEM = "application/problem+json"


def _refused(quay: FakeQuay, reply: Reply, status: int) -> None:
    assert (reply.status, reply.content_type) == (status, PROBLEM)
    assert reply.json["status"] == status
    assert reply.json["title"]
    assert reply.json["detail"]
    assert quay.take() == []


# --- query parameters ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "received"),
    [
        ("namespace=coreos", "namespace=coreos"),
        ("namespace=a%20b%26c", "namespace=a%20b%26c"),
        ("namespace=a+b", "namespace=a%20b"),
        ("starred=false&namespace=x", "namespace=x&starred=false"),
        ("public=true&starred=true&namespace=x", "namespace=x&public=true&starred=true"),
        ("namespace=x&unknown=1&limit=2", "namespace=x"),
        ("namespace=", "namespace="),
        ("", ""),
        ("namespace=true", "namespace=true"),
        ("%6eamespace=x", "namespace=x"),
    ],
)
def test_declared_query_parameters_reach_upstream(
    quay: FakeQuay, rest: Served, given: str, received: str
) -> None:
    fetch(rest.url, "GET", f"/repository?{given}")
    assert quay.take_one().raw_query == received


@pytest.mark.parametrize("value", ["yes", "2", "", "null", "TRUE!", "true,false"])
def test_a_boolean_that_is_none(quay: FakeQuay, rest: Served, value: str) -> None:
    reply = fetch(rest.url, "GET", f"/repository?public={quote(value)}")
    _refused(quay, reply, 422)
    assert [fault["pointer"] for fault in reply.json["errors"]] == ["/query/public"]


def test_all_faults_come_at_once(quay: FakeQuay, rest: Served) -> None:
    reply = fetch(rest.url, "GET", "/repository?public=x&starred=y&namespace=a&namespace=b")
    _refused(quay, reply, 422)
    pointers = {fault["pointer"] for fault in reply.json["errors"]}
    assert pointers == {"/query/public", "/query/starred", "/query/namespace"}


def test_a_refusal_echoes_no_markup(quay: FakeQuay, rest: Served) -> None:
    reply = fetch(rest.url, "GET", "/repository?public=%3Cscript%3Ealert(1)%3C/script%3E")
    assert b"<script" not in reply.body


# --- bodies -------------------------------------------------------------------------------------

_TAG = "/repository/devtable%2Fsimple/tag/v2"


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON",
        "application/vnd.api+json",
        None,
    ],
)
def test_a_json_body_goes_on_byte_for_byte_with_its_type(
    quay: FakeQuay, rest: Served, content_type: str | None
) -> None:
    body = '{ "manifest_digest" :"ä",\n "big": 12345678901234567890.10, "big":1 }'.encode()
    headers = {"Content-Type": content_type} if content_type else {}
    fetch(rest.url, "PUT", _TAG, headers=headers, body=body)
    request = quay.take_one()
    assert request.body == body
    assert request.header("Content-Type") == content_type


@pytest.mark.parametrize("body", [b"null", b"[]", b'"text"', b"1", b" {} "])
def test_any_json_is_a_body(quay: FakeQuay, rest: Served, body: bytes) -> None:
    fetch(rest.url, "PUT", _TAG, headers={"Content-Type": "application/json"}, body=body)
    assert quay.take_one().body == body


def test_no_body_is_no_body(quay: FakeQuay, rest: Served) -> None:
    reply = fetch(rest.url, "PUT", _TAG)
    request = quay.take_one()
    assert request.body == b""
    assert request.header("Content-Type") is None
    assert reply.status == 415


@pytest.mark.parametrize(
    "body", [b'{"broken": ', b"{}{}", b"NaN", b"\xff\xfe", b"<xml/>", b"{'a': 1}"]
)
def test_a_body_that_is_not_json(quay: FakeQuay, rest: Served, body: bytes) -> None:
    reply = fetch(rest.url, "PUT", _TAG, headers={"Content-Type": "application/json"}, body=body)
    _refused(quay, reply, 400)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "x"])
def test_a_body_of_another_type(quay: FakeQuay, rest: Served, kind: str) -> None:
    reply = fetch(rest.url, "PUT", _TAG, headers={"Content-Type": kind}, body=b"{}")
    _refused(quay, reply, 415)


def test_a_body_over_the_limit(quay: FakeQuay, rest: Served) -> None:
    body = b'"' + b"x" * (11 * 1024 * 1024) + b'"'
    headers = {"Content-Type": "application/json", "Expect": "100-continue"}
    try:
        reply = fetch(rest.url, "PUT", _TAG, headers=headers, body=body)
    except ConnectionError:
        pass  # refused before it was all sent
    else:
        _refused(quay, reply, 413)
    assert quay.take() == []


def test_a_body_where_none_is_declared_is_not_passed_on(quay: FakeQuay, rest: Served) -> None:
    headers = {"Content-Type": "application/json"}
    fetch(rest.url, "DELETE", "/repository/devtable%2Fsimple", headers=headers, body=b"{}")
    request = quay.take_one()
    assert request.body == b""
    assert request.header("Content-Type") is None
