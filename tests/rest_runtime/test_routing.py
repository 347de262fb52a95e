"""Paths: which route answers, with which values, and what upstream gets."""

from __future__ import annotations

import re
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from templates.runtime.rest.any_routes import AnyRouter
from templates.runtime.rest.routing import Router, variables
from tests.support.raw_http import exchange, fetch

from .conftest import Running
from .upstream import Upstream


def _match(
    routes: list[str], path: str, kind: type[Router[str]] = AnyRouter
) -> tuple[str, list[str]] | None:
    router = kind(("GET", route, route) for route in routes)
    found = router.match(path)
    return None if found is None else (found.endpoints["GET"][0], list(found.values))


@pytest.mark.parametrize(
    ("routes", "path", "expected"),
    [
        (["/a"], "/a", ("/a", [])),
        (["/a"], "/a/", ("/a", [])),
        (["/a/"], "/a", ("/a/", [])),
        (["/a"], "/a//", None),
        (["/a"], "//a", None),
        (["/a"], "/A", None),
        (["/a"], "a", None),
        (["/a"], "*", None),
        (["/a"], "http://a/a", None),
        (["/"], "/", ("/", [])),
        (["/{x}"], "/", None),
        (["/{x}/b"], "//b", None),
        (["/{x}"], "/a%2Fb", ("/{x}", ["a/b"])),
        (["/{x}"], "/a%2fb%20c+d", ("/{x}", ["a/b c+d"])),
        (["/a b"], "/a%20b", ("/a b", [])),
        (["/user"], "/us%65r", ("/user", [])),
        (["/a/{x}", "/a/b"], "/a/b", ("/a/b", [])),
        (["/{x}/c", "/a/{y}"], "/a/c", ("/a/{y}", ["c"])),
        (["/a/{x}/c", "/a/b/{y}"], "/a/b/c", ("/a/b/{y}", ["c"])),
        (["/a/b/d", "/a/{x}/c"], "/a/b/c", ("/a/{x}/c", ["b"])),
        (["/items:{id}"], "/items:7", ("/items:{id}", ["7"])),
        (["/items:{id}"], "/items:", None),
        (["/{a}.{b}"], "/x.y.z", ("/{a}.{b}", ["x", "y.z"])),
        (["/{a}.{b}"], "/x", None),
        (["/{a}", "/{a}.json"], "/x.json", ("/{a}.json", ["x"])),
        (["/v{a}-{b}"], "/v1%2F-2", ("/v{a}-{b}", ["1/", "2"])),
        (["/a%23b"], "/a%23b", ("/a%23b", [])),
        (["/{x}" * 70], "/a" * 70, None),
    ],
)
def test_matching(routes: list[str], path: str, expected: Any) -> None:
    assert _match(routes, path) == expected
    if any(re.search(r"[^/]\{|\}[^/]", route) for route in routes):
        with pytest.raises(ValueError, match="AnyRouter"):
            _match(routes, path, Router)
    else:
        assert _match(routes, path, Router) == expected


def test_resources_of_one_template_are_one_resource() -> None:
    router = Router([("GET", "/a/{x}", "read"), ("PUT", "/a/{name}/", "write")])
    found = router.match("/a/1")
    assert found is not None
    assert found.endpoints == {"GET": ["read"], "PUT": ["write"]}


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/w/a", ("rest", ["a"])),
        ("GET", "/w/a/b%2Fc//d/", ("rest", ["a/b/c//d"])),
        ("GET", "/w/list", ("list", [])),
        ("GET", "/w/list/all", ("rest", ["list/all"])),
        ("GET", "/w/7/price", ("price", ["7"])),
        ("GET", "/w/7/price/old", ("rest", ["7/price/old"])),
        ("PUT", "/w/7", ("one", ["7"])),
        ("PUT", "/w/7/8", None),
        ("GET", "/w", None),
        ("GET", "/w/", None),
        ("GET", "/w//a", None),
        ("GET", "/x/1/y/2/3", ("inner", ["1", "2/3"])),
    ],
)
def test_the_rest_of_a_path(method: str, path: str, expected: Any) -> None:
    """What is more concrete comes first; the rest is one value, slashes included."""
    router = AnyRouter(
        [
            ("GET", "/w/{path}", "rest"),
            ("GET", "/w/list", "list"),
            ("GET", "/w/{id}/price", "price"),
            ("PUT", "/w/{id}", "one"),
            ("GET", "/x/{id}/y/{path}", "inner"),
        ],
        {"/w/{path}", "/x/{id}/y/{path}"},
    )
    match = router.match(path, lambda endpoints: method in endpoints)
    found = None if match is None else (match.endpoints[method][0], list(match.values))
    assert found == expected


def test_names_of_variables() -> None:
    assert variables("/a/{x}/{y-z}.{w}") == ("x", "y-z", "w")


@pytest.mark.parametrize(
    "path", ["/items/%", "/items/%2", "/items/%zz", "/items/%ff", "/items/%c3%28"]
)
def test_malformed_encoding(shop: Running, up: Upstream, path: str) -> None:
    assert fetch(shop.url, "GET", path).status == 400
    assert not up.received


@pytest.mark.parametrize(
    ("method", "target", "upstream"),
    [
        ("GET", "/items/devtable%2Fsimple", "GET /base/items/devtable%2Fsimple"),
        ("GET", "/items/a%2Fb/", "GET /base/items/a%2Fb"),
        ("GET", "/items/special", "GET /base/plain"),
        ("GET", "/items/%73pecial", "GET /base/plain"),
        ("DELETE", "/items/7", "DELETE /base/items/7"),
        ("GET", "/items/%3F%23%25", "GET /base/items/%3F%23%25"),
        ("GET", "/items/%C3%A9", "GET /base/items/%C3%A9"),
        ("GET", "/items/007/price", "GET /base/items/007"),
        ("GET", "/files/a.tar.gz", "GET /base/two?name=a&suffix=tar.gz"),
        ("GET", "/ns:x", "GET /base/two?name=x"),
        ("GET", "/", "GET /base/plain"),
        ("GET", "/choice?kind=plain", "GET /base/plain"),
        ("GET", "/choice?other", "GET /base/other"),
        ("GET", "/choice?other=1&kind=y", "GET /base/other"),
    ],
)
def test_what_upstream_gets(
    shop: Running, up: Upstream, method: str, target: str, upstream: str
) -> None:
    assert fetch(shop.url, method, target).status == 200
    got = up.take()
    assert f"{got.method} {got.target}" == upstream


@pytest.mark.parametrize(
    "target", ["/nothing", "/items/7/nothing", "/items//price", "/choice?kind=x"]
)
def test_no_route(shop: Running, up: Upstream, target: str) -> None:
    reply = fetch(shop.url, "GET", target)
    assert reply.status == 404
    assert reply.content_type == "application/problem+json"
    assert not up.received


@pytest.mark.parametrize("value", ["%2e%2e", "..", ".", "%2E", "%2e."])
def test_a_value_that_would_change_the_path(shop: Running, up: Upstream, value: str) -> None:
    reply = fetch(shop.url, "GET", f"/items/{value}")
    assert reply.status == 422
    assert [fault["pointer"] for fault in reply.json["errors"]] == ["/path/item"]
    assert not up.received


def test_a_method_that_is_not_there(shop: Running) -> None:
    reply = fetch(shop.url, "PATCH", "/items")
    assert (reply.status, reply.header("allow")) == (405, "GET, HEAD, OPTIONS, POST")


def test_a_less_concrete_resource_has_the_method(shop: Running, up: Upstream) -> None:
    assert fetch(shop.url, "DELETE", "/items/special").status == 200
    assert up.take().target == "/base/items/special"
    # Where neither has it, the concrete one answers.
    reply = fetch(shop.url, "PATCH", "/items/special")
    assert (reply.status, reply.header("allow")) == (405, "GET, HEAD, OPTIONS")


def test_the_next_resource_is_tried() -> None:
    router = AnyRouter(
        [("GET", "/t/{x}", "read"), ("DELETE", "/t/{x}%23Keys", "untag"), ("PUT", "/t/a", "put")]
    )
    for method, path, name, values in [
        ("GET", "/t/a", "read", ["a"]),
        ("GET", "/t/b%23Keys", "read", ["b#Keys"]),
        ("DELETE", "/t/b%23Keys", "untag", ["b"]),
    ]:
        found = router.match(path, lambda endpoints, method=method: method in endpoints)
        assert found is not None
        assert (found.endpoints[method], list(found.values)) == ([name], values)
    assert router.match("/t/a", lambda endpoints: "PATCH" in endpoints) is None


def test_options(shop: Running, up: Upstream) -> None:
    reply = fetch(shop.url, "OPTIONS", "/items/7")
    assert (reply.status, reply.header("allow")) == (204, "DELETE, GET, HEAD, OPTIONS")
    assert not up.received


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [("OPTIONS", "*", 204), ("GET", "*", 404), ("OPTIONS", "/*", 404), ("OPTIONS", "/%2A", 404)],
)
def test_options_of_the_server(
    shop: Running, up: Upstream, method: str, target: str, status: int
) -> None:
    """RFC 9110, 9.3.7: `*` asks for no resource."""
    connection = HTTPConnection(urlsplit(shop.url).netloc, timeout=10)
    connection.request(method, target)
    answer = connection.getresponse()
    assert (answer.status, bool(answer.read())) == (status, status == 404)
    connection.close()
    assert not up.received


def test_head_runs_get_without_the_body(shop: Running, up: Upstream) -> None:
    whole = fetch(shop.url, "GET", "/items/7")
    up.received.clear()
    answer = exchange(
        shop.url, b"HEAD /items/7 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    assert up.take().method == "GET"
    head, _, body = answer.partition(b"\r\n\r\n")
    assert body == b""
    assert b"content-length: %d" % len(whole.body) in head.lower()


def test_mounted_elsewhere(up: Upstream) -> None:
    from starlette.applications import Starlette
    from starlette.routing import Mount

    from .conftest import make_app, serving

    app = make_app(up)
    outer: Any = Starlette(routes=[Mount("/api/v1", app=app)])
    outer.settings = app.settings
    with serving(outer) as running:
        assert fetch(running.url, "GET", "/api/v1/items/a%2Fb").status == 200
        assert up.take().target == "/base/items/a%2Fb"
        assert fetch(running.url, "GET", "/items/a").status == 404


def test_the_404_says_how_a_slash_inside_a_value_is_written(shop: Running) -> None:
    """Seen with callers of a real Quay, whose repositories are `namespace/name`: two segments are another path."""
    reply = fetch(shop.url, "GET", "/items/ns/name/more")
    assert reply.status == 404
    assert "A slash inside a value is written as %2F: ns%2Fname." in reply.json["detail"]
