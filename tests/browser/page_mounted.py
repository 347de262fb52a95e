"""The page where the app is mounted under a prefix of another app."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from generated.quay.rest import create_app
from generated.quay.settings import Settings
from tests.corpus.servers import Loop, Served
from tests.fake_quay import WIDE, FakeQuay

from .chromium import Browser
from .page_trying import GETREPO, fill, send


@pytest.fixture(scope="module")
def mounted(running_quay: FakeQuay) -> Iterator[str]:
    """The address of the mounted app."""
    environ = {"QUAY_BASE_URI": running_quay.base_uri, "QUAY_TOKEN": WIDE}
    app = create_app(settings=Settings.from_environment(environ))
    loop = Loop()
    served = Served(loop, Starlette(routes=[Mount("/deep/er", app)]))
    yield f"http://127.0.0.1:{served.port}/deep/er"
    served.close()
    loop.close()


@pytest.mark.parametrize("path", ["/-/docs", "/docs", "/-/docs/", "/docs/"])
def test_it_works_under_a_prefix(browser: Browser, quay: FakeQuay, mounted: str, path: str) -> None:
    browser.open(mounted + path)
    fill(browser, GETREPO, repository="devtable/simple")
    line, body = send(browser, GETREPO)
    assert line.startswith("200 ")
    assert json.loads(body)["name"] == "simple"
    assert quay.take_one().target == b"/api/v1/repository/devtable%2Fsimple"
    assert browser.messages() == []
    document = browser.find(".facts a")
    assert document.get_attribute("href") == urljoin(mounted + path, "openapi.json")
    document.click()
    assert '"openapi": "3.1.0"' in browser.find("body").text
