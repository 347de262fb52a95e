"""`make pictures`: the pictures of the page that the documents show. Look at them!"""

from __future__ import annotations

from tests.fake_quay import WIDE, FakeQuay
from tests.support.processes import ROOT, environment, serve

from .chromium import Browser, chromium
from .page_trying import answer, fill

FOLDER = ROOT / "docs" / "images"


def main() -> None:
    with FakeQuay() as quay, chromium() as browser:
        environ = environment(QUAY_BASE_URI=quay.base_uri, QUAY_TOKEN=WIDE)
        with serve("rest", environ) as served:
            browser.reset()
            browser.open(f"{served.url}/-/docs")
            _take(browser, "rest-docs")
            fill(browser, "#operation-1", namespace="devtable")
            browser.run("document.querySelector('#operation-1').scrollIntoView()")
            browser.find("#operation-1 button").click()
            answer(browser, "#operation-1")
            browser.run("document.activeElement.blur()")
            browser.driver.execute_cdp_cmd(
                "Input.dispatchMouseEvent", {"type": "mouseMoved", "x": 1, "y": 1}
            )
            _take(browser, "rest-docs-try")
            browser.scheme("dark")
            browser.run("document.querySelector('#tool-listrepos details').open = true")
            browser.run("document.querySelector('#tool-listrepos').scrollIntoView()")
            _take(browser, "rest-docs-dark")
            browser.scheme("light")
            browser.size(390, 844)
            browser.open(f"{served.url}/-/docs#operation-6")
            browser.wait_for("document.querySelector('#operation-6 details').open")
            _take(browser, "rest-docs-narrow")


def _take(browser: Browser, name: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(browser.driver.get_screenshot_as_png())


if __name__ == "__main__":
    main()
