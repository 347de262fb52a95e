"""Texts that are made of several parts."""

from __future__ import annotations

from typing import TypeAlias

from ..errors import InvalidArgumentError
from ..values import OMIT, JsonArray, JsonObject, Omit
from .spelling import text

Known: TypeAlias = str | int | float | bool | JsonArray | JsonObject | None
"""A value that is there: whatever it is, it has a spelling as text."""


def concatenated(*parts: str | tuple[str, Known]) -> str:
    """A text made of several parts, each of which is there. Raises `InvalidArgumentError` for null."""
    return "".join(map(_spelled, parts))


def joined(*parts: str | tuple[str, Known | Omit]) -> str | Omit:
    """A text made of several parts; absent when one of them is, or is null, or when there is none."""
    if not parts or any(_is_absent(part[1]) for part in parts if not isinstance(part, str)):
        return OMIT
    return "".join(map(_spelled, parts))


def _spelled(part: str | tuple[str, Known | Omit]) -> str:
    if isinstance(part, str):
        return part
    if part[1] is None:
        raise InvalidArgumentError(part[0], "must not be null")
    return text(part[1], part[0])


def _is_absent(value: Known | Omit) -> bool:
    return value is OMIT or value is None
