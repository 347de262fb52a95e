"""The documents that an adapter serves about itself.

Source: seen with documents that were answered before the authentication of their adapter.
"""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from templates.runtime.package_files import MissingFileError
from templates.runtime.rest.app import RestApp
from templates.runtime.rest.routing import Route
from tests.support.processes import ROOT
from tests.support.raw_http import fetch

from . import sample
from .conftest import make_app, serving
from .upstream import Upstream


@pytest.fixture
def documented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RestApp:
    """The sample with both documents."""
    package = tmp_path / "documented"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "documented", raising=False)
    (package / "openapi.json").write_bytes(b'{"openapi": "3.1.0"}')
    (package / "docs.html").write_bytes(b"<!doctype html>")
    return _app(sample.ROUTES)


def _app(routes: tuple[Route, ...]) -> RestApp:
    return RestApp(
        module="documented.rest",
        declaration=sample.ADAPTER,
        routes=routes,
        openapi="openapi.json",
        docs="docs.html",
        apis=(sample.API,),
        **sample.KINDS,
    )


def test_documents(shop_with: Any, up: Upstream, documented: RestApp) -> None:
    with shop_with(documented) as running:
        for path in ("/-/openapi.json", "/openapi.json", "/-/openapi.json/", "/openapi.json/"):
            reply = fetch(running.url, "GET", path)
            assert (reply.status, reply.content_type) == (200, "application/json")
            assert reply.json == {"openapi": "3.1.0"}
            etag = reply.header("etag") or ""
            again = fetch(running.url, "GET", path, headers={"If-None-Match": etag})
            assert (again.status, again.body) == (304, b"")
            for held in ("*", f'"other", W/{etag}'):
                again = fetch(running.url, "GET", path, headers={"If-None-Match": held})
                assert (again.status, again.body) == (304, b"")
            assert fetch(running.url, "GET", path, headers={"If-None-Match": '"*"'}).status == 200
            assert fetch(running.url, "POST", path).status == 405
            options = fetch(running.url, "OPTIONS", path)
            assert (options.status, options.header("allow")) == (204, "GET, HEAD, OPTIONS")
        for path in ("/-/docs", "/docs", "/-/docs/", "/docs/"):
            link = urljoin(path, "openapi.json")  # As the page has it.
            assert fetch(running.url, "GET", link).json == {"openapi": "3.1.0"}
            reply = fetch(running.url, "GET", path)
            assert (reply.status, reply.body) == (200, b"<!doctype html>")
            policy = reply.header("content-security-policy") or ""
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert reply.header("x-content-type-options") == "nosniff"
        # A person may follow a link to the page; a page of another site may not read data.
        link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
        assert fetch(running.url, "GET", "/-/docs", headers=link).status == 200
        assert fetch(running.url, "GET", "/-/docs", headers={"Host": "evil.example"}).status == 421
    assert not up.received


def test_the_page_has_that_link() -> None:
    page = Path(__file__).parents[2] / "templates" / "docs.html.j2"
    assert 'href="openapi.json"' in page.read_text(encoding="utf-8")


def test_a_route_of_the_spec_wins(shop_with: Any, up: Upstream, documented: RestApp) -> None:
    routes = (
        Route("GET", "/{name}.json", sample.two, ()),
        Route("GET", "/docs", sample.plain),
        Route("GET", "/docs/openapi.json", sample.plain),
    )
    with shop_with(_app(routes)) as running:
        assert fetch(running.url, "GET", "/openapi.json").json["target"] == "/base/two"
        for spelling in ("/docs", "/docs/"):
            assert fetch(running.url, "GET", spelling).json["target"] == "/base/plain"
        below = fetch(running.url, "GET", "/docs/openapi.json")
        assert below.json["target"] == "/base/plain"
        for reserved in ("/-/openapi.json", "/-/docs/openapi.json"):
            assert fetch(running.url, "GET", reserved).json == {"openapi": "3.1.0"}


def test_without_documents(shop_with: Any, documented: RestApp, tmp_path: Path) -> None:
    with shop_with(documented, documentation=False) as running:
        assert fetch(running.url, "GET", "/-/openapi.json").status == 404
        assert fetch(running.url, "GET", "/docs").status == 404


@pytest.mark.parametrize("name", ["openapi.json", "docs.html"])
def test_a_document_that_was_left_out_is_named(
    shop_with: Any, documented: RestApp, tmp_path: Path, name: str
) -> None:
    (tmp_path / "documented" / name).unlink()
    with (
        pytest.raises(MissingFileError, match=rf"^{name} is missing .*package-data"),
        shop_with(documented),
    ):
        pass
    with shop_with(documented, documentation=False):
        pass  # Who does not serve it does not need it.


def test_the_front_says_where_the_documentation_is(up: Upstream) -> None:
    """A route of the spec at `/` wins; without documentation there is nothing to say."""
    routes = tuple(route for route in sample.ROUTES if route.path != "/")
    app = RestApp(
        module="generated.quay.rest",
        declaration=sample.ADAPTER,
        routes=routes,
        apis=(sample.API,),
        **sample.KINDS,
        openapi="openapi/quay-rest.json",
        docs="docs/quay-rest.html",
    )
    with serving(make_app(up, app)) as running:
        front = fetch(running.url, "GET", "/")
        assert (front.status, front.content_type) == (200, "text/plain; charset=utf-8")
        assert b"/-/docs" in front.body
        other = fetch(running.url, "GET", "/", headers={"Host": "evil.example"})
        assert other.status == 421
    with serving(make_app(up, app, documentation=False)) as running:
        assert fetch(running.url, "GET", "/").status == 404
    assert not up.received
    with serving(make_app(up, dataclasses.replace(app, routes=sample.ROUTES))) as running:
        assert fetch(running.url, "GET", "/").json["target"] == "/base/plain"


CHECKS = [
    ({"Origin": "https://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),  # a link to it
    ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 200),
    ({"Origin": "https://app.example"}, 200),
    ({"Host": "evil.example"}, 421),
    ({"Authorization": "Bearer other"}, 401),
]


def test_documents_are_behind_the_same_checks(up: Upstream, documented: RestApp) -> None:
    """Host, Origin, and who calls: as for operations, but that a link may lead to a page."""
    app = _app(tuple(route for route in sample.ROUTES if route.path != "/"))
    environ = {"SHOP_REST_BEARER_TOKEN": "sesame"}
    known = {"Authorization": "Bearer sesame"}
    origins = ("https://app.example",)
    with serving(make_app(up, app, environ=environ, allowed_origins=origins)) as running:
        for path in ("/", "/-/docs", "/-/openapi.json", "/docs/"):
            for headers, status in CHECKS:
                reply = fetch(running.url, "GET", path, headers={**known, **headers})
                assert reply.status == status, (path, headers)
    assert not up.received


def test_the_page_says_what_becomes_of_parameters_that_nobody_declares() -> None:
    """Paging by a name that the specification lacks gives page 1 for ever; readers learn it here."""
    page = (ROOT / "generated/quay/docs/quay-rest.html").read_text(encoding="utf-8")
    for word in ("UNKNOWN_QUERY", "next_page", "ignored"):
        assert word in page
