"""The JSONPath that outputs use: names, indexes and `[*]` (docs/language.md, "Outputs")."""

from __future__ import annotations

import re
from typing import Any

from .holes import MISSING

_STEP = re.compile(
    r"""\.?\[\s*(?:'([^']*)'|"([^"]*)"|(\*)|(-?\d+))\s*\]|\.\.?([^.\[\]]+)""", re.VERBOSE
)


class UnsupportedPathError(Exception):
    """A path that this small reader does not know."""


def extract(path: str | None, root: Any) -> Any:
    """The node at a path; None where it is missing. `$`, `$.` and nothing are the root."""
    text = (path or "").strip()
    if text in ("", "$", "$."):
        return root
    if ".." in text or "?" in text or "(" in text or ":" in text:
        raise UnsupportedPathError(text)
    if not text.startswith("$"):
        text = "$." + text
    if text.endswith("."):
        return None
    steps = _steps(text[1:])
    nodes, many = [root], False
    for kind, key in steps:
        if kind == "all":
            if not many and not nodes:
                return None  # nothing stands before the first `[*]` (docs/parity.md)
            many = True
            nodes = [child for node in nodes for child in _children(node)]
        else:
            nodes = [found for node in nodes if (found := _step(node, kind, key)) is not MISSING]
    if many:
        return nodes
    return nodes[0] if nodes else None


def _steps(text: str) -> list[tuple[str, Any]]:
    steps: list[tuple[str, Any]] = []
    end = 0
    for match in _STEP.finditer(text):
        if match.start() != end:
            raise UnsupportedPathError(text)
        end = match.end()
        single, double, star, index, name = match.groups()
        if star or name == "*":
            steps.append(("all", None))
        elif index is not None:
            steps.append(("index", int(index)))
        else:
            steps.append(("name", next(x for x in (single, double, name) if x is not None)))
    if end != len(text):
        raise UnsupportedPathError(text)
    return steps


def _children(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return list(node.values())
    return list(node) if isinstance(node, list) else []


def _step(node: Any, kind: str, key: Any) -> Any:
    if kind == "name":
        return node.get(key, MISSING) if isinstance(node, dict) else MISSING
    if not isinstance(node, list):
        return MISSING
    # The engine's library has a null where an index is beyond the end (docs/parity.md).
    return node[key] if -len(node) <= key < len(node) else None
