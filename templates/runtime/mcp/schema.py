"""Arguments checked against the static schema of a tool, all faults at once.

The schemas are the subset of JSON Schema 2020-12 that the generator writes: `type` here; `enum`, `pattern`,
`items`, `properties`, `required`, `additionalProperties` and `contentEncoding: base64` in `deep_schema`.
Nothing here knows of MCP.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from operator import is_
from typing import Any, Final

from ..values import Json, JsonValue
from .lenient import meant

Schema = Mapping[str, Any]

_EXCERPT: Final = 60
"""How many characters of a refused value a message repeats."""
_MAX_FAULTS: Final = 20
"""A message is for a model to act on; beyond this many faults it is only long."""


class Faults:
    """What is wrong with the arguments, in the order in which it was found."""

    __slots__ = ("lines", "unnamed")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.unnamed = 0

    def add(self, where: str, problem: str) -> None:
        """`where` is the argument, `problem` what was expected and what came."""
        if len(self.lines) >= _MAX_FAULTS:
            self.unnamed += 1
        else:
            self.lines.append(f"{where}: {problem}")

    def __bool__(self) -> bool:
        return bool(self.lines)


class Rules:
    """How values are held against a schema: by their types; `deep_schema` has what asks for more."""

    __slots__ = ()

    def prepare(self) -> None:
        """Does what the first call would have to wait for."""

    def checked(
        self, schema: Schema, value: JsonValue, where: str, faults: Faults, *, lenient: bool
    ) -> Json:
        """The value as the unit takes it; what does not fit the schema is added to `faults`.

        `3.0` for an integer becomes `3`, and base64 becomes bytes.

        Args:
            schema: of a tool's input.
            value: what the client sent.
            where: its place, for what is said.
            faults: gets what is wrong.
            lenient: whether a value is taken that says what the schema asks for in another type
                (`lenient.meant`).
        """
        if _is_plainly_right(schema, value):
            return value
        kinds = kinds_of(schema)
        if lenient:
            value = meant(kinds, value)
        if kinds and not any(_IS[kind](value) for kind in kinds if kind in _IS):
            faults.add(where, f"expected {self.expected(schema)}, came {came(value)}")
            return value
        if isinstance(value, float) and not math.isfinite(value):
            faults.add(where, "expected a finite number")
            return value
        return self.within(schema, value, where, faults, lenient)

    def within(
        self, schema: Schema, value: JsonValue, where: str, faults: Faults, lenient: bool
    ) -> Json:
        """The same for a value of a right type. The arguments are those of `checked`."""
        kinds = kinds_of(schema)
        if isinstance(value, float) and "integer" in kinds and "number" not in kinds:
            return int(value)
        return value

    def expected(self, schema: Schema) -> str:
        """What a schema asks for, in words."""
        return " or ".join(_IN_WORDS.get(kind, kind) for kind in kinds_of(schema)) or "any value"


def _is_plainly_right(schema: Schema, value: Json) -> bool:
    return type(value) is _exact(schema)


def _exact(schema: Schema) -> type | None:
    """Most arguments are texts, whole numbers and flags of which nothing else is asked."""
    kind = schema.get("type")
    return _EXACT.get(kind) if type(kind) is str and schema.keys() <= _SAYS_NO_MORE else None


class Plain:
    """The arguments that are right at a glance: each of the one type that its schema asks for, and nothing more."""

    __slots__ = ("_exactly", "_required")

    def __init__(self, properties: Mapping[str, Schema], schema: Schema) -> None:
        """Of a tool.

        Args:
            properties: those of its arguments that may be right at a glance.
            schema: of all of them.
        """
        found = ((name, _exact(each)) for name, each in properties.items())
        # The type that is right for a name.
        self._exactly = {name: exact for name, exact in found if exact is not None}.get
        self._required = frozenset(schema.get("required", ()))

    def are_right(self, values: Mapping[str, Json]) -> bool:
        """Whether all values are as their schemas want them, and none that is required is missing."""
        return self._required <= values.keys() and all(
            map(is_, map(type, values.values()), map(self._exactly, values))
        )


def came(value: Json) -> str:
    """What a caller sent, in words, long values cut."""
    if value is None:
        return "null"
    kind = next(
        (kind for kind in ("boolean", "integer", "number", "string") if _IS[kind](value)), ""
    )
    if not kind:
        return "an object" if isinstance(value, dict) else "an array"
    try:
        spelled = json.dumps(value)
    except ValueError:  # an integer of more digits than Python prints
        return kind
    return f"{kind} {spelled if len(spelled) <= _EXCERPT else spelled[:_EXCERPT] + '…'}"


def _is_integer(value: Json) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and value.is_integer())


_IS: Final[Mapping[str, Callable[[Json], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "integer": _is_integer,
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}
_EXACT: Final[Mapping[str, type]] = {"string": str, "integer": int, "boolean": bool}
_SAYS_NO_MORE: Final = frozenset({"type", "title", "description", "default"})
_IN_WORDS: Final[Mapping[str, str]] = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "array": "an array",
    "object": "an object",
}


def kinds_of(schema: Schema) -> tuple[str, ...]:
    """The types that a schema names; none where any will do."""
    kind = schema.get("type", ())
    return (kind,) if isinstance(kind, str) else tuple(kind)


def is_left_out(schema: Schema, value: Json) -> bool:
    """Whether a null for something optional only says that there is none.

    Some clients send all arguments that a tool has. A schema that takes null means null.
    """
    if value is not None:
        return False
    kinds = kinds_of(schema)
    return ("enum" in schema and None not in schema["enum"]) or bool(kinds and "null" not in kinds)
