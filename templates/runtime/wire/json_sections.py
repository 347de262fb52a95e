"""JSON written as text whose sections decide which members and elements are there (language: Sections).

The text that is read as JSON holds what the author of the specification wrote and a mark for each value. The
values take the places of the marks afterwards, so that none of them can change the structure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final, NoReturn, cast

from ..errors import InvalidArgumentError
from ..messages import Body
from ..values import OMIT, Json, Omit
from .compacting import compact
from .sections import Part
from .spelling import document, text

_MARK: Final = "\ue000"
_MARKED: Final = re.compile(f"{_MARK}([0-9]+){_MARK}")


class _Quoted(str):
    """A value that stands inside of quotes: a part of a text."""

    __slots__ = ()


def quoted(value: Json | Omit, name: str) -> str:
    """A value as a part of a text in quotes; what is missing is empty.

    Args:
        value: of an argument, or of a part of one.
        name: the argument's, for the `InvalidArgumentError` of a value that has no form as text.
    """
    return _Quoted("" if value is OMIT or value is None else text(value, name))


def json_of_text(*parts: Part) -> Body | None:
    """The document that the parts make; None where no section is written and nothing else stands there.

    A value outside of quotes is written as JSON, and what is missing leaves no trace. Raises `InvalidArgumentError`
    where the sections that are written make no JSON.

    Args:
        parts: text of the specification, and names with values.
    """
    values: list[Json] = []
    pieces: list[str] = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(part)
            continue
        number = len(values)
        values.append(part[1])
        if isinstance(part[1], _Quoted):
            pieces.append(f"{_MARK}{number}{_MARK}")
        else:
            pieces.append(f'"{_MARK}{_MARK}{number}"')
    written = "".join(pieces)
    if not written.strip():
        return None
    try:
        kept = compact(_restored(json.loads(written, parse_constant=_no_number), values))
    except (ValueError, RecursionError):
        raise _no_json() from None
    try:
        return Body(document({} if kept is OMIT else kept), "application/json")
    except InvalidArgumentError:
        for name, value in (part for part in parts if not isinstance(part, str)):
            document(compact(value), name)  # So that an error bears its name.
        raise


def _no_json() -> InvalidArgumentError:
    return InvalidArgumentError(
        "body",
        "is not JSON: the sections of its template that these values choose make no document",
    )


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _restored(made: Any, values: list[Json]) -> Any:
    """The document with the values. Raises ValueError where one of them would be a key."""
    if isinstance(made, str):
        if made.startswith(_MARK * 2):
            return values[int(made[2:])]
        return _MARKED.sub(lambda mark: str(values[int(mark[1])]), made) if _MARK in made else made
    if isinstance(made, list):
        return [_restored(item, values) for item in cast("Iterable[Any]", made)]
    if isinstance(made, dict):
        members = cast("dict[str, Any]", made)
        if any(_MARK in key for key in members):
            raise ValueError("a placeholder cannot be a key")
        return {key: _restored(item, values) for key, item in members.items()}
    return made
