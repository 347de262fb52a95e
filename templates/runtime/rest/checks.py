"""Inputs that are values already, in a JSON document, held against their types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ..values import Json
from .types import Check, Type


def _is_number(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_integer(value: Json) -> bool:
    return _is_number(value) and (isinstance(value, int) or bool(value.is_integer()))


_IS: Final[Mapping[str, Callable[[Json], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "integer": _is_integer,
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "any": lambda value: True,
}
"""Whether a decoded JSON value is of a type, by the type's name."""


def check_of(type_: Type) -> Check:
    """How a decoded JSON value is checked.

    Args:
        type_: of the input.
    """
    limit, is_right = type_.limit(), _IS[type_.name]
    article = "an" if type_.name[0] in "aio" else "a"

    def checked(value: Json) -> None:
        if not is_right(value):
            raise ValueError(f"must be {article} {type_.name}")
        if limit is not None:
            limit(value)

    return checked
