"""Texts that are made of several parts."""

from __future__ import annotations

from typing import TypeAlias

from ..values import OMIT, JsonArray, JsonObject, Omit
from .spelling import text

Known: TypeAlias = str | int | float | bool | JsonArray | JsonObject | None
"""A value that is there: whatever it is, it has a spelling as text."""


def concatenated(*parts: str | tuple[str, Known]) -> str:
    """A text made of several parts, each of which is there."""
    return "".join(part if isinstance(part, str) else text(part[1], part[0]) for part in parts)


def joined(*parts: str | tuple[str, Known | Omit]) -> str | Omit:
    """A text made of several parts; absent when one of them is, or when there is none."""
    if not parts or any(part[1] is OMIT for part in parts if not isinstance(part, str)):
        return OMIT
    return "".join(part if isinstance(part, str) else text(part[1], part[0]) for part in parts)
