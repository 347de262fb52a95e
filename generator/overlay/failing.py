"""Why a path selects nothing: the segment where it goes wrong, and what was probably meant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from .. import regex
from ..diagnostics.spelling import listed, nearest
from .selecting import Location, SelectionError, segments, select

_QUOTED: Final = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_NAMED: Final = regex.late(rf"(\.\.)?\[({_QUOTED})\]")
_COMPARED: Final = regex.late(rf"@((?:\[(?:{_QUOTED})\])+) == ({_QUOTED})")
_KEY: Final = regex.late(rf"\[({_QUOTED})\]")
_INDEX: Final = regex.late(r"\[(-?\d+)\]")
_NAMING: Final = frozenset(
    ("id", "in", "method", "name", "namespace", "operationId", "path", "type")
)
"""Keys whose values may be shown."""
_LONGEST: Final = 100
"""Characters of a name that is shown."""
_SHOWN: Final = 6
"""Names that are listed where none is near."""


def advice(path: str, data: Any) -> str:
    """What to say of a path that can be read and selects nothing, with its full stop.

    Args:
        path: a JSONPath.
        data: the document.
    """
    before = "$"
    for start, end, spelled in segments(path):
        found = _selected(path[:end], data)
        if not found:
            there = [_at(data, each) for each in _selected(before, data)]
            wrong = path[start:end]
            meant = _meant(spelled, there)
            said = f"`{before}` is there, `{wrong}` in it is not" + (f"; {meant}" if meant else "")
            return said if said.endswith("?") else f"{said}."
        before = path[:end]
    return "nothing of it is there."


def _selected(path: str, data: Any) -> list[Location]:
    try:
        return select(path, data)
    except SelectionError:
        return []


def _at(data: Any, location: Location) -> Any:
    for key in location:
        data = data[key]
    return data


def _meant(spelled: str, there: list[Any]) -> str:
    """What one segment, in the canonical form of the library, was probably meant to be."""
    if named := _NAMED.fullmatch(spelled):
        if not named[1] and there and all(isinstance(each, list) for each in there):
            return "it is a list: `[0]` is its first item, `[*]` means all"
        return _near_key(_text(named[2]), _all(there) if named[1] else iter(there))
    if _INDEX.fullmatch(spelled):
        lengths = [len(each) for each in there if isinstance(each, list)]
        return f"the last item is `[{max(lengths) - 1}]`" if any(lengths) else ""
    places = list(_items(_all(there) if spelled.startswith("..") else iter(there)))
    for keys, literal in _COMPARED.findall(spelled):
        if said := _near_value([_text(key) for key in _KEY.findall(keys)], _text(literal), places):
            return said
    return ""


def _near_value(names: list[str], wanted: str, places: list[Any]) -> str:
    """Of `@.name == 'wanted'`: the key, or the value if it is one that names something and so no secret."""
    for name in names:
        below = [each[name] for each in places if isinstance(each, dict) and name in each]
        if not below:
            return _near_key(name, iter(places))
        places = below
    values = [each for each in places if isinstance(each, str)]
    return "" if wanted in values or names[-1] not in _NAMING else _near(wanted, values, "values")


def _near_key(name: str, places: Iterator[Any]) -> str:
    return _near(name, [k for each in places if isinstance(each, dict) for k in each], "keys")


def _near(word: str, candidates: list[str], what: str) -> str:
    known = [each for each in dict.fromkeys(candidates) if len(each) <= _LONGEST]
    close = nearest(word, known)
    if close is not None and close != word:
        return f"did you mean `{close}`?"
    if len(known) > _SHOWN:
        some = ", ".join(f"`{each}`" for each in known[:_SHOWN])
        return f"{what} there are {some} and {len(known) - _SHOWN} more"
    return f"{what} there are {listed(known, 'and')}" if known else ""


def _items(there: Iterable[Any]) -> Iterator[Any]:
    for each in there:
        if isinstance(each, dict):
            yield from each.values()
        elif isinstance(each, list):
            yield from each


def _all(there: list[Any]) -> Iterator[Any]:
    """Values and all that stands in them."""
    waiting = list(reversed(there))
    while waiting:
        each = waiting.pop()
        yield each
        waiting.extend(reversed(list(_items([each]))))


def _text(quoted: str) -> str:
    """The text of a string literal of JSONPath (RFC 9535, 2.3.1)."""
    inner = quoted[1:-1]
    if quoted[0] == "'":
        inner = inner.replace("\\'", "'").replace('"', '\\"')
    try:
        return str(json.loads(f'"{inner}"'))
    except ValueError:
        return inner
