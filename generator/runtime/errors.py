"""The errors that users may catch: said once, in the runtime."""

from __future__ import annotations

import ast
from functools import cache
from typing import Final

from .graph import runtime_modules

_ROOT: Final = "Error"
EVERYWHERE: Final = "errors"
"""The module of those that any package may raise."""
OF_ADAPTERS: Final = "package_files"
"""The module of those that a package raises which serves."""


@cache
def error_names(module: str) -> tuple[str, ...]:
    """The public classes of a module of the runtime that derive from `Error`, sorted.

    Args:
        module: its name, at the top of the runtime.
    """
    derived = {_ROOT}
    found: list[str] = [_ROOT] if module == EVERYWHERE else []
    for node in ast.parse(runtime_modules()[f"{module}.py"]).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
            if bases & derived:
                derived.add(node.name)
                found.append(node.name)
    return tuple(sorted(found))
