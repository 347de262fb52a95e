"""One browser, one fake Quay and one REST server for the whole run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.fake_quay import WIDE, FakeQuay
from tests.support.processes import Served, environment, serve

if TYPE_CHECKING:
    from .chromium import Browser


@pytest.fixture(scope="session")
def running_browser() -> Iterator[Browser]:
    from .chromium import chromium  # Its driver is there for `make browser` only.

    with chromium() as running:
        yield running


@pytest.fixture
def browser(running_browser: Browser) -> Browser:
    """The browser as a desk has it, light, without anything noted."""
    running_browser.reset()
    return running_browser


@pytest.fixture(scope="session")
def running_quay() -> Iterator[FakeQuay]:
    with FakeQuay() as quay:
        yield quay


@pytest.fixture
def quay(running_quay: FakeQuay) -> FakeQuay:
    running_quay.reset()
    return running_quay


@pytest.fixture(scope="session")
def rest(running_quay: FakeQuay) -> Iterator[Served]:
    environ = environment(QUAY_BASE_URI=running_quay.base_uri, QUAY_TOKEN=WIDE)
    with serve("rest", environ) as served:
        yield served


@pytest.fixture
def page(browser: Browser, quay: FakeQuay, rest: Served) -> Browser:
    """The page of Quay's adapter, just loaded."""
    browser.open(f"{rest.url}/-/docs")
    return browser
