"""Inputs that are values already, in a JSON document, held against their types."""

from __future__ import annotations

from ..values import Json
from .types import Check, Type


def check_of(type_: Type) -> Check:
    """How a decoded JSON value is checked.

    Args:
        type_: of the input.
    """
    limit = type_.limit()
    article = "an" if type_.name[0] in "aio" else "a"

    def checked(value: Json) -> None:
        if not type_.accepts(value):
            raise ValueError(f"must be {article} {type_.name}")
        if limit is not None:
            limit(value)

    return checked
