"""The JSONPaths of output mappings, taken apart: names, indices and `[*]` (language 2.9.1)."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from .values import OutputMapping


class Every(enum.Enum):
    """The step `[*]`."""

    EVERY = "*"


EVERY: Final = Every.EVERY
Step: TypeAlias = str | int | Every

_TOKEN: Final = re.compile(
    r"""
      \.?\[(?P<index>-?\d+)\]
    | \.?\[(?P<every>\*)\]
    | \.?\['(?P<single>[^'\\]*)'\]
    | \.?\["(?P<double>[^"\\]*)"\]
    | \.(?P<star>\*)
    | \.(?P<name>[^.\[\]()*?@,:'"$]+)
    """,
    re.VERBOSE,
)


def parse(path: str) -> tuple[Step, ...] | None:
    """The steps of a path; None for what is not supported (`..`, slices, filters, functions)."""
    text = path.strip()
    if text in ("", "$", "$."):
        return ()
    if not text.startswith("$"):
        text = f"$.{text}" if not text.startswith("[") else f"${text}"
    steps: list[Step] = []
    position = 1
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            return None
        steps.append(_step(match))
        position = match.end()
    return tuple(steps)


def _step(match: re.Match[str]) -> Step:
    found = match.groupdict()
    if found["index"] is not None:
        return int(found["index"])
    if found["every"] or found["star"]:
        return EVERY
    name = found["name"]
    for key in ("single", "double"):
        name = found[key] if found[key] is not None else name
    return str(name).strip()


def mappings(outputs: tuple[OutputMapping, ...]) -> Iterator[OutputMapping]:
    """Outputs and everything inside them."""
    for output in outputs:
        yield output
        yield from mappings(tuple(inner for _, inner in output.properties))
        yield from mappings(tuple(inner for inner in (output.items, output.values) if inner))
