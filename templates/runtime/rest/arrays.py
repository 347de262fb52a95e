"""Inputs that are lists: a repeated name in a query, an array in a document."""

from __future__ import annotations

from typing import Final

from ..values import Json
from .types import Type


def _accepts(value: Json) -> bool:
    return isinstance(value, list)


ARRAY: Final = Type("array", _accepts, takes_list=True)
