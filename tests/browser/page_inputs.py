"""Inputs from every place, and operations that the query chooses, tried on the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance_openapi.packages import write_package
from tests.fake_quay import FakeQuay
from tests.fake_quay.messages import Answer
from tests.support.processes import ROOT, Served, environment, serve

from .chromium import Browser
from .page_trying import send

OPERATIONS = (
    "return Object.fromEntries([...document.querySelectorAll('section[id^=operation]')].map("
    "(each) => [[...each.querySelectorAll('.method, h3')].map((one) => one.textContent).join(' '),"
    " '#' + each.id]))"
)


@pytest.fixture(scope="module")
def library(
    running_quay: FakeQuay, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, Path]]:
    folder = tmp_path_factory.mktemp("library")
    write_package(ROOT / "tests/corpus/specs/places-capability.yaml", folder)
    names = ("LIBRARY_USER", "LIBRARY_PASSWORD", "LIBRARY_BRANCH")
    values = {"LIBRARY_BASE_URI": running_quay.base_uri} | dict.fromkeys(names, "x")
    with serve("rest", environment(**values), package="own", folder=folder) as served:
        yield served, folder


@pytest.fixture
def operations(browser: Browser, quay: FakeQuay, library: tuple[Served, Path]) -> dict[str, str]:
    """Where each operation stands on the page, which is open."""
    quay.responder = lambda request: Answer(200, b"{}", "application/json", ())
    browser.open(f"{library[0].url}/-/docs")
    browser.run("for (const each of document.querySelectorAll('details')) each.open = true")
    found: dict[str, str] = browser.run(OPERATIONS)
    return found


def test_lists_and_headers(browser: Browser, quay: FakeQuay, operations: dict[str, str]) -> None:
    place = operations["GET /books"]
    browser.find(f"{place} [name='filter[lang]']").send_keys("en, de")
    browser.find(f"{place} [name='$top']").send_keys("3")
    browser.find(f"{place} [name='Accept-Language']").send_keys("fr")
    line, _ = send(browser, place)
    assert line.startswith("200 ")
    request = quay.take_one()
    assert request.target.endswith(b"?%24top=3&filter%5Blang%5D=en&filter%5Blang%5D=de")
    assert request.header("Accept-Language") == "fr"


def test_the_query_that_chooses_is_sent(
    browser: Browser, quay: FakeQuay, operations: dict[str, str]
) -> None:
    place = operations["GET /loans?state=open"]
    browser.find(f"{place} [name=member]").send_keys("7")
    line, _ = send(browser, place)
    assert line.startswith("200 ")
    assert b"member=7" in quay.take_one().target
    text = browser.find(place).text
    assert "curl 'http://127.0.0.1:8080/loans?state=open'" in text


def test_every_operation_is_there(operations: dict[str, str]) -> None:
    assert len(operations) == 11
