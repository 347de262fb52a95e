"""What is known of a document before it comes: the shape that a specification tells of it.

A shape is a claim for readers and type checkers. Nothing is checked against it at run time: whatever
comes is given on as it is.
"""

from __future__ import annotations

import enum
from typing import Final, TypeAlias

from ..model import ValueType
from ..records import dataclass


class Unknown(enum.Enum):
    """The types of `OPEN` and `DISPUTED`."""

    OPEN = "open"
    DISPUTED = "disputed"


OPEN: Final = Unknown.OPEN
"""Nothing is said."""
DISPUTED: Final = Unknown.DISPUTED
"""Two claims contradict each other; no third one settles it."""


@dataclass(frozen=True, slots=True)
class LeafShape:
    """A text, a number or a boolean."""

    type: ValueType


@dataclass(frozen=True, slots=True)
class ListShape:
    element: Shape


@dataclass(frozen=True, slots=True)
class TableShape:
    """An object whose keys are data; its values are alike."""

    value: Shape


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    shape: Shape
    description: str | None = None


@dataclass(frozen=True, slots=True)
class RecordShape:
    """An object with some keys that are known; there may be others."""

    fields: tuple[Field, ...]


Shape: TypeAlias = Unknown | LeafShape | ListShape | TableShape | RecordShape
