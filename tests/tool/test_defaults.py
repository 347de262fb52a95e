"""docs/upgrading.md has every default that is not the first build's, by the name of its setting."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

import pytest

from tests.tool import defaults
from tests.tool.conftest import ROOT

PAGE: Final = (ROOT / "docs" / "upgrading.md").read_text(encoding="utf-8")
CODE: Final = re.findall(r"`([^`]+)`", PAGE)
_PREFIX: Final = re.compile(r"QUAY_(?:MCP_|REST_)?")
BEFORE: Final[defaults.Facts] = json.loads(defaults.FACTS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module", name="now")
def _now() -> defaults.Facts:
    return defaults.of_tree()


def test_the_facts_of_the_first_build_are_what_git_has() -> None:
    assert defaults.first() == BEFORE


@pytest.mark.parametrize("kind", BEFORE)
def test_the_facts_are_of_both_builds(kind: str, now: defaults.Facts) -> None:
    """Nothing to compare would look like nothing that has changed."""
    assert len(BEFORE[kind].keys() & now[kind].keys()) > 15


@pytest.mark.parametrize("kind", BEFORE)
def test_each_default_that_changed_is_on_the_page(kind: str, now: defaults.Facts) -> None:
    missing = [what for what, name in _changes(kind, BEFORE[kind], now[kind]) if not _has(name)]
    assert missing == [], "a row of docs/upgrading.md for each"


def test_the_page_says_how_to_have_the_old_value(now: defaults.Facts) -> None:
    for name, was in BEFORE["variable"].items():
        if was and was != now["variable"].get(name, was):
            assert f"{_PREFIX.sub('', name, count=1)}={was}" in CODE


def test_a_changed_default_would_be_found() -> None:
    was = {"QUAY_REST_A": "1", "QUAY_REST_B": "true", "generate --c": ""}
    now = {"QUAY_REST_A": "2", "QUAY_REST_D": "3", "QUAY_E": "", "init --f": "x"}
    assert [what for what, _ in _changes("variable", was, now)] == [
        "QUAY_REST_A: 1 → 2",
        "QUAY_REST_B: true → gone",
        "QUAY_REST_D: not there → 3",
        "generate --c:  → gone",
    ]


def _changes(kind: str, was: dict[str, str], now: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What differs, in words, and the name that the page has for it.

    What is new and off changes nothing, nor do the options of a command that was not there.
    """
    commands = {name.rpartition(" ")[0] for name in was}
    for name in sorted(was.keys() | now.keys()):
        new = name not in was and (not now[name] or name.rpartition(" ")[0] not in commands)
        if not new and was.get(name) != now.get(name):
            said = f"{name}: {was.get(name, 'not there')} → {now.get(name, 'gone')}"
            yield said, _name(kind, name)


def _name(kind: str, name: str) -> str:
    if kind == "variable":
        return _PREFIX.sub("", name, count=1)
    return name.rpartition("." if kind == "field" else " ")[2]


def _has(name: str) -> bool:
    alone = re.compile(rf"(?<![A-Za-z0-9_-])(?:<API>_)?{re.escape(name)}(?![A-Za-z0-9_-])")
    return any(map(alone.search, CODE))
