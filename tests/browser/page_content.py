"""What stands on the page, and that it comes from nowhere else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fake_quay import FakeQuay
from tests.support.processes import ROOT, Served

from .chromium import Browser


@pytest.fixture(scope="module")
def document() -> Any:
    return json.loads((ROOT / "generated/quay/openapi/quay-rest.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", ["/-/docs", "/docs"])
def test_it_loads_alone_and_without_a_word(
    browser: Browser, quay: FakeQuay, rest: Served, path: str
) -> None:
    browser.open(rest.url + path)
    assert browser.driver.title == "Quay Container Registry API"
    assert browser.messages() == []
    assert browser.asked() == [rest.url + path]
    assert quay.take() == []


def test_every_operation_is_there(page: Browser, document: Any) -> None:
    listed = page.run(
        "return [...document.querySelectorAll('form[data-path]')]"
        ".map((form) => [form.dataset.method.toLowerCase(), form.dataset.path])"
    )
    described = [(method, path) for path, item in document["paths"].items() for method in item]
    assert sorted(map(tuple, listed)) == sorted(described)
    summaries = page.run(
        "return [...document.querySelectorAll('#operations ~ section[id^=operation] summary')]"
        ".map((each) => each.textContent)"
    )
    for path, item in document["paths"].items():
        for method, operation in item.items():
            said = [each for each in summaries if path in each and method.upper() in each]
            assert any(operation["description"] in each for each in said), (method, path)


def test_every_input_is_there_with_its_type(page: Browser, document: Any) -> None:
    rows = page.run(
        "return Object.fromEntries([...document.querySelectorAll('section[id^=operation]')].map("
        "(each) => [each.querySelector('.method').textContent + ' ' + each.querySelector('h3').textContent,"
        " [...each.querySelectorAll('tbody tr')].map((row) => row.textContent)]))"
    )
    for path, item in document["paths"].items():
        for method, operation in item.items():
            shown = "\n".join(rows[f"{method.upper()} {path}"])
            for parameter in operation.get("parameters", []):
                assert parameter["name"] in shown
                assert _type(parameter["schema"], document) in shown


def _type(schema: Any, document: Any) -> str:
    """What goes into a path refers to a schema of its own (JSON Schema 2020-12, 8.2.3.1)."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return str(schema["type"])


def test_every_tool_has_its_hints(page: Browser) -> None:
    tools = page.run(
        "return Object.fromEntries([...document.querySelectorAll('section[id^=tool]')].map("
        "(each) => [each.querySelector('h3').textContent,"
        " [...each.querySelectorAll('.badge')].map((badge) => badge.textContent)]))"
    )
    assert len(tools) == 16
    assert tools["getrepo"] == ["read-only", "idempotent", "open world"]
    assert tools["createrepo"] == ["writes", "additive", "not idempotent", "open world"]
    assert tools["deleterepo"] == ["writes", "destructive", "idempotent", "open world"]


def test_it_tells_how_to_call_and_shows_the_spec(page: Browser) -> None:
    text = page.run("return document.body.textContent")
    assert 'client.getrepo("repository")' in text
    assert "curl -X DELETE 'http://127.0.0.1:8080/repository/{repository}'" in text
    assert '"method": "tools/call"' in text
    assert (ROOT / "specs/quay-capability.yaml").read_text(encoding="utf-8") in text


def test_links_lead_somewhere(page: Browser, rest: Served) -> None:
    lost = page.run(
        "return [...document.querySelectorAll('a[href^=\"#\"]')].map((a) => a.hash.slice(1))"
        ".filter((id) => !document.getElementById(id))"
    )
    assert lost == []
    assert page.run("return document.querySelector('.facts a').href") == (
        f"{rest.url}/-/openapi.json"
    )


def test_a_link_to_an_operation_opens_it(page: Browser) -> None:
    page.find("nav a[href='#operation-3']").click()
    page.wait_for("document.querySelector('#operation-3 details').open")


def test_nothing_but_its_own_script_may_run(page: Browser) -> None:
    page.run(
        "const made = document.createElement('script'); made.textContent = 'window.owned = 1';"
        "document.head.append(made);"
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.owned = 2\">');"
    )
    refusals = page.messages()
    assert len(refusals) >= 2
    assert all("Content Security Policy" in each for each in refusals), refusals
    assert page.run("return window.owned === undefined")


def test_the_page_cannot_talk_to_others(page: Browser) -> None:
    said = page.driver.execute_async_script(
        "const done = arguments[0];"
        "fetch('http://127.0.0.1:9/').then(() => done('sent'), (error) => done(error.name));"
    )
    assert said == "TypeError"
    assert any("Content Security Policy" in each for each in page.messages())
