"""The modules of the runtime know each other in one direction only."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Final

import pytest

from generator.own_files import runtime
from generator.runtime.graph import imported, runtime_modules
from generator.runtime.imports import Import, imports
from tests.support.processes import ROOT as PROJECT

ROOT: Final = runtime()
MAY_USE: Final[dict[str, set[str]]] = {
    "transport": set(),
    "wire": {"transport"},
    "formats": {"wire", "transport"},
    "credentials": {"wire"},
    "calls": {"credentials", "wire", "transport"},
    "client": {"calls", "wire", "transport"},
    "server": {"credentials", "transport"},
    "oauth": {"server", "credentials", "transport"},
    "recording": {"wire", "transport"},
    "rest": {"server", "calls", "wire", "transport"},
    "mcp": {"server", "calls", "wire", "transport"},
    "callers": {"server", "rest", "mcp", "skill"},
    "skill": {"server"},
    "telemetry": {"mcp", "rest", "server", "calls", "wire", "transport"},
}
"""What each folder may import besides the modules at the root, which all may use."""


def used_folders(path: str) -> Iterator[str]:
    """The folders of the runtime that a module imports from, its own left out."""
    for used in imported(path):
        folder = used.rpartition("/")[0]
        if folder and folder != path.rpartition("/")[0]:
            yield folder


def test_every_folder_has_its_place() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders == MAY_USE.keys()


@pytest.mark.parametrize("folder", ["", *sorted(MAY_USE)])
def test_a_folder_knows_only_what_is_below_it(folder: str) -> None:
    for path in runtime_modules():
        if path.rpartition("/")[0] == folder and path != "transports.py":  # It is for people.
            assert set(used_folders(path)) <= MAY_USE.get(folder, set()), path


def test_no_module_imports_itself_through_others() -> None:
    """Late imports and those for types count: a module can be read without those that use it."""
    graph = {path: imported(path) for path in runtime_modules()}
    try:
        order = [*TopologicalSorter(graph).static_order()]
    except CycleError as error:
        pytest.fail(f"a circle: {' imports '.join(reversed(error.args[1]))}")
    assert set(order) == graph.keys()


@pytest.mark.parametrize("path", sorted(runtime_modules()))
def test_imports_can_be_found_without_running_them(path: str) -> None:
    """A package gets the modules that it reaches; no name in a text may reach others."""
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func):
            # The command line loads modules of the package that was generated, by its name.
            assert path == "server/command.py", ast.unparse(node)
            assert ast.unparse(node.args[-1]) == "package"
        assert not (isinstance(node, ast.Name) and node.id == "__import__"), path
        if isinstance(node, ast.ImportFrom) and node.level:
            assert all(alias.name != "*" for alias in node.names), path


def test_the_runtime_does_not_know_where_it_is() -> None:
    """It may stand in a package, beside several, or be installed by itself."""
    for path in runtime_modules():
        text = (ROOT / path).read_text()
        assert "__file__" not in text, path
        assert "._runtime" not in text, path


def test_imports_are_read_from_the_text_as_from_the_tree() -> None:
    generated = (PROJECT / "generated/quay").rglob("*.py")
    golden = (PROJECT / "tests/golden").glob("*/expected/*.py")
    for path in (*ROOT.rglob("*.py"), *generated, *golden):
        content = path.read_bytes()
        in_tree = Counter(
            Import(
                node.level,
                tuple(node.module.split(".")) if node.module else (),
                tuple(alias.name for alias in node.names),
            )
            for node in ast.walk(ast.parse(content))
            if isinstance(node, ast.ImportFrom)
        )
        assert Counter(imports(content)) == in_tree, path
