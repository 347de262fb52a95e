"""The form that calls the server, with the mouse and with the keyboard alone."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from tests.fake_quay import WIDE, FakeQuay
from tests.support.processes import Served, environment, serve

from .chromium import Browser

GETREPO, CREATEREPO, CHANGETAG = "#operation-3", "#operation-2", "#operation-6"


def fill(browser: Browser, operation: str, **values: str) -> None:
    browser.run("document.querySelector(arguments[0] + ' details').open = true", operation)
    for name, value in values.items():
        browser.find(f"{operation} [name={name}]").send_keys(value)


def send(browser: Browser, operation: str) -> tuple[str, str]:
    """Press the button; the line about the answer and its body."""
    browser.find(f"{operation} button").click()
    return answer(browser, operation)


def answer(browser: Browser, operation: str) -> tuple[str, str]:
    said = f"document.querySelector('{operation} output').textContent"
    line = browser.wait_for(f"!['', 'Sending…'].includes({said}) && {said}")
    return str(line), str(
        browser.run(f"return document.querySelector('{operation} pre.answer').textContent")
    )


def test_a_call_shows_status_and_body(page: Browser, quay: FakeQuay, rest: Served) -> None:
    page.asked()
    fill(page, GETREPO, repository="devtable/simple")
    line, body = send(page, GETREPO)
    assert line.startswith("200 · OK · application/json")
    assert json.loads(body)["name"] == "simple"
    assert quay.take_one().target == b"/api/v1/repository/devtable%2Fsimple"
    assert page.asked() == [f"{rest.url}/repository/devtable%2Fsimple"]
    assert page.messages() == []


def test_a_body_goes_as_it_was_written(page: Browser, quay: FakeQuay) -> None:
    body = '{"repository": "seen", "visibility": "private", "description": "é"}'
    fill(page, CREATEREPO, body=body)
    line, _ = send(page, CREATEREPO)
    assert line.startswith("201 ")
    request = quay.take_one()
    assert (request.method, request.body.decode()) == ("POST", body)
    assert request.header("Content-Type") == "application/json"


def test_a_query_and_choices(page: Browser, quay: FakeQuay) -> None:
    fill(page, "#operation-1", namespace="a b&c=d", public="true")
    send(page, "#operation-1")
    assert quay.take_one().target.endswith(b"?namespace=a%20b%26c%3Dd&public=true")


def test_what_goes_wrong_is_said(page: Browser, quay: FakeQuay) -> None:
    fill(page, GETREPO, repository="devtable/nothing")
    line, body = send(page, GETREPO)
    assert line.startswith("404 ")
    assert page.run(f"return document.querySelector('{GETREPO} output').className") == "bad"
    assert body.startswith("{")
    quay.take()

    page.find(f"{GETREPO} [name=repository]").clear()
    page.find(f"{GETREPO} [name=repository]").send_keys("..")
    page.find(f"{GETREPO} button").click()
    said = f"document.querySelector('{GETREPO} output').textContent"
    assert "cannot send" in page.wait_for(f"{said}.startsWith('No answer') && {said}")
    assert quay.take() == []


def test_a_required_input_is_asked_for(page: Browser, quay: FakeQuay) -> None:
    fill(page, GETREPO)
    page.find(f"{GETREPO} button").click()
    assert page.run("return document.activeElement.name") == "repository"
    assert quay.take() == []


def test_the_keyboard_is_enough(page: Browser, quay: FakeQuay) -> None:
    page.press(Keys.TAB)
    assert page.run("return document.activeElement.className") == "skip"
    assert page.run("return document.activeElement.getBoundingClientRect().left >= 0")
    page.press(Keys.ENTER)
    page.wait_for("document.activeElement.id === 'main'")
    summary = f"document.activeElement === document.querySelector('{GETREPO} summary')"
    _tab_until(page, summary)
    _has_visible_focus(page)
    page.press(Keys.ENTER)
    page.wait_for(f"document.querySelector('{GETREPO} details').open")
    page.press(Keys.SPACE)
    page.wait_for(f"!document.querySelector('{GETREPO} details').open")
    page.press(Keys.SPACE)
    page.wait_for(f"document.querySelector('{GETREPO} details').open")
    _tab_until(page, "document.activeElement.name === 'repository'")
    _has_visible_focus(page)
    page.press("devtable/simple")
    _tab_until(page, "document.activeElement.matches('button')")
    _has_visible_focus(page)
    page.press(Keys.SPACE)
    line, _ = answer(page, GETREPO)
    assert line.startswith("200 ")
    _tab_until(page, "document.activeElement.matches('pre.answer')")
    assert len(quay.take()) == 1


def _tab_until(browser: Browser, reached: str) -> None:
    for _ in range(60):
        browser.press(Keys.TAB)
        if browser.run(f"return {reached}"):
            return
    raise AssertionError(f"never reached: {reached}")


def _has_visible_focus(browser: Browser) -> None:
    style, width = browser.run(
        "const style = getComputedStyle(document.activeElement);"
        "return [style.outlineStyle, parseFloat(style.outlineWidth)]"
    )
    assert style == "solid"
    assert width >= 2


@pytest.fixture(scope="module")
def guarded(running_quay: FakeQuay) -> Iterator[Served]:
    """An adapter that asks its callers for a token."""
    environ = environment(
        QUAY_BASE_URI=running_quay.base_uri, QUAY_TOKEN=WIDE, QUAY_REST_BEARER_TOKEN="let-me-in"
    )
    with serve("rest", environ) as served:
        yield served


def test_credentials_of_callers(browser: Browser, quay: FakeQuay, guarded: Served) -> None:
    browser.open(f"{guarded.url}/-/docs")
    assert "Unauthorized" in str(browser.run("return document.body.textContent"))
    browser.open_as(f"{guarded.url}/-/docs", "Bearer let-me-in")
    fill(browser, GETREPO, repository="devtable/simple")
    line, _ = send(browser, GETREPO)
    assert line.startswith("401 ")
    assert quay.take() == []
    browser.find("#credential-value").send_keys("Bearer let-me-in")
    line, _ = send(browser, GETREPO)
    assert line.startswith("200 ")
    assert quay.take_one().header("Authorization") == f"Bearer {WIDE}"
