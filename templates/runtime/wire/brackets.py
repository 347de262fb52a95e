"""Objects in a query or a form: one pair for each value, the way to it in brackets.

`created[gt]=5` is `deepObject` of OpenAPI (3.1, "Style Values"), which says nothing of what stands
further inside: that is written as forms are read everywhere, `a[b][c]` and `a[b][0]`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from ..errors import InvalidArgumentError
from ..values import OMIT, Json, JsonArgument, Omit, RawJson
from .spelling import plain, text

_DEEPEST: Final = 64
"""Brackets behind a name."""


def pairs_of(name: str, value: JsonArgument | RawJson) -> Iterator[tuple[str, Json]]:
    """The pairs of a list or an object; a list of nothing but single values repeats its name.

    Args:
        name: the name in the query.
        value: a list or an object.
    """
    if isinstance(value, RawJson):
        return pairs_of(name, json.loads(value.content or b"null"))
    if isinstance(value, (list, tuple)) and not any(map(is_container, value)):
        return ((name, item) for item in value if item is not OMIT)
    return nested(name, value, name)


def is_container(value: object) -> bool:
    """Whether a value is written as several pairs."""
    return isinstance(value, (list, tuple, Mapping, RawJson))


def nested(
    key: str, value: JsonArgument | Omit, name: str, depth: int = 0
) -> Iterator[tuple[str, Json]]:
    """Each single value of a document with the way to it; `name` is the argument's, for errors.

    Raises `InvalidArgumentError` for what is nested too deeply.

    Args:
        key: of the value itself, where it is no document.
        value: what the caller gave.
        name: see above.
        depth: how deep it stands.
    """
    if depth > _DEEPEST:
        raise InvalidArgumentError(name, "is nested too deeply")
    value = plain(value)
    if isinstance(value, Mapping):
        for inner, item in value.items():
            if item is None:
                continue  # A null is JSON's: what has none in a query or a form is left out.
            yield from nested(f"{key}[{text(inner, name)}]", item, name, depth + 1)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from nested(f"{key}[{index}]", item, name, depth + 1)
    elif value is not OMIT:
        yield key, value
