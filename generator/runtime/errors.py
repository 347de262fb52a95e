"""The errors that users may catch: said once, in the runtime."""

from __future__ import annotations

import ast
from functools import cache
from typing import Final

from .graph import runtime_modules

_ROOT: Final = "Error"


@cache
def error_names() -> tuple[str, ...]:
    """The public classes of the runtime's `errors.py` that derive from `Error`, in its order."""
    derived = {_ROOT}
    for node in ast.parse(runtime_modules()["errors.py"]).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
            if bases & derived:
                derived.add(node.name)
    return tuple(sorted(derived))
