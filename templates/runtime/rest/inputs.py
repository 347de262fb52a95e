"""The types of inputs, and where a REST request or a tool call carries them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from ..values import Expression


@dataclass(frozen=True, slots=True)
class Type:
    """The type of an input and what limits it (JSON Schema names)."""

    name: str
    """`string`, `integer`, `number`, `boolean`, `array`, `object` or `any`."""
    enum: tuple[Any, ...] | None = None
    pattern: Expression | None = None


STRING: Final = Type("string")
INTEGER: Final = Type("integer")
NUMBER: Final = Type("number")
BOOLEAN: Final = Type("boolean")
ARRAY: Final = Type("array")
OBJECT: Final = Type("object")
ANY: Final = Type("any")


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a REST operation: its name on the wire, its type, the parameter it fills."""

    name: str
    type: Type = STRING
    required: bool = False
    into: str | None = None
    """The Python parameter, where it is not the name."""

    @property
    def parameter(self) -> str:
        return self.into or self.name


class PathVariable(Input):
    """A variable of the route; always required."""


class Query(Input):
    """A query parameter; `array` takes a repeated name."""


class Header(Input):
    """A header, its name without case."""


class Cookie(Input):
    """A cookie."""


class Field(Input):
    """A field of the JSON request body."""


class QueryOrField(Input):
    """A query parameter, else the field of that name in a JSON request body."""


class WholeBody(Input):
    """The whole request body: JSON, passed on as it came."""


class FormField(Input):
    """A field of an `application/x-www-form-urlencoded` or `multipart/form-data` request body."""


class RawBody(Input):
    """The whole request body as bytes, whatever it is."""
