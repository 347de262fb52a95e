"""The folders of the runtime know each other in one direction only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from generator.own_files import runtime

ROOT: Final = runtime()
MAY_USE: Final[dict[str, set[str]]] = {
    "transport": set(),
    "wire": {"transport"},
    "calls": {"wire", "transport"},
    "client": {"calls", "wire", "transport"},
    "server": set(),
    "rest": {"server", "calls", "wire", "transport"},
    "mcp": {"server", "calls", "wire", "transport"},
}
"""What each folder may import besides the modules at the root, which all may use."""


def used_folders(path: Path) -> Iterator[str]:
    """The folders of the runtime that a module imports from, its own left out."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            names = node.module.split(".") if node.module else [node.names[0].name]
            first = [*base, *names][0]
            if (ROOT / first).is_dir() and first != next(iter(package), None):
                yield first


def test_every_folder_has_its_place() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders == MAY_USE.keys()


@pytest.mark.parametrize("folder", sorted(MAY_USE))
def test_a_folder_knows_only_what_is_below_it(folder: str) -> None:
    for path in (ROOT / folder).glob("*.py"):
        assert set(used_folders(path)) <= MAY_USE[folder], path
