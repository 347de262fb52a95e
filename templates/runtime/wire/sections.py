"""Parts of texts that depend on a value: sections of templates (language: Sections).

Absent, null and false is no value; an empty text, zero and an object are one. Where a value was given and
a part is not written, an empty text stands for it, so that the whole text is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias, cast

from ..values import OMIT, Json
from .walking import inside

Part: TypeAlias = str | tuple[str, Json]
"""A constant, or the name of a value and the value."""


def where(value: Json, *parts: Part) -> tuple[Part, ...]:
    """The parts, where there is a value."""
    if value is OMIT or value is None:
        return ()
    return ("",) if value is False else parts


def unless(value: Json, *parts: Part) -> tuple[Part, ...]:
    """The parts, where there is no value."""
    is_missing = value is OMIT or value is None or value is False
    return parts if is_missing else ("",)


def unless_any(value: Json, *parts: Part) -> tuple[Part, ...]:
    """The same for a value inside another one, where an empty list is no value either."""
    is_empty = isinstance(value, (list, tuple)) and not value
    return parts if is_empty else unless(value, *parts)


def each(value: Json, made: Callable[[Json], tuple[Part, ...]]) -> tuple[Part, ...]:
    """What is made of each element of a list, or of a value that is no list."""
    if not isinstance(value, (list, tuple)):
        is_there = value is not OMIT and value is not None and value is not False
        return made(value) if is_there else where(value)
    items = cast("Sequence[Json]", value)
    return tuple(part for item in items for part in made(item)) or ("",)


def named(item: Json, otherwise: Json, *path: str) -> Json:
    """What keys lead to in an element, or what the name means outside where it has no such key."""
    has_it = isinstance(item, dict) and path[0] in item
    return inside(item, *path) if has_it else otherwise
