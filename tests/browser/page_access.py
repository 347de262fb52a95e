"""The page for everybody: structure, labels, contrast, narrow windows, both colour schemes."""

from __future__ import annotations

from pathlib import Path

import axe_core_python  # type: ignore[import-untyped]
import pytest

from .chromium import Browser

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])

CONTRASTS = """
const parse = (text) => text.match(/[\\d.]+/g).map(Number);
const lit = (c) => { c /= 255; return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; };
const luminance = ([r, g, b]) => .2126 * lit(r) + .7152 * lit(g) + .0722 * lit(b);
const behind = (node) => {
  for (let each = node; each; each = each.parentElement) {
    const colour = parse(getComputedStyle(each).backgroundColor);
    if (colour.length === 3 || colour[3] === 1) return colour;
  }
  return [255, 255, 255];
};
const faint = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const node = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || node.matches("script, style, option")) continue;
  const [a, b] = [parse(getComputedStyle(node).color), behind(node)].map(luminance);
  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  if (ratio < 4.5) faint.push([ratio, node.outerHTML.slice(0, 90)]);
}
return faint;
"""


def everything_open(browser: Browser) -> None:
    browser.run(
        "document.documentElement.style.scrollBehavior = 'auto';"
        "for (const each of document.querySelectorAll('details')) each.open = true;"
        "document.querySelector('output').textContent = '200 OK';"
        "document.querySelector('output').className = 'good';"
        "[...document.querySelectorAll('output')].at(-1).textContent = '404 Not Found';"
        "[...document.querySelectorAll('output')].at(-1).className = 'bad';"
        "document.querySelector('pre.answer').hidden = false;"
    )


@SCHEMES
def test_axe_finds_nothing(page: Browser, scheme: str) -> None:
    page.scheme(scheme)
    everything_open(page)
    page.driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    try:
        page.driver.execute_script(AXE)
        found = page.driver.execute_async_script(
            "const done = arguments[0]; axe.run().then((result) => done(result.violations.map("
            "(each) => [each.id, each.help, each.nodes.slice(0, 3).map((node) => node.html)])))"
        )
    finally:
        page.driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})
    assert found == []


@SCHEMES
def test_text_stands_out(page: Browser, scheme: str) -> None:
    page.scheme(scheme)
    everything_open(page)
    light = (
        page.run("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    )
    assert light == (scheme == "light")
    assert page.run(CONTRASTS) == []


def test_structure(page: Browser) -> None:
    assert page.run("return document.documentElement.lang") == "en"
    for landmark in ("header", "nav", "main", "footer", "h1"):
        assert len(page.all(landmark)) == 1, landmark
    levels = page.run(
        "return [...document.querySelectorAll('main h2, main h3, main h4')]"
        ".map((each) => Number(each.tagName[1]))"
    )
    assert all(below - above <= 1 for above, below in zip([1, *levels], levels, strict=False))
    assert (
        page.run(
            "const ids = [...document.querySelectorAll('[id]')].map((each) => each.id);"
            "return ids.filter((id, index) => ids.indexOf(id) !== index)"
        )
        == []
    )


def test_every_input_has_a_label_of_its_own(page: Browser) -> None:
    assert (
        page.run(
            "return [...document.querySelectorAll('input, select, textarea')]"
            ".filter((each) => each.labels.length !== 1 || !each.labels[0].textContent.trim())"
            ".map((each) => each.outerHTML)"
        )
        == []
    )


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_no_window_is_too_narrow(page: Browser, width: int) -> None:
    page.size(width, 800)
    everything_open(page)
    assert page.run("return document.documentElement.scrollWidth") <= width
    wide = page.run(
        "return [...document.querySelectorAll('button, input, h1, h3, summary')]"
        ".filter((each) => each.getBoundingClientRect().right > innerWidth).map((each) => each.outerHTML)"
    )
    assert wide == []


def test_it_can_be_read_without_script(page: Browser, browser: Browser) -> None:
    address = page.driver.current_url
    page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.driver.get(address)
        page.find("#operation-1 summary").click()
        assert "query parameter namespace" in page.find("#operation-1 table").text
    finally:
        page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
