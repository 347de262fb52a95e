"""Where the keys and values of a TOML file stand: the library that reads it does not say.

A statement is the least number of lines that the library can read by itself, so the grammar stays
the library's. Only a file that has a mistake in its table is looked at in this way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ... import regex
from ...diagnostics import Position
from ...records import dataclass

Path = tuple[str, ...]

_HEADER: Final = regex.late(r"\s*\[")
_KEY: Final = regex.late(r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^="'#])*""")
"""Everything before the `=` of a statement: bare and quoted keys, joined by dots."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a key begins, and where its value does."""

    key: Position
    value: Position


def places(text: str) -> Mapping[Path, Place]:
    """The place of every key of a valid TOML document, by the names that lead to it."""
    import tomllib

    found: dict[Path, Place] = {}
    table: Path = ()
    for number, statement in _statements(text.splitlines()):
        read = tomllib.loads(statement)
        if _HEADER.match(statement):
            table = _leading(read)
            for end in range(1, len(table) + 1):
                at = Position(number, statement.find(table[end - 1]) + 1)
                found.setdefault(table[:end], Place(at, at))
        elif read:
            for path, place in _of_pair(statement, number, read):
                found.setdefault((*table, *path), place)
    return found


def _statements(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Each statement with the number of its first line."""
    first = 0
    while first < len(lines):
        last = first + 1
        while last < len(lines) and not _is_whole("\n".join(lines[first:last])):
            last += 1
        yield first + 1, "\n".join(lines[first:last])
        first = last


def _is_whole(statement: str) -> bool:
    import tomllib

    try:
        tomllib.loads(statement)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _leading(read: Mapping[str, Any]) -> Path:
    """The names of a header: `[a.b]` is read as `{"a": {"b": {}}}`, `[[a]]` as `{"a": [{}]}`."""
    names: list[str] = []
    value: Any = read
    while isinstance(value, dict) and value:
        name, value = next(iter(value.items()))
        names.append(name)
    return tuple(names)


def _of_pair(statement: str, number: int, read: Mapping[str, Any]) -> Iterator[tuple[Path, Place]]:
    """The keys of `a.b = value`, and those of an inline table that the value is."""
    written = _KEY.match(statement)
    equals = written.end() if written else 0
    indent = len(statement) - len(statement.lstrip())
    value_at = equals + 1
    value_at += len(statement[value_at:]) - len(statement[value_at:].lstrip(" \t"))
    place = Place(Position(number, indent + 1), _position(statement, number, value_at))
    yield from _below((), read, statement, number, place, value_at)


def _below(
    path: Path, value: Any, statement: str, number: int, place: Place, value_at: int
) -> Iterator[tuple[Path, Place]]:
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        own = (*path, name)
        inline = re.search(rf"""["']?{re.escape(name)}["']?\s*[=.]\s*""", statement[value_at:])
        at = place
        if inline is not None:
            start, end = value_at + inline.start(), value_at + inline.end()
            at = Place(_position(statement, number, start), _position(statement, number, end))
        yield own, at
        yield from _below(own, inner, statement, number, at, value_at)


def _position(statement: str, number: int, offset: int) -> Position:
    before = statement[:offset]
    line_start = before.rfind("\n") + 1
    return Position(number + before.count("\n"), offset - line_start + 1)
