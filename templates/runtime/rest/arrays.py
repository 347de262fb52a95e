"""Inputs that are lists: a repeated name in a query, an array in a document."""

from __future__ import annotations

from typing import Final

from .types import Type

ARRAY: Final = Type("array", takes_list=True)
