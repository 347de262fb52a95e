"""Which module of the runtime imports which, read from the modules themselves.

Every import statement counts: those at the top, those inside a function that load a module late, and
those for type checkers only. The runtime loads its own modules by statements and never by a name in a
text, so that this is all there is (`tests/runtime/test_layers.py`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from ..own_files import files_below, runtime
from .imports import imports

_INIT: Final = "__init__.py"


class _Modules(Mapping[str, bytes]):
    """Modules below a folder, each read when it is first asked for: a package has half of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._contents: dict[str, bytes | None] = dict.fromkeys(sorted(_below(folder)))

    def __getitem__(self, path: str) -> bytes:
        content = self._contents[path]
        if content is None:
            with open(self._folder / path, "rb", buffering=0) as stream:
                content = self._contents[path] = stream.readall()
        return content

    def __contains__(self, path: object) -> bool:
        return path in self._contents

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)


def _below(folder: Path) -> Iterator[str]:
    start = len(os.fspath(folder)) + 1
    return (path[start:].replace(os.sep, "/") for path in files_below(os.fspath(folder), (".py",)))


@cache
def runtime_modules() -> Mapping[str, bytes]:
    """The runtime's modules: path inside the runtime (`wire/decoding.py`) → content, sorted by path."""
    return _Modules(runtime())


@cache
def imported(path: str) -> frozenset[str]:
    """The modules of the runtime that one of them imports, itself left out."""
    package = path.split("/")[:-1]
    found: set[str] = set()
    for each in imports(runtime_modules()[path]):
        if each.level:
            base = [*package[: len(package) - each.level + 1], *each.module]
            for name in each.names:
                found.update(module_of((*base, name)) or module_of(base))
    return frozenset(found - {path})


def reached(starts: Iterable[str]) -> frozenset[str]:
    """These modules, all that they import, and the packages that these stand in."""
    waiting = list(starts)
    found: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += imported(path)
            waiting += _packages_above(path)
    return frozenset(found)


def module_of(parts: Iterable[str]) -> tuple[str, ...]:
    """The module of a dotted name inside the runtime: one, or none where the name is no module."""
    name = "/".join(parts)
    candidates = (f"{name}.py", f"{name}/{_INIT}" if name else _INIT)
    return tuple(each for each in candidates if each in runtime_modules())[:1]


def _packages_above(path: str) -> Iterator[str]:
    parts = path.split("/")[:-1]
    for length in range(len(parts) + 1):
        yield "/".join((*parts[:length], _INIT))
