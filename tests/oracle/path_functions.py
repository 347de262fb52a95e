"""The functions of paths (2.9.1): they work on a list or an object as a whole, and say nothing of anything else."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from .path_text import Apply, UnsupportedPathError

NOTHING: Final[Any] = type("Nothing", (), {})()
NUMBERS: Final[dict[str, Callable[[list[float]], float]]] = {
    "sum": math.fsum,
    "min": min,
    "max": max,
    "avg": lambda items: math.fsum(items) / len(items),
}


def apply(step: Apply, node: Any) -> Any:
    """The result, or `NOTHING` where the library raises."""
    match step.name:
        case "length" | "size":
            return len(node) if isinstance(node, list | dict) else None
        case "keys":
            return list(node) if isinstance(node, dict) else None
        case "first" | "last":
            if not isinstance(node, list) or not node:
                return NOTHING
            return node[0 if step.name == "first" else -1]
        case name if name in NUMBERS:
            return _counted(name, node)
    raise UnsupportedPathError(step.name)


def apply_to_all(step: Apply, found: list[Any]) -> Any:
    """A function behind `..`."""
    if step.name in ("length", "size"):
        return len(found)
    if step.name not in NUMBERS:
        raise UnsupportedPathError(step.name)
    result = _counted(step.name, found)
    return None if result is NOTHING else result


def _counted(name: str, node: Any) -> Any:
    """Numbers of a list as decimals; others in it are not counted, and of none there is no result."""
    numbers = [
        float(each)
        for each in (node if isinstance(node, list) else ())
        if isinstance(each, int | float) and not isinstance(each, bool)
    ]
    return NUMBERS[name](numbers) if numbers else NOTHING
