"""CONTRIBUTING.md, "Where a new … goes": the files that it names are there, and it needs no others.

What is held is what makes the answers true: a list of all kinds that stands in another module would be one
more file to change, and a type checker or nobody would say so.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.model import ResponseFormat
from generator.model.authentication import Authentication
from tests.support.processes import ROOT

_PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
_SECTION = _PAGE[_PAGE.index("## Where a new") :]
_ROWS = dict(re.findall(r"^\| ([a-zA-Z ]+) \| (.+) \|$", _SECTION, re.MULTILINE))
_PATH = re.compile(r"`((?:generator|templates)/[a-z_./0-9]+)`")


def _sources(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def test_the_five_are_there() -> None:
    wanted = [
        "response format",
        "flag of the command",
        "diagnostic",
        "authentication type",
        "MCP capability",
    ]
    assert [row for row in _ROWS if row not in ("a new", "---")] == wanted


@pytest.mark.parametrize("row", [row for row in _ROWS if row != "a new"])
def test_the_files_of_an_answer_are_there(row: str) -> None:
    named = _PATH.findall(_ROWS[row])
    assert len(named) >= 1
    assert all((ROOT / path).exists() for path in named), named


def test_an_authentication_type_has_one_home() -> None:
    """The kinds are told apart where one is read and in `lower`; everybody else asks the kind itself."""
    homes = {"model/authentication.py", "model/__init__.py", "normalise/authentication.py"}
    homes |= {"lower/authentication.py"}
    kinds = [each.__origin__.__name__ for each in Authentication.__args__]
    every = re.compile(r"\b(?:" + "|".join(kinds) + r")\b")
    root = ROOT / "generator"
    naming_all = {
        path.relative_to(root).as_posix()
        for path in _sources("generator")
        if set(every.findall(path.read_text("utf-8")))
        >= {*kinds} - {"OAuth2Auth", "ClientCredentialsAuth"}
    }
    assert naming_all <= homes


@pytest.mark.parametrize("kind", Authentication.__args__)
def test_a_kind_says_of_itself_what_others_ask(kind: type) -> None:
    assert {"mapped", "filled", "written", "shown", "placed"} <= set(dir(kind.__origin__))  # type: ignore[attr-defined]


def test_a_response_format_is_listed_in_no_other_module() -> None:
    """A module that lists every format would have to be changed for each new one."""
    every = {each.name for each in ResponseFormat}
    root = ROOT / "generator"
    naming_all = {
        path.relative_to(root).as_posix()
        for path in _sources("generator")
        if set(re.findall(r"ResponseFormat\.([A-Z]+)\b", path.read_text("utf-8")))
        >= every - {"AUTO"}
    }
    assert naming_all == set()
