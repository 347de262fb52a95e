"""Lines that lack the mark which makes them what they are: `: ` after a key, `- ` before an item."""

from __future__ import annotations

from typing import Final

from .. import regex
from ..diagnostics.rules import source as rules
from .problems import Problem
from .text import Text

_KEY: Final = regex.late(r"( *)((?:- +)*)([A-Za-z][A-Za-z0-9_]*)(:?)( *)(.*)")
_MOST_LINES_ABOVE: Final = 400


def unmarked(text: Text, number: int) -> Problem | None:
    """The line above the one where the parser gave up that lacks a mark, so that it could not go on.

    Args:
        text: the file.
        number: of that line.
    """
    return _without_colon(text, number) or _without_dash(text, number)


def _column(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_written(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _above(text: Text, number: int) -> int | None:
    """The next line above that says something."""
    numbers = range(number - 1, max(0, number - _MOST_LINES_ABOVE), -1)
    return next((each for each in numbers if _is_written(text.line(each))), None)


_ODD: Final = " \u00a0\u2002\u2003\u2007\u2009\u202f\u3000\uff1a\ufe55"
"""Spaces and colons that look like those of YAML."""


def _without_colon(text: Text, number: int) -> Problem | None:
    """`name:items` and `name items` are texts, and no key can follow them."""
    above = _above(text, number)
    found = None if above is None else _KEY.fullmatch(text.line(above))
    if above is None or found is None:
        return None
    key, colon, spaces, rest = found[3], found[4], found[5], found[6]
    if colon and (spaces or not rest):
        return None  # A key as it should be.
    column, here = found.start(3), _column(text.line(number))
    is_last = not colon and not rest
    if not colon and not (column == here or (is_last and column <= here)):
        return None
    if colon and rest.startswith("//"):
        return None  # A URL.
    start = text.starts[above - 1] + column
    meant = rest.lstrip(_ODD)
    wanted = f"{key}:" + (f" {meant}" if meant else "")
    problem = f"`{found[0].strip().removeprefix('- ')[:60]}` is a text and no key"
    advice = f"write `{wanted[:60]}`"
    if meant != rest:
        advice += f", with a plain `:` and a plain space: here stands U+{ord(rest[0]):04X}"
    facts = {"problem": problem, "advice": advice}
    return Problem(rules.SYNTAX, start, start + len(key), "", facts)


def _without_dash(text: Text, number: int) -> Problem | None:
    """The first item of a list has no `- `, and the next one has."""
    line = text.line(number)
    if not line.lstrip(" ").startswith("- "):
        return None
    dash, first = _column(line), None
    for above in range(number - 1, max(0, number - _MOST_LINES_ABOVE), -1):
        content = text.line(above)
        if not _is_written(content):
            continue
        if _column(content) <= dash:
            break
        first = above
    else:
        return None
    found = None if first is None else _KEY.fullmatch(text.line(first))
    parent = _KEY.fullmatch(content)
    if first is None or found is None or parent is None or found[2] or not found[4]:
        return None
    if not parent[4] or parent[6].partition("#")[0].strip():
        return None
    start = text.starts[first - 1] + found.start(3)
    facts = {
        "problem": f"`{found[3]}` begins a mapping, and line {number} goes on with an item of a list",
        "advice": "begin it with `- `",
    }
    return Problem(rules.SYNTAX, start, start + len(found[3]), "", facts)
