"""The imports of a tree of modules: what stands on what, and where it goes in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

Module = tuple[str, ...]
"""The parts of a module's name below the root: `("lower", "python")`; a package is its folder."""


def module_of(path: Path, root: Path) -> Module:
    """The name of a module from its file."""
    parts = path.relative_to(root).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def imported(path: Path, root: Path) -> Iterator[Module]:
    """Every module below the root that a module imports, wherever in it and for whatever reason."""
    package = path.relative_to(root).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = package[: len(package) - node.level + 1]
        base += tuple(node.module.split(".")) if node.module else ()
        for alias in node.names:
            yield from _found(root, base, alias.name)


def _found(root: Path, base: Module, name: str) -> Iterator[Module]:
    """`from base import name`: the module of that name, else the one that holds it."""
    for candidate in ((*base, name), base):
        path = root.joinpath(*candidate)
        if path.with_suffix(".py").is_file() or (path / "__init__.py").is_file():
            yield candidate
            return


def graph(root: Path) -> Mapping[Module, frozenset[Module]]:
    """Every module below the root, and what it imports."""
    return {
        module_of(path, root): frozenset(imported(path, root))
        for path in sorted(root.rglob("*.py"))
    }


def circles(edges: Mapping[Module, frozenset[Module]]) -> list[list[str]]:
    """Each set of modules that import one another (strongly connected, after Tarjan)."""
    index: dict[Module, int] = {}
    lowest: dict[Module, int] = {}
    stack: list[Module] = []
    found: list[list[str]] = []

    def visit(module: Module) -> None:
        index[module] = lowest[module] = len(index)
        stack.append(module)
        for other in sorted(edges.get(module, ())):
            if other not in index:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in stack:
                lowest[module] = min(lowest[module], index[other])
        if lowest[module] == index[module]:
            place = stack.index(module)
            component = stack[place:]
            del stack[place:]
            if len(component) > 1:
                found.append(sorted(".".join(each) for each in component))

    for module in edges:
        if module not in index:
            visit(module)
    return found
