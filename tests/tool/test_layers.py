"""The stages of the generator know what docs/architecture.md says, and nothing goes in a circle."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from generator import own_files
from tests.support.layers import circles, graph

ROOT: Final = own_files.PACKAGE
REPOSITORY: Final = Path(__file__).resolve().parents[2]
COMMON: Final = frozenset(
    (
        "agent_skills",
        "diagnostics",
        "dialect",
        "json_quotes",
        "letters",
        "markdown",
        "naming",
        "options",
        "origin",
        "own_files",
        "records",
        "regex",
        "__init__",
    )
)
"""What all may use; among themselves these stand on what `MAY_USE` says."""
MAY_USE: Final[dict[str, set[str]]] = {
    "source": set(),
    "model": set(),
    "overlay": {"source"},
    "secrets": {"source"},
    "slips": {"source"},
    "validate": {"model", "source"},
    "normalise": {"model", "source"},
    "plan": {"model"},
    "resolve": {"model", "plan"},
    "openapi": {"secrets", "source"},
    "contract": set(),
    "runtime": set(),
    "tokens": set(),
    "reach": {"contract", "model", "plan"},
    "scripting": {"model", "plan", "source"},
    "lower": {"reach", "contract", "runtime", "model", "plan"},
    "render": {"lower"},
    "formatting": {"render"},
    "store": {"source"},
    "pipeline": {
        *(
            "source",
            "overlay",
            "secrets",
            "validate",
            "normalise",
            "resolve",
            "lower",
            "render",
            "formatting",
            "store",
        ),
        *("contract", "reach", "runtime", "model", "plan", "scripting", "slips"),
    },
    "distribution": {"contract", "runtime"},
    "ship": {"lower", "model", "plan"},
    "replaying": {"lower", "model", "plan"},
    "command": {
        "openapi",
        "distribution",
        "ship",
        "replaying",
        "pipeline",
        "store",
        "source",
        "contract",
        "tokens",
        "runtime",
        "model",
        "plan",
    },
}
"""What each stage may import besides what is common."""
COMMON_MAY_USE: Final[dict[str, set[str]]] = {
    "diagnostics": {"origin", "records", "regex", "__init__"},
    "naming": {"records", "regex"},
    "dialect": set(),
    "json_quotes": {"regex"},
    "letters": set(),
    "markdown": {"diagnostics", "regex"},
    "options": {"dialect", "records"},
    "origin": {"records"},
    "agent_skills": {"regex"},
    "own_files": set(),
    "records": set(),
    "regex": set(),
    "__init__": set(),
    "__main__": {"command"},
}
EDGES: Final = graph(ROOT)


def _room(module: tuple[str, ...]) -> str:
    return module[0] if module else "__init__"


def _used(room: str) -> set[str]:
    used = {_room(other) for module in EDGES if _room(module) == room for other in EDGES[module]}
    return used - {room}


def test_every_room_has_its_place() -> None:
    assert {_room(module) for module in EDGES} == {*MAY_USE, *COMMON_MAY_USE}


@pytest.mark.parametrize("room", sorted(MAY_USE))
def test_a_stage_knows_only_what_is_before_it(room: str) -> None:
    assert _used(room) <= MAY_USE[room] | COMMON


@pytest.mark.parametrize("room", sorted(COMMON_MAY_USE))
def test_what_is_common_stands_on_little(room: str) -> None:
    assert _used(room) <= COMMON_MAY_USE[room]


def test_no_modules_import_each_other() -> None:
    assert circles(EDGES) == []


def test_a_circle_would_be_seen() -> None:
    a, b, c = ("a",), ("b",), ("b", "c")
    edges = {a: frozenset((b,)), b: frozenset((c,)), c: frozenset((a,))}
    assert circles(edges) == [["a", "b", "b.c"]]


def test_the_documentation_says_the_same() -> None:
    text = (REPOSITORY / "docs" / "architecture.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*)\|$", text, re.MULTILINE)
    said = {name: set(re.findall(r"`(\w+)`", others)) for name, others in rows}
    assert {name: said.get(name) for name in MAY_USE} == MAY_USE
