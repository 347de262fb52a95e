"""Structured results in the shape of their output schema, whatever upstream answered.

A client checks structured content against the schema and throws the whole answer away when it does not
fit, so an odd value must never be in it: nothing is required, leaves may be null, and what has another
type becomes null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ..values import Json, JsonValue

Schema = Mapping[str, Any]

_FITS: Final[Mapping[str, Callable[[Json], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: not isinstance(value, bool)
    and (isinstance(value, int) or (isinstance(value, float) and value.is_integer())),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}


def fitted(schema: Schema, value: JsonValue, where: str, strays: list[str]) -> Json:
    """The value, each part that has another type than the schema's replaced by None.

    `strays` gets the place of each replaced part (never the value: it may be anybody's data).
    """
    kind = schema.get("type", ())
    kinds = (kind,) if isinstance(kind, str) else tuple(kind)
    if kinds and not any(_FITS[one](value) for one in kinds if one in _FITS):
        if value is not None:
            strays.append(where)
        return None
    if "enum" in schema and value not in schema["enum"]:
        strays.append(where)
        return None
    if isinstance(value, dict):
        return _fitted_object(schema, value, where, strays)
    items: Schema | None = schema.get("items")
    if isinstance(value, list) and isinstance(items, Mapping):
        return [fitted(items, item, f"{where}[{at}]", strays) for at, item in enumerate(value)]
    return value


def _fitted_object(
    schema: Schema, value: dict[str, Json], where: str, strays: list[str]
) -> dict[str, Json]:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    closed = schema.get("additionalProperties") is False
    shaped: dict[str, Json] = {}
    for name, item in value.items():
        if name in properties:
            shaped[name] = fitted(properties[name], item, f"{where}.{name}", strays)
        elif not closed:
            shaped[name] = item
    return shaped
