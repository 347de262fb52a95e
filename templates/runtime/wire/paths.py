"""JSONPath over values, as the language's outputs are written for (language: JSONPath).

Paths are taken apart when the package is generated. What a path leads to is one value, or None where
nothing is; a path that may lead to several places (`[*]`, `..`, slices, unions of indices, filters) gives
the list of what was found. Below what is missing there is no list: `$.none[*]` is None, not `[]`.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from ..records import Record
from ..values import Json, JsonValue


class Each(enum.Enum):
    """The types of `EACH` and `DEEP`."""

    EACH = "*"
    DEEP = ".."

    def __repr__(self) -> str:
        return self.name


EACH: Final = Each.EACH
"""The step `[*]`: every element of an array, every value of an object."""
DEEP: Final = Each.DEEP
"""`..`: the step after it, from here and from everything below."""


class Where(Record):
    """The step `[?(…)]`: elements of an array, or an object itself, that pass a test."""

    test: Callable[[Json, Json], bool]
    """Gets the element and the document."""


class Apply(Record):
    """A function at the end of a path."""

    function: Callable[[Json], Json]
    """Raises `NothingError` where it has no result."""
    over: Path = ()
    """What it is applied to, seen from the place that the path has reached."""


Step: TypeAlias = str | int | Each | slice | tuple[str, ...] | tuple[int, ...] | Where | Apply
"""A name, an index (negative from the end), `EACH`, `DEEP`, a slice, several names or indices, …"""
Path: TypeAlias = tuple[Step, ...]
"""Steps from the document; `()` is the document."""


class NothingError(Exception):
    """A path leads nowhere."""


def follow(path: Path, document: Json, root: Json = None) -> Json:
    """What a path leads to. `root` is the document that tests may look at, where it is another."""
    try:
        return found(path, document, root)
    except NothingError:
        return None


def found(path: Path, document: Json, root: Json = None) -> Json:
    """The same, but what leads nowhere raises `NothingError`."""
    hits: list[Json] = [document]
    whole = document if root is None else root
    is_single = True
    steps = iter(enumerate(path, 1))
    for number, step in steps:
        is_last = number == len(path)
        if isinstance(step, (str, int)):
            hits = [one for hit in hits for one in _simple(step, hit, is_last, is_single)]
            continue
        if step is DEEP:
            _, step = next(steps, (0, EACH))
            is_single = False
            hits = [node for hit in hits for node in _below(hit, 0) if _may(step, node, whole)]
        names = isinstance(step, tuple) and isinstance(step[0], str)
        if names and not is_last:
            hits = [one for hit in hits for one in _each_named(step, hit, is_single)]
        else:
            hits = [one for hit in hits for one in _several(step, hit, is_single, whole)]
        is_single = is_single and (isinstance(step, Apply) or (names and is_last))
    if not is_single:
        return hits
    if not hits:
        raise NothingError
    return hits[-1]


def _simple(step: str | int, value: JsonValue, is_last: bool, is_single: bool) -> tuple[Json, ...]:
    """A name or an index. What is missing ends a path to one place, and is skipped in others."""
    if isinstance(step, str):
        if isinstance(value, dict) and step in value:
            return (value[step],)
        if is_single and not (is_last and isinstance(value, dict)):
            raise NothingError
        return ()
    if not isinstance(value, list):
        if is_single:
            raise NothingError
        return ()
    # An index beyond the end is an element that is null.
    return (value[step] if -len(value) <= step < len(value) else None,)


def _several(step: Step, value: JsonValue, is_single: bool, root: Json) -> Iterator[Json]:
    if isinstance(step, Apply):
        yield step.function(found(step.over, value, root))
    elif isinstance(step, (str, int)):
        yield from _simple(step, value, True, False)
    elif step is EACH:
        yield from value.values() if isinstance(value, dict) else _elements(value)
    elif isinstance(step, Where):
        yield from _passing(step, value, is_single, root)
    elif isinstance(step, tuple) and isinstance(step[0], str):
        yield from _named(step, value, is_single)
    elif isinstance(step, (tuple, slice)):
        yield from _selected(step, value, is_single)


def _elements(value: JsonValue) -> list[Json]:
    return value if isinstance(value, list) else []


def _passing(step: Where, value: JsonValue, is_single: bool, root: Json) -> Iterator[Json]:
    if isinstance(value, dict):
        if step.test(value, root):
            yield value
    elif isinstance(value, list):
        yield from (each for each in value if step.test(each, root))
    elif is_single:
        raise NothingError


def _named(names: tuple[str | int, ...], value: JsonValue, is_single: bool) -> Iterator[Json]:
    """An object of the names that are there."""
    if isinstance(value, dict):
        yield {name: value[name] for name in names if name in value}
    elif is_single:
        raise NothingError


def _each_named(names: Step, value: JsonValue, is_single: bool) -> Iterator[Json]:
    """The values of the names that are there, one after the other."""
    if isinstance(value, dict) and isinstance(names, tuple):
        yield from (value[name] for name in names if name in value)
    elif is_single:
        raise NothingError


def _selected(
    step: tuple[str | int, ...] | slice, value: JsonValue, is_single: bool
) -> Iterator[Json]:
    if not isinstance(value, list):
        if is_single:
            raise NothingError
        return
    if isinstance(step, slice):
        yield from _sliced(step, value)
        return
    for index in step:
        yield from _simple(index, value, True, False)


def _sliced(step: slice, value: list[Json]) -> Iterator[Json]:
    """As the reference engine's library has it: with two bounds, the first one says what is counted."""
    if step.start is None or step.stop is None:
        yield from value[step]
        return
    for index in range(max(step.start, -len(value)), min(step.stop, len(value))):
        yield value[index]


_DEEPEST: Final = 500


def _below(value: JsonValue, depth: int) -> Iterator[Json]:
    """A value and everything below it, each before what is inside it."""
    yield value
    if depth > _DEEPEST:
        raise NothingError
    inside = list(value.values()) if isinstance(value, dict) else _elements(value)
    for each in inside:
        part: JsonValue = each
        if isinstance(part, (dict, list)):
            yield from _below(part, depth + 1)


def _may(step: Step, value: JsonValue, root: Json) -> bool:
    """Whether the step after `..` is taken from a place."""
    if isinstance(step, str):
        return isinstance(value, dict) and step in value
    if isinstance(step, Where):
        return isinstance(value, dict) and step.test(value, root)
    if isinstance(step, tuple) and isinstance(step[0], str):
        return isinstance(value, dict) and all(name in value for name in step)
    return step is EACH or isinstance(value, list)
