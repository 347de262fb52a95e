"""Every example of docs/client.md runs and prints what the page says."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conformance_openapi.packages import write_package
from tests.fake_quay import WIDE, FakeQuay
from tests.fake_quay.messages import Answer

PAGE = Path(__file__).parents[2] / "docs" / "client.md"
SPEC_WITH_TYPES = PAGE.parents[1] / "tests/golden/results/capability.yaml"
SPEC_WITH_KEYS = PAGE.parents[1] / "tests/golden/authentication/capability.yaml"
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
PRINTS = "# → "


@pytest.fixture
def quay(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeQuay]:
    """A fake Quay, named by the environment."""
    with FakeQuay() as running:
        monkeypatch.setenv("QUAY_BASE_URI", running.base_uri)
        monkeypatch.setenv("QUAY_TOKEN", WIDE)
        yield running


PLOTS = b'[{"number": 4, "crops": ["kale", "leeks"], "tenant": {"name": "Ann"}}, {"number": 5}]'


@pytest.fixture
def council(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package whose spec maps its outputs, and its upstream."""
    write_package(SPEC_WITH_TYPES, tmp_path, name="council")
    monkeypatch.syspath_prepend(tmp_path)
    with FakeQuay() as running:
        running.responder = lambda request: Answer(200, PLOTS, "application/json", ())
        monkeypatch.setenv("COUNCIL_BASE_URI", running.base_uri)
        yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "council"]:
        del sys.modules[name]


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package with three APIs and three kinds of credentials."""
    write_package(SPEC_WITH_KEYS, tmp_path, name="keys")
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "keys"]:
        del sys.modules[name]


@pytest.mark.usefixtures("council", "keys")
def test_the_examples_of_the_page(quay: FakeQuay) -> None:
    """In order and in one namespace, as a reader would type them."""
    page = PAGE.read_text(encoding="utf-8")
    names: dict[str, Any] = {"__name__": "example"}
    blocks = list(BLOCK.finditer(page))
    assert len(blocks) > 15
    for block in blocks:
        line = page.count("\n", 0, block.start()) + 2
        code = block.group(1)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile("\n" * (line - 1) + code, str(PAGE), "exec"), names)
        expected = [text[len(PRINTS) :] for text in code.splitlines() if text.startswith(PRINTS)]
        assert said.getvalue().splitlines() == expected, f"{PAGE.name}:{line}"
    logging.getLogger("generated.quay").handlers.clear()
    logging.getLogger("generated.quay").setLevel(logging.NOTSET)
    for client in names.values():
        if hasattr(client, "with_raw_response") and not isinstance(client, type):
            client.close()


def test_views_have_every_method_of_their_client() -> None:
    from generated.quay import views
    from generated.quay.client import AsyncQuayClient, QuayClient

    for client in (QuayClient, AsyncQuayClient):
        methods = {name for name in vars(client) if not name.startswith(("_", "with_"))}
        for kind in ("Raw", "Streaming"):
            view = getattr(views, client.__name__ + kind)
            assert {name for name in vars(view) if not name.startswith("_")} == methods
