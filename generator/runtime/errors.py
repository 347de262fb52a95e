"""The errors that users may catch: said once, in the runtime."""

from __future__ import annotations

from functools import cache
from typing import Final

from .. import regex
from .graph import runtime_modules

_ROOT: Final = "Error"
EVERYWHERE: Final = "errors"
"""The module of those that any package may raise."""
OF_ADAPTERS: Final = "package_files"
"""The module of those that a package raises which serves."""
_CLASS: Final = regex.late(r"\nclass ([A-Z]\w*)\(([\w\s.,]*)\):")
"""A public class at the top of a module, and its bases."""
_NAME: Final = regex.late(r"[\w.]+")


@cache
def error_names(module: str) -> tuple[str, ...]:
    """The public classes of a module of the runtime that derive from `Error`, sorted.

    Args:
        module: its name, at the top of the runtime.
    """
    derived = {_ROOT}
    found: list[str] = [_ROOT] if module == EVERYWHERE else []
    for name, bases in _CLASS.findall(runtime_modules()[f"{module}.py"].decode()):
        if not derived.isdisjoint(_NAME.findall(bases)):
            derived.add(name)
            found.append(name)
    return tuple(sorted(found))
