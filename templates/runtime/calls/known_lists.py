"""Lists that lookups search again: one whose bytes are those of the time before is not read anew.

What is looked up in is mostly reference data (people, products, stations): long, and the same from one
call to the next. A list is recognised by all of its bytes and never by its age, so that an answer is
the one that reading it would have given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, Final, TypeAlias

from ..values import Json

SMALLEST: Final = 4096
"""Bytes from which it is worth while."""
LARGEST: Final = 1024 * 1024
"""Bytes of a list that may be kept."""
MOST: Final = 32
"""Lists that may be kept."""

Key: TypeAlias = tuple[str, str, str]
"""API, operation, and the field that is searched."""
ByText: TypeAlias = Mapping[str, dict[str, Json]]
"""The first record for each text of a field."""


class KnownLists:
    """The last list of each operation that something is looked up in, and its records by a field."""

    def __init__(self) -> None:
        self._seen: dict[Key, bytes] = {}
        self._indexes: dict[Key, ByText] = {}

    def index(self, key: Key, content: bytes, made: Callable[[], ByText | None]) -> ByText | None:
        """The records of a list by text; None for one that is not the one of the time before.

        Args:
            key: whose list it is, and which field is searched.
            content: the list, as it came.
            made: reads it, once for a list that comes again; None where it is none.
        """
        if not SMALLEST <= len(content) <= LARGEST:
            return None
        if self._seen.get(key) != content:
            self._indexes.pop(key, None)
            self._seen.pop(key, None)
            while len(self._seen) >= MOST:
                oldest = next(iter(self._seen))
                del self._seen[oldest]
                self._indexes.pop(oldest, None)
            self._seen[key] = content
            return None
        index = self._indexes.get(key)
        if index is None:
            index = made()
            if index is not None:
                self._indexes[key] = index
        return index


def own(value: Any) -> Any:
    """A value of a kept record, for somebody who may change it."""
    whole = value  # What the checkers make of a `dict` of anything is no type that may be given on.
    return deepcopy(whole) if isinstance(value, (dict, list)) else value
