"""Sections of JSON text that decide what the document is: `{"a": 1{{#b}}, "b": {{b}}{{/b}}}`.

Which members and elements are there is the author's choice. Here it is looked at whether the text can be JSON:
with each section written, and with none (docs/decisions/0064-sections.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

from ..json_quotes import has_quote, is_cut, is_inside
from ..model import Section, TextPart
from ..records import dataclass
from .sections import TagError

MARK: Final = "\ue000"
"""Stands for a value, here and where a package runs: no text of a specification may hold it."""
_OUTSIDE: Final = f'"{MARK}{MARK}"'
_BEGINNINGS: Final = ("{", "[", '"')
_ESCAPED: Final = "\\ue000"
_ACROSS: Final = (
    "begins inside of quotes and ends outside of them, or the other way round; let it hold whole strings, or "
    "a part of one string"
)
_FEW: Final = 8
"""Names of which every choice is tried."""


class _KeyOfValueError(Exception):
    """A placeholder would be a key, or a part of one."""


@dataclass(frozen=True, slots=True)
class Faults:
    """Which texts are no JSON."""

    all_written: bool
    """The one with every section."""
    none_written: bool
    """The one with no section but the inverted ones."""


def decide(parts: tuple[TextPart, ...], begins_inside: bool = False) -> bool:
    """Whether a section decides more than what stands in one string. Raises `TagError`.

    Args:
        parts: of a JSON text, or of a section in it.
        begins_inside: whether they begin inside of quotes.
    """
    found = False
    inside = begins_inside
    for part in parts:
        if isinstance(part, str):
            inside = is_inside(part, inside)
        elif isinstance(part, Section):
            holds = decide(part.parts, inside) or _has_quote(part)
            if _ends_inside(part.parts, inside) != inside:
                raise TagError(_tag(part), _ACROSS)
            found = found or holds or not inside
    return found


def _tag(section: Section) -> str:
    """What opens a section."""
    return f"{{{{{'^' if section.is_inverted else '#'}{section.value.name}}}}}"


def _has_quote(section: Section) -> bool:
    return any(isinstance(part, str) and has_quote(part) for part in section.parts)


def _ends_inside(parts: tuple[TextPart, ...], begins_inside: bool) -> bool:
    """Whether the parts end inside of quotes; the sections among them change nothing, or were reported."""
    inside = begins_inside
    for part in parts:
        if isinstance(part, str):
            inside = is_inside(part, inside)
    return inside


def is_written_as_json(parts: tuple[TextPart, ...]) -> bool:
    """Whether the text begins like a document, or is one with every section and with none."""
    names = _names(parts)
    texts = [_variant(parts, given).lstrip() for given in (names, frozenset[str]())]
    if any(text[:1] in _BEGINNINGS and not text.startswith(_OUTSIDE) for text in texts):
        return True
    return all(text and not _is_faulty(text) for text in texts)


def faults(parts: tuple[TextPart, ...]) -> Faults:
    """What is no JSON. Raises ValueError where no choice of sections makes a document."""
    _check(parts)
    try:
        return _faults(parts, _names(parts))
    except _KeyOfValueError:
        raise ValueError("a placeholder cannot be a key") from None


def _faults(parts: tuple[TextPart, ...], names: frozenset[str]) -> Faults:
    found = Faults(_is_faulty(_variant(parts, names)), _is_faulty(_variant(parts, frozenset())))
    if found.all_written and found.none_written:
        some = (_variant(parts, given) for given in _choices(sorted(names)))
        if all(map(_is_faulty, some)):
            raise ValueError("never JSON")
    return found


def _choices(names: list[str]) -> Iterator[frozenset[str]]:
    """Which of the names have a value: every choice of a few, each alone of many."""
    sizes = range(1, len(names)) if len(names) <= _FEW else (1,)
    return (frozenset(each) for size in sizes for each in combinations(names, size))


def _names(parts: tuple[TextPart, ...]) -> frozenset[str]:
    """The names of all sections."""
    found: set[str] = set()
    for part in parts:
        if isinstance(part, Section):
            found |= {part.value.name} | _names(part.parts)
    return frozenset(found)


def _check(parts: tuple[TextPart, ...]) -> None:
    for part in parts:
        if isinstance(part, Section):
            _check(part.parts)
        elif isinstance(part, str) and (MARK in part or _ESCAPED in part.lower() or is_cut(part)):
            raise ValueError("the text holds the mark, or ends in the midst of an escape")


def _is_faulty(text: str) -> bool:
    """One of which nothing is left is no body."""
    if not text.strip():
        return False
    try:
        json.loads(text, object_pairs_hook=_members, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return True
    return False


def _members(pairs: list[tuple[str, Any]]) -> None:
    if any(MARK in key for key, _ in pairs):
        raise _KeyOfValueError


def _no_number(name: str) -> None:
    raise ValueError(name)


def _variant(
    parts: tuple[TextPart, ...], given: frozenset[str], begins_inside: bool = False
) -> str:
    """The text where these names have a value, and no others."""
    pieces: list[str] = []
    inside = begins_inside
    for part in parts:
        if isinstance(part, str):
            inside = is_inside(part, inside)
            pieces.append(part)
        elif not isinstance(part, Section):
            pieces.append(MARK if inside else _OUTSIDE)
        elif part.is_inverted != (part.value.name in given):
            pieces.append(_variant(part.parts, given, inside))
    return "".join(pieces)
