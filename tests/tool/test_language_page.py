"""docs/language.md: each example is a file that becomes a package, without a finding that asks for a change."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Final

import pytest

from tests.corpus.generating import generate
from tests.support.processes import ROOT

PAGE: Final = (ROOT / "docs" / "language.md").read_text("utf-8")
_EXAMPLE: Final = re.compile(
    r"^## (?P<title>[^\n]*)$|^```yaml\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_REFERENCE: Final = re.compile(r'docs/language\.md, "([^"]+)"')


def _examples() -> list[tuple[str, str]]:
    """Section and text of every file of the page."""
    found: list[tuple[str, str]] = []
    title = ""
    for match in _EXAMPLE.finditer(PAGE):
        title = match["title"] or title
        if match["text"]:
            found.append((title, textwrap.dedent(match["text"])))
    return found


def test_the_page_has_examples() -> None:
    assert len(_examples()) >= 9


@pytest.mark.parametrize("example", _examples(), ids=lambda each: each[0])
def test_an_example_becomes_a_package(example: tuple[str, str], tmp_path: Path) -> None:
    spec = tmp_path / "capability.yaml"
    spec.write_text(example[1], "utf-8")
    made = generate(spec, tmp_path / "out", "made")
    assert made.messages == []
    assert made.written


def test_comments_point_to_sections_that_are_there() -> None:
    titles = set(re.findall(r"^## (.*)$", PAGE, re.MULTILINE))
    for folder in ("generator", "templates", "tests", "bench"):
        for path in (ROOT / folder).rglob("*.py"):
            for reference in _REFERENCE.findall(path.read_text("utf-8")):
                assert reference in titles, f"{path}: {reference}"
