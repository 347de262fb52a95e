"""Which module of the runtime imports which, read from the modules themselves.

Every import statement counts: those at the top, those inside a function that load a module late, and
those for type checkers only. The runtime loads its own modules by statements and never by a name in a
text, so that this is all there is (`tests/runtime/test_layers.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from ..own_files import runtime
from .imports import imports

_INIT: Final = "__init__.py"


@cache
def runtime_modules() -> Mapping[str, bytes]:
    """The runtime's modules: path inside the runtime (`wire/decoding.py`) → content."""
    folder = runtime()
    paths = sorted(folder.rglob("*.py"))
    contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return MappingProxyType(contents)


@cache
def runtime_graph() -> Mapping[str, frozenset[str]]:
    """Module → the modules of the runtime that it imports, itself left out."""
    modules = runtime_modules()
    graph = {
        path: frozenset(_imported(path, content, modules)) - {path}
        for path, content in modules.items()
    }
    return MappingProxyType(graph)


def reached(starts: Iterable[str]) -> frozenset[str]:
    """These modules, all that they import, and the packages that these stand in."""
    graph = runtime_graph()
    waiting = list(starts)
    found: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += graph[path]
            waiting += _packages_above(path)
    return frozenset(found)


def _imported(path: str, content: bytes, modules: Iterable[str]) -> Iterator[str]:
    package = path.split("/")[:-1]
    for each in imports(content):
        if not each.level:
            continue
        base = [*package[: len(package) - each.level + 1], *each.module]
        for name in each.names:
            yield from module_of((*base, name), modules) or module_of(base, modules)


def module_of(parts: Iterable[str], modules: Iterable[str]) -> tuple[str, ...]:
    """The module of a dotted name: one, or none where the name is no module."""
    name = "/".join(parts)
    candidates = (f"{name}.py", f"{name}/{_INIT}" if name else _INIT)
    return tuple(each for each in candidates if each in modules)[:1]


def _packages_above(path: str) -> Iterator[str]:
    parts = path.split("/")[:-1]
    for length in range(len(parts) + 1):
        yield "/".join((*parts[:length], _INIT))
