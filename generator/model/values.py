"""Types of values, and outputs: which value of a document goes where."""

from __future__ import annotations

import enum

from ..origin import Origin
from ..records import dataclass
from .templates import DataTemplate


class ValueType(enum.Enum):
    """The types of the language; ANY where a file says nothing."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    ARRAY = "array"
    OBJECT = "object"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class OutputMapping:
    """An output of an exposed unit (or a property or item of one), docs/language.md, "Outputs"."""

    name: str | None
    type: ValueType
    mapping: str | None
    """A JSONPath as written."""
    value: DataTemplate | None
    properties: tuple[tuple[str, OutputMapping], ...]
    items: OutputMapping | None
    values: OutputMapping | None
    max_length: int | None
    description: str | None
    origin: Origin
