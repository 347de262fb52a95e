"""Parts of a document, and what is built of them: what mapped outputs are written with.

What is missing is None, never an error. Paths with more in them than names, indices and `[*]` are
followed by `paths`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from ..values import Json, JsonValue

Build: TypeAlias = Callable[[Json], Json]
"""What is made of a part."""


def at(value: JsonValue, *path: str | int) -> Json:
    """What names and indices (negative ones from the end) lead to, one inside the other."""
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        elif isinstance(value, list) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def each_of(value: Json, *paths: tuple[str | int, ...]) -> list[Json] | None:
    """What `[*]` leads to: with `("a",), ("b",)` the list of every `b` in the elements of `a`.

    An element without it is skipped; where `a` is not there, there is no list. The elements of an
    object are its values.
    """
    found: list[Json] = list(_at(value, paths[0]))
    if not found:
        return None
    for path in paths[1:]:
        found = [one for whole in found for part in _elements(whole) for one in _at(part, path)]
    return found


def _elements(value: JsonValue) -> list[Json]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _at(value: JsonValue, path: tuple[str | int, ...]) -> Iterator[Json]:
    """The value that is there, null too; nothing where none is. An index beyond the end is a null."""
    for step in path:
        if isinstance(step, str):
            if not isinstance(value, dict) or step not in value:
                return
            value = value[step]
        elif isinstance(value, list):
            value = value[step] if -len(value) <= step < len(value) else None
        else:
            return
    yield value


def array(value: JsonValue, build: Build | None = None) -> list[Json] | None:
    """A list, of what is built of each element; None for anything else."""
    if not isinstance(value, list):
        return None
    return value if build is None else [build(element) for element in value]


def listed(value: JsonValue, build: Build) -> Json:
    """A list of what is built of each element; anything else as it is."""
    return [build(element) for element in value] if isinstance(value, list) else value


def nested(value: Json, build: Build) -> Json:
    """What is built of a part; None where that is not there."""
    return None if value is None else build(value)


def remade(value: JsonValue, build: Callable[[dict[str, Json]], Json]) -> Json:
    """What is built of an object; anything else as it is."""
    return build(value) if isinstance(value, dict) else value


def by_name(value: JsonValue, build: Build | None = None) -> dict[str, Json] | None:
    """An object whose names are free, of what is built of each value; None for anything else.

    A value of which nothing can be built stays as it is.
    """
    if not isinstance(value, dict) or build is None:
        return value if isinstance(value, dict) else None
    built = {name: build(inner) for name, inner in value.items()}
    return {name: value[name] if one is None else one for name, one in built.items()}


def cut(value: Json, length: int) -> Json:
    """A text of at most so many characters; anything else as it is."""
    return value[:length] if isinstance(value, str) else value
