"""The sections of a text: what each of them asks for, and what the names inside mean.

A name inside is a key of what the section is written for, and where that has no such key, what the name
means outside. A list that a caller gives is one value; a list inside a value is written for each element
(docs/decisions/0064-sections.md).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from ..model import Placeholder, Scope, Section
from ..plan import Atom, Fixed, FromItem, FromName, FromStep, SectionOf

_ITEM = "."


class OptionalNames(Protocol):
    """Gives a placeholder its meaning, where a text can do without it."""

    def optional(self, placeholder: Placeholder) -> Atom: ...


def section_of(
    section: Section, names: OptionalNames, around: tuple[str | None, ...] = ()
) -> SectionOf:
    """A section with every name resolved; `around` are the names of those outside that have a value."""
    value = _named(section.value, names, around)
    repeats = isinstance(value, FromItem) or _is_part(section.value, value)
    inner = around
    if not section.is_inverted:
        inner = (*around, None if repeats else section.value.name)
    parts: list[Atom] = []
    for part in section.parts:
        match part:
            case str():
                parts.append(Fixed(part))
            case Section():
                parts.append(section_of(part, names, inner))
            case _:
                parts.append(_named(part, names, inner))
    return SectionOf(value, section.is_inverted, repeats, tuple(parts))


def _is_part(placeholder: Placeholder, value: Atom) -> bool:
    """Whether a value stands inside another one: its lists are lists, and no texts."""
    if isinstance(value, FromName | FromStep) and value.path:
        return True
    return placeholder.scope is Scope.ANY and "." in placeholder.name


def _named(placeholder: Placeholder, names: OptionalNames, around: tuple[str | None, ...]) -> Atom:
    if placeholder.name == _ITEM and around:
        return FromItem(len(around) - 1, (), None)
    meaning = names.optional(placeholder)
    if isinstance(meaning, FromStep):
        meaning = replace(meaning, is_optional=True)
    if placeholder.scope is not Scope.ANY or placeholder.name in around:
        return meaning
    for depth in range(len(around)):
        meaning = FromItem(depth, tuple(placeholder.name.split(".")), meaning)
    return meaning
