"""Two mappings side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

_T = TypeVar("_T")


def pairs(
    before: Mapping[str, _T], after: Mapping[str, _T]
) -> Iterator[tuple[str, _T | None, _T | None]]:
    """Every key of either, sorted, with its two values; None where a side has none."""
    for key in sorted({*before, *after}):
        yield key, before.get(key), after.get(key)
