"""Debian's Chromium, headless, and what it has to say about a page."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",  # a click waits for no scrolling
    "--hide-scrollbars",
    "--window-size=1280,900",
)
_PATIENCE = 15.0
_OWN_SCHEMES = ("data", "chrome", "about", "blob")


@dataclass
class Browser:
    """A browser with one window."""

    driver: webdriver.Chrome

    def open(self, url: str) -> None:
        """Load a page; what was noted before is forgotten."""
        self.driver.get("about:blank")
        self.messages()
        self.asked()
        self.driver.get(url)

    def open_as(self, url: str, authorization: str) -> None:
        """Load a page that asks for credentials, as an extension or a proxy that adds them does.

        What the page's own scripts send is without them.
        """
        driver = self.driver
        driver.execute_cdp_cmd("Network.enable", {})
        driver.execute_cdp_cmd(
            "Network.setExtraHTTPHeaders", {"headers": {"Authorization": authorization}}
        )
        try:
            self.open(url)
        finally:
            driver.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {}})

    def run(self, script: str, *arguments: Any) -> Any:
        """The value that a script returns."""
        return self.driver.execute_script(script, *arguments)

    def find(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def wait_for(self, script: str) -> Any:
        """Wait until the expression is truthy. Raises `TimeoutException`."""
        return WebDriverWait(self.driver, _PATIENCE).until(lambda _: self.run(f"return {script}"))

    def messages(self) -> list[str]:
        """The console since the last time: errors of scripts, refusals of the policy, failed loads."""
        return [entry["message"] for entry in self._log("browser")]

    def asked(self) -> list[str]:
        """The addresses that were asked over the network since the last time."""
        events = [json.loads(entry["message"]) for entry in self._log("performance")]
        found = [
            event["message"]["params"]["request"]["url"]
            for event in events
            if event["message"]["method"] == "Network.requestWillBeSent"
        ]
        return [url for url in found if urlsplit(url).scheme not in _OWN_SCHEMES]

    def _log(self, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.driver.get_log(name)  # type: ignore[no-untyped-call]
        return found

    def scheme(self, name: str) -> None:
        """`light` or `dark`."""
        features = [{"name": "prefers-color-scheme", "value": name}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def size(self, width: int, height: int) -> None:
        """The viewport, as a device of that size has it."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def press(self, *keys: str) -> None:
        """Keys for whatever has the focus."""
        self.driver.switch_to.active_element.send_keys(*keys)

    def reset(self) -> None:
        self.scheme("light")
        self.size(1280, 900)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of its own, with an empty profile. Raises `RuntimeError` when there is none."""
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if binary is None or driver is None:
        raise RuntimeError("chromium and chromium-driver are not installed: see `make browser`")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = binary
        for argument in (*_ARGUMENTS, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        service = webdriver.ChromeService(executable_path=driver)
        started = webdriver.Chrome(options=options, service=service)
        try:
            yield Browser(started)
        finally:
            started.quit()
