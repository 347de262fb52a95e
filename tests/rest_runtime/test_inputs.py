"""Inputs: types, places, and every fault of a request in one answer.

Sources: seen with callers that page by a name which the API does not declare (page 1 again for ever), and that write
`public=1` and `public=True`.
"""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest

from templates.runtime.rest.binding import Binder, UnknownQuery
from templates.runtime.rest.inputs import Query
from templates.runtime.server.incoming import Incoming
from templates.runtime.server.problem import Refusal
from tests.support.raw_http import Reply, fetch

from .conftest import Running
from .upstream import Upstream

JSON = {"Content-Type": "application/json"}


def faults(reply: Reply) -> dict[str, str]:
    """Pointer to detail."""
    assert reply.content_type == "application/problem+json"
    assert reply.json["status"] == reply.status
    assert reply.json["request_id"] == reply.header("x-request-id")
    return {fault["pointer"]: fault["detail"] for fault in reply.json.get("errors", [])}


@pytest.mark.parametrize(
    ("query", "upstream"),
    [
        ("", "/base/items"),
        ("text=", "/base/items?text="),
        ("text", "/base/items?text="),
        ("text=a+b%2Bc", "/base/items?text=a%20b%2Bc"),
        ("text=a%26limit%3D1", "/base/items?text=a%26limit%3D1"),
        ("text=%7B%7Bx%7D%7D", "/base/items?text=%7B%7Bx%7D%7D"),
        ("limit=-12", "/base/items?limit=-12"),
        ("price=1.50", "/base/items?price=1.50"),
        ("price=7", "/base/items?price=7"),
        ("sold=true", "/base/items?sold=true"),
        ("sold=false", "/base/items?sold=false"),
        *((f"sold={spelled}", "/base/items?sold=true") for spelled in ("1", "True", "TRUE")),
        *((f"sold={spelled}", "/base/items?sold=false") for spelled in ("0", "False", "FALSE")),
        ("tag=a&tag=b,c", "/base/items?tag=a&tag=b%2Cc"),
        ("order=up&code=de", "/base/items?order=up&code=de"),
        ("unknown=1&text=x", "/base/items?text=x"),
        # An object: as JSON text or, as it goes on, in brackets (deepObject of OpenAPI).
        ("where=%7B%22a%22%3A1%7D", "/base/items?where%5Ba%5D=1"),
        ("where[a]=1&where[b][c]=x+y", "/base/items?where%5Ba%5D=1&where%5Bb%5D%5Bc%5D=x%20y"),
        (
            "where%5Ba%5D%5B0%5D=1&where[a][1]=2",
            "/base/items?where%5Ba%5D%5B0%5D=1&where%5Ba%5D%5B1%5D=2",
        ),
        ("where[a][]=1&where[a][]=2", "/base/items?where%5Ba%5D%5B0%5D=1&where%5Ba%5D%5B1%5D=2"),
        ("where[]=", "/base/items?where%5B%5D%5B0%5D="),
        ("where=%7B%7D", "/base/items"),
    ],
)
def test_good_queries(shop: Running, up: Upstream, query: str, upstream: str) -> None:
    assert fetch(shop.url, "GET", f"/items?{query}").status == 200
    assert up.take().target == upstream


@pytest.mark.parametrize(
    "written", ["1.50", "1e3", "-0.0", "0.12345678901234567890123", "12345678901234567890.123", "7"]
)
def test_a_number_goes_on_as_it_was_written(shop: Running, up: Upstream, written: str) -> None:
    """It is checked, and no digit is lost on the way."""
    assert fetch(shop.url, "GET", f"/items?price={written}").status == 200
    assert up.take().target == f"/base/items?price={written}"
    assert fetch(shop.url, "GET", "/items?limit=007").status == 200
    assert up.take().target == "/base/items?limit=007"


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        *(
            (f"limit={bad}", "limit")
            for bad in ("", "1.0", "x", "+1", "%D9%A1", "1e3", "0x1", "9" * 1001)
        ),
        *((f"price={bad}", "price") for bad in ("", "NaN", "Infinity", "1e999", ".5", "01", "1_0")),
        *((f"sold={bad}", "sold") for bad in ("", "2", "01", "yes", "tru", "on")),
        ("where[a]=1&where[a][b]=2", "where"),
        ("where[a][b]=2&where[a]=1", "where"),
        ("where[a", "where"),
        ("where[a]x=1", "where"),
        ("where[a]" + "[b]" * 64 + "=1", "where"),
        ("where=[]", "where"),
        ("where={", "where"),
        ("order=sideways", "order"),
        ("code=deu", "code"),
        ("text=a&text=b", "text"),
        ("limit=1&limit=1", "limit"),
    ],
)
def test_faulty_queries(shop: Running, up: Upstream, query: str, pointer: str) -> None:
    reply = fetch(shop.url, "GET", f"/items?{query}")
    assert reply.status == 422
    assert list(faults(reply)) == [f"/query/{pointer}"]
    assert not up.received


def test_all_faults_in_one_answer(shop: Running) -> None:
    found = faults(fetch(shop.url, "GET", "/items?limit=x&sold=yes&order=z&text=ok"))
    assert found == {
        "/query/limit": "must be an integer",
        "/query/sold": "must be true or false",
        "/query/order": 'must be one of "up", "down"',
    }


@pytest.mark.parametrize("query", ["text=%", "text=%zz", "te%2xt=1", "text=%ff"])
def test_malformed_queries(shop: Running, query: str) -> None:
    assert fetch(shop.url, "GET", f"/items?{query}").status == 400


def test_a_typed_path_variable(shop: Running) -> None:
    assert list(faults(fetch(shop.url, "GET", "/items/x/price"))) == ["/path/item"]


def test_headers_and_cookies(shop: Running, up: Upstream) -> None:
    headers = {"x-tenant": " acme ", "Cookie": "a=b; session=s%20 ; c"}
    assert fetch(shop.url, "GET", "/context", headers=headers).status == 200
    got = up.take()
    assert (got.header("x-tenant"), got.header("cookie")) == ("acme", "session=s%20")


def test_a_missing_header(shop: Running) -> None:
    reply = fetch(shop.url, "GET", "/context")
    assert (reply.status, faults(reply)) == (422, {"/header/X-Tenant": "is required"})


def test_the_fields_of_a_body(shop: Running, up: Upstream) -> None:
    body = b'{"name": "x", "count": 2, "tags": ["a"], "other": 1}'
    reply = fetch(shop.url, "POST", "/fields?dry=true", body=body, headers=JSON)
    assert reply.status == 200
    sent = json.loads(up.take().body)
    assert sent == {"name": "x", "count": 2, "tags": ["a"], "dry": True}


def test_a_query_parameter_that_may_be_a_field(shop: Running, up: Upstream) -> None:
    body = b'{"name": "x", "dry": false}'
    assert fetch(shop.url, "POST", "/fields", body=body, headers=JSON).status == 200
    assert json.loads(up.take().body) == {"name": "x", "dry": False}


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        (b'{"count": 1}', 422, {"/body/name": "is required"}),
        (b"", 422, {"/body/name": "is required"}),
        (b'{"name": 1}', 422, {"/body/name": "must be a string"}),
        (b'{"name": null}', 422, {"/body/name": "must be a string"}),
        (b'{"name": "x", "count": true}', 422, {"/body/count": "must be an integer"}),
        (b'{"name": "x", "count": 1.5}', 422, {"/body/count": "must be an integer"}),
        (b'{"name": "x", "tags": {}}', 422, {"/body/tags": "must be an array"}),
        (b'{"name": "x", "dry": 1}', 422, {"/query/dry": "must be a boolean"}),
        (b"[]", 422, {"/body": "must be an object", "/body/name": "is required"}),
        (b"{", 400, {}),
        (b'{"name": NaN}', 400, {}),
        (b'\xef\xbb\xbf{"name": "x"}', 400, {}),
        (b'{"name": "\xff"}', 400, {}),
        (b"[" * 100_000, 400, {}),
        (b'{"name": "x"} x', 400, {}),
    ],
)
def test_faulty_bodies(
    shop: Running, up: Upstream, body: bytes, status: int, expected: dict[str, str]
) -> None:
    reply = fetch(shop.url, "POST", "/fields", body=body, headers=JSON)
    assert (reply.status, faults(reply)) == (status, expected)
    assert not up.received


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "application/jsonx",
        "multipart/form-data; boundary=x",
    ],
)
@pytest.mark.parametrize("target", ["/items", "/fields"])
def test_other_content_types(shop: Running, up: Upstream, target: str, kind: str) -> None:
    body = b'{"name": "x"}'
    assert fetch(shop.url, "POST", target, body=body, headers={"Content-Type": kind}).status == 415
    assert not up.received


def test_encoded_bodies(shop: Running) -> None:
    headers = JSON | {"Content-Encoding": "gzip"}
    assert fetch(shop.url, "POST", "/items", body=b"\x1f\x8b", headers=headers).status == 415


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{ "a" : 1.10, "b": [1e400, 12345678901234567890123456789] }', "application/json"),
        (b"null", "application/json"),
        (b'"text"', "application/json; charset=utf-8"),
        (b'{"a": 1}', "application/vnd.api+json"),
        (b'{"a": 1}', None),
        (b"9" * 10_000, "application/json"),
        (b"", "application/json"),
        (b"", None),
    ],
)
def test_a_whole_body_goes_on_as_it_came(
    shop: Running, up: Upstream, body: bytes, kind: str | None
) -> None:
    headers = {} if kind is None else {"Content-Type": kind}
    assert fetch(shop.url, "POST", "/items", body=body, headers=headers).status == 200
    got = up.take()
    assert (got.body, got.header("content-type")) == (body, kind)


@pytest.mark.parametrize("body", [b"{", b"a=b", b"\x00", b"[1,]", b"{'a': 1}", b"NaN", b" "])
def test_a_whole_body_that_is_not_json(shop: Running, up: Upstream, body: bytes) -> None:
    for headers in ({}, JSON):
        assert fetch(shop.url, "POST", "/items", body=body, headers=headers).status == 400
    assert not up.received


def test_raw_bodies(shop: Running, up: Upstream) -> None:
    content = bytes(range(256))
    headers = {"Content-Type": "application/zip"}
    assert fetch(shop.url, "PUT", "/upload", body=content, headers=headers).status == 200
    assert up.take().body == content


def test_a_body_that_nobody_wants(shop: Running, up: Upstream) -> None:
    assert fetch(shop.url, "GET", "/items/7", body=b"x" * 100_000).status == 200
    got = up.take()
    assert (got.body, got.header("content-type")) == (b"", None)


@pytest.mark.parametrize(
    ("policy", "status", "target"),
    [
        ("ignore", 200, "/base/items?text=x"),
        ("refuse", 422, None),
        ("pass", 200, "/base/items?text=x&a%20b=%26&c=1&c=2"),
    ],
)
def test_unknown_query_parameters(
    shop_with: Any, up: Upstream, policy: str, status: int, target: str | None
) -> None:
    with shop_with(unknown_query=policy) as running:
        reply = fetch(running.url, "GET", "/items?text=x&a+b=%26&c=1&c=2")
    assert reply.status == status
    assert [got.target for got in up.received] == ([] if target is None else [target])


def test_unknown_query_parameters_where_none_are_declared(shop_with: Any, up: Upstream) -> None:
    with shop_with(unknown_query="refuse") as running:
        reply = fetch(running.url, "GET", "/items/7?secret=abc")
    assert (reply.status, list(faults(reply))) == (422, ["/query"])
    assert b"abc" not in reply.body


def test_ignored_query_parameters_are_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """Each name once, no value, and no more names than a log can bear."""
    for path, declared in (("/a", ()), ("/b", (Query("limit"),))):
        binder = Binder(path, declared, UnknownQuery.IGNORE, ["kind"])
        for query in (b"next_page=S3CRET", b"next_page=S3CRET&limit=1&kind=x&%0a=1", b"bad=%zz"):
            incoming = Incoming({"method": "GET", "query_string": query}, never_received)
            with contextlib.suppress(Refusal):
                binder.bind((), incoming, 100)
        for number in range(100):
            query = f"n{number}=1".encode()
            binder.bind((), Incoming({"method": "GET", "query_string": query}, never_received), 100)
    said = [record.getMessage() for record in caplog.records]
    assert sum("/b does not declare the query parameter 'next_page'" in line for line in said) == 1
    assert sum(line.startswith("/b ") for line in said) == 20
    assert sum(line.startswith("/a ") for line in said) == 20
    assert not any("S3CRET" in line or "\n" in line or "'kind'" in line for line in said)
    assert not any("/b" in line and "'limit'" in line for line in said)


async def never_received() -> Any:
    raise AssertionError("nothing is received")
