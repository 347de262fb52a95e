"""TRAILING_SLASH: a path whose end is spelled otherwise than its route's is the same, redirected, or unknown."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any, Final
from urllib.parse import urljoin

import pytest

from templates.runtime.authentication import Variable
from templates.runtime.credentials.bearer import Bearer
from templates.runtime.server.metrics import together
from tests.support.raw_http import Reply, fetch

from .conftest import make_app, protected
from .upstream import Upstream

MOVED: Final = [
    ("GET", "/items/a%2Fb%2fc/price/?text=a+b&x[]=%2F", "../price?text=a+b&x[]=%2F"),
    ("DELETE", "/items/7", "./7/"),
    ("DELETE", "/items/http:%2F%2Fevil.example", "./http:%2F%2Fevil.example/"),
    ("DELETE", "/items/http:evil.example?", "./http:evil.example/"),
    ("GET", "/items/", "../items"),
    ("HEAD", "/items/special/", "../special"),
    ("GET", "/choice/?kind=plain&a=//evil.example", "../choice?kind=plain&a=//evil.example"),
    ("GET", "/ns:@evil.example/", "../ns:@evil.example"),
    ("GET", "/files/a;b=c,d.%C3%BC/?%C3%BC", "../a;b=c,d.%C3%BC?%C3%BC"),
]
"""Requests, and where they are to go."""


@pytest.mark.parametrize(("method", "target", "location"), MOVED)
def test_the_other_spelling_is_redirected(
    shop_with: Any, up: Upstream, method: str, target: str, location: str
) -> None:
    with shop_with(trailing_slash="redirect") as running:
        reply = fetch(running.url, method, target)
        assert (reply.status, reply.header("location")) == (308, location)
        assert reply.header("cache-control") == "no-store"
        if method != "HEAD":
            assert reply.content_type == "application/problem+json"
            assert "TRAILING_SLASH" in reply.json["detail"]
        assert up.received == []
        there = urljoin(f"{running.url}{target}", location)
        assert there.startswith(f"{running.url}/")
        path, question, query = target.partition("?")
        end = path.removesuffix("/") if path.endswith("/") else f"{path}/"
        assert there == running.url + end + (question + query if query else "")
        again = fetch(running.url, method, there.removeprefix(running.url))
    assert again.status != 308


@pytest.mark.parametrize("policy", ["redirect", "strict"])
@pytest.mark.parametrize(
    ("method", "target"), [("GET", "/items"), ("DELETE", "/items/7/"), ("GET", "/"), ("GET", "/?x")]
)
def test_the_spelling_of_the_route_is_served(
    shop_with: Any, up: Upstream, policy: str, method: str, target: str
) -> None:
    with shop_with(trailing_slash=policy) as running:
        assert fetch(running.url, method, target).status == 200
    assert len(up.received) == 1


@pytest.mark.parametrize(("method", "target", "location"), MOVED)
def test_by_default_both_are_one(
    shop_with: Any, up: Upstream, method: str, target: str, location: str
) -> None:
    own = urljoin(target, location)
    with shop_with() as running:
        statuses = {fetch(running.url, method, each).status for each in (target, own)}
        assert len({got.target for got in up.received}) <= 1
    assert len(statuses) == 1
    assert 308 not in statuses


@pytest.mark.parametrize(("method", "target", "location"), MOVED)
def test_the_other_spelling_is_unknown(
    shop_with: Any, up: Upstream, method: str, target: str, location: str
) -> None:
    with shop_with(trailing_slash="strict") as running:
        reply = fetch(running.url, method, target)
    assert (reply.status, up.received) == (404, [])
    if method != "HEAD":
        assert "(setting TRAILING_SLASH)" in reply.json["detail"]


def test_a_body_goes_along_and_the_connection_goes_on(shop_with: Any, up: Upstream) -> None:
    """308 keeps method and body; a client that follows has the answer of the route."""
    import httpx2

    with shop_with(trailing_slash="redirect") as running, httpx2.Client() as client:
        url = f"{running.url}/items/?x=1"
        reply = client.post(url, json={"a": "b" * 50_000}, follow_redirects=True)
        assert reply.status_code == 200
        assert [each.status_code for each in reply.history] == [308]
        assert str(reply.url) == f"{running.url}/items?x=1"
    [received] = up.received
    assert (received.method, len(received.body) > 50_000) == ("POST", True)


def test_methods_that_a_path_lacks(shop_with: Any) -> None:
    """Each method has the spelling of its own route; OPTIONS is for all of them."""
    with shop_with(trailing_slash="redirect") as running:
        assert fetch(running.url, "GET", "/items/7").status == 200
        assert fetch(running.url, "GET", "/items/7/").status == 308
        assert fetch(running.url, "PUT", "/items/7").status == 405
        assert fetch(running.url, "OPTIONS", "/items/7").status == 204
    with shop_with(trailing_slash="strict") as running:
        assert fetch(running.url, "OPTIONS", "/items/7").status == 204
        assert fetch(running.url, "OPTIONS", "/context").status == 204
        assert fetch(running.url, "OPTIONS", "/context/").status == 404
        assert fetch(running.url, "PUT", "/items/").status == 404


def test_no_place_is_made_of_dot_segments(shop_with: Any, up: Upstream) -> None:
    """Clients would leave the path; such values are refused as ever."""
    with shop_with(trailing_slash="redirect") as running:
        for segment in ("..", "%2e%2E", "."):
            reply = fetch(running.url, "DELETE", f"/items/{segment}")
            assert (reply.status, reply.header("location")) == (422, None)
    assert up.received == []


def test_what_is_looked_at_before(shop_with: Any) -> None:
    """Host, Origin and credentials come first; a page of an allowed origin may see where to go."""
    app = protected(Bearer((Variable("CALLERS"),)))
    more = {"environ": {"CALLERS": "sesame"}, "allowed_origins": ("https://a.example",)}
    known = {"Authorization": "Bearer sesame"}

    def ask(method: str = "GET", **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return fetch(running.url, method, "/items/special/", headers=named)

    with shop_with(app, trailing_slash="redirect", **more) as running:
        assert ask().status == 401
        assert ask(**known, Host="evil.example").status == 421
        assert ask(**known, Origin="https://evil.example").status == 403
        reply = ask(**known, Origin="https://a.example")
        assert (reply.status, reply.header("access-control-allow-origin")) == (
            308,
            "https://a.example",
        )
        # A browser follows no redirect of the question that it asks first.
        asked = ask("OPTIONS", Origin="https://a.example", Access_Control_Request_Method="GET")
        assert asked.status == 204


async def _asked(app: Any, scope: dict[str, Any]) -> dict[bytes, bytes]:
    """The headers of the answer to a scope, as a host would give it."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    whole = {"type": "http", "method": "GET", "headers": [(b"host", b"localhost")], **scope}
    await app(whole, receive, send)
    assert sent[0]["status"] == 308
    return dict(sent[0]["headers"])


@pytest.mark.parametrize(
    "scope",
    [
        {"path": "/x/items/a b/price/", "raw_path": b"/x/items/a%20b/price/", "root_path": "/x"},
        {"path": "/items/a b/price/", "raw_path": b"/x/items/a%20b/price/", "root_path": "/x"},
        {"path": "/items/a b/price/", "raw_path": b"/items/a%20b/price/", "root_path": "/proxy"},
        {"path": "/items/a b/price/", "root_path": ""},
        {"path": "/items/a/price/", "raw_path": b"http://evil.example/items/a/price/"},
    ],
)
def test_under_every_mount(up: Upstream, scope: dict[str, Any]) -> None:
    """What is told is relative to the path itself, so nobody has to know what was cut off it."""
    app = make_app(up, trailing_slash="redirect")
    headers = asyncio.run(_asked(app, {"query_string": b"a=%2F", **scope}))
    assert headers[b"location"] == b"../price?a=%2F"


def test_bytes_that_no_query_has_split_no_header(up: Upstream) -> None:
    app = make_app(up, trailing_slash="redirect")
    query = b"text=a\r\nSet-Cookie: b#c\xff d"
    scope = {"path": "/items/", "raw_path": b"/items/", "query_string": query}
    location = asyncio.run(_asked(app, scope))[b"location"]
    assert location == b"../items?text=a%0D%0ASet-Cookie:%20b%23c%FF%20d"


def test_routes_have_their_line_in_the_metrics(shop_with: Any) -> None:
    with shop_with(trailing_slash="redirect") as running:
        fetch(running.url, "GET", "/items/7/price/")
    # It is counted once the answer is out: when the server has ended, that is done.
    lines = together([("shop", running.app.metrics)]).splitlines()
    [line] = [each for each in lines if "/items/{item}/price" in each and "_requests_total" in each]
    assert "308" in line


def test_the_environment_says_it_and_the_default_loads_nothing() -> None:
    code = (
        "import sys; from tests.rest_runtime.conftest import make_app; "
        "from types import SimpleNamespace as Up; up = Up(url='http://127.0.0.1:9');"
        "make_app(up); print('templates.runtime.rest.slashes' in sys.modules);"
        "app = make_app(up, environ={'SHOP_REST_TRAILING_SLASH': 'redirect'});"
        "print(app.settings.trailing_slash, 'templates.runtime.rest.slashes' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "redirect", "True"]
