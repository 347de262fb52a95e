"""Paths and methods on the way into the REST adapter."""

from __future__ import annotations

import pytest

from tests.fake_quay import FakeQuay
from tests.support.processes import Served
from tests.support.raw_http import exchange, fetch

PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("given", "received"),
    [
        ("/repository/devtable%2Fsimple/tag/", "/repository/devtable%2Fsimple/tag/"),
        ("/repository/devtable%2fsimple/tag/", "/repository/devtable%2Fsimple/tag/"),
        ("/repository/devtable%2Fsimple/tag", "/repository/devtable%2Fsimple/tag/"),
        ("/repository/devtable%2Fsimple/", "/repository/devtable%2Fsimple"),
        ("/repository/%64evtable%2Fsimple", "/repository/devtable%2Fsimple"),
        ("/repository/a%20b%3Fc%23d%25e", "/repository/a%20b%3Fc%23d%25e"),
        ("/repository/%E2%98%82", "/repository/%E2%98%82"),
        ("/repository/a+b:c@d", "/repository/a%2Bb%3Ac%40d"),
        ("/user/", "/user/"),
        ("/user", "/user/"),
        ("/%75ser/", "/user/"),
        ("/repository/?public=true", "/repository?public=true"),
        ("/organization/buynlarge/", "/organization/buynlarge"),
        ("/repository/tag/tag/", "/repository/tag/tag/"),
    ],
)
def test_what_upstream_gets(quay: FakeQuay, rest: Served, given: str, received: str) -> None:
    fetch(rest.url, "GET", given)
    assert quay.take_one().target.decode() == "/api/v1" + received


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/nowhere",
        "/repository/devtable/simple",
        "/repository/devtable/simple/tag/",
        "/repository/x/nothing/",
        "/user//",
        "//user/",
        "/Repository",
        "/organization",
        "/repository//tag/",
        "/repository/x/tag/y/z",
        "/api/v1/user/",
        "/%2Fuser/",
        "/user%2F",
    ],
)
def test_unknown_paths(quay: FakeQuay, rest: Served, target: str) -> None:
    reply = fetch(rest.url, "GET", target)
    assert (reply.status, reply.content_type) == (404, PROBLEM)
    assert reply.json["status"] == 404
    assert quay.take() == []


@pytest.mark.parametrize("segment", ["..", ".", "%2e%2e", "%2E", ".%2e"])
def test_a_segment_that_would_change_the_path_is_refused(
    quay: FakeQuay, rest: Served, segment: str
) -> None:
    reply = fetch(rest.url, "DELETE", f"/repository/{segment}")
    assert 400 <= reply.status < 500
    assert reply.content_type == PROBLEM
    assert quay.take() == []


@pytest.mark.parametrize("segment", ["%", "%2", "%zz", "%ff", "%C3%28"])
def test_malformed_percent_encoding(quay: FakeQuay, rest: Served, segment: str) -> None:
    reply = fetch(rest.url, "GET", f"/repository/{segment}")
    assert (reply.status, reply.content_type) == (400, PROBLEM)
    assert quay.take() == []


@pytest.mark.parametrize(
    ("method", "target", "allow"),
    [
        ("PUT", "/repository", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("POST", "/repository/x", {"GET", "HEAD", "DELETE", "OPTIONS"}),
        ("GET", "/repository/x/tag/y", {"PUT", "DELETE", "OPTIONS"}),
        ("DELETE", "/user/", {"GET", "HEAD", "OPTIONS"}),
        ("PATCH", "/organization/x/team/y", {"PUT", "OPTIONS"}),
        ("DELETE", "/repository/x/tag/", {"GET", "HEAD", "OPTIONS"}),
        ("PROPFIND", "/user", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_method_not_allowed(
    quay: FakeQuay, rest: Served, method: str, target: str, allow: set[str]
) -> None:
    reply = fetch(rest.url, method, target)
    assert (reply.status, reply.content_type) == (405, PROBLEM)
    assert {name.strip() for name in (reply.header("allow") or "").split(",")} == allow
    assert quay.take() == []


def test_head_runs_get_without_the_body(quay: FakeQuay, rest: Served) -> None:
    whole = fetch(rest.url, "GET", "/user/")
    quay.take()
    head = fetch(rest.url, "HEAD", "/user/")
    assert (head.status, head.content_type, head.body) == (200, whole.content_type, b"")
    assert str(quay.take_one()) == "GET /api/v1/user/"
    assert head.header("content-length") == str(len(whole.body))


def test_head_on_the_wire_has_no_body(quay: FakeQuay, rest: Served) -> None:
    raw = b"HEAD /user/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    head, _, rest_of_it = exchange(rest.url, raw).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert rest_of_it == b""


def test_head_of_a_failure_and_of_nothing(quay: FakeQuay, rest: Served) -> None:
    assert fetch(rest.url, "HEAD", "/repository/devtable%2Fnope").status == 404
    assert fetch(rest.url, "HEAD", "/nowhere").status == 404
    assert fetch(rest.url, "HEAD", "/repository/x/tag/y").status == 405


def test_options(quay: FakeQuay, rest: Served) -> None:
    reply = fetch(rest.url, "OPTIONS", "/repository/x")
    assert reply.status in (200, 204)
    assert reply.body == b""
    assert {name.strip() for name in (reply.header("allow") or "").split(",")} == {
        "GET",
        "HEAD",
        "DELETE",
        "OPTIONS",
    }
    assert fetch(rest.url, "OPTIONS", "/nowhere").status == 404
    assert quay.take() == []
