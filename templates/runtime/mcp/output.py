"""Structured results in the shape of their output schema, whatever upstream answered.

A client checks structured content against the schema and throws the whole answer away when it does not
fit, so an odd value must never be in it: nothing is required, leaves may be null, and what has another
type becomes one of that type where that loses nothing, or is left out. The text beside it has everything.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from typing import Final

from ..values import OMIT, Json, JsonValue, Omit
from .json_texts import parsed
from .schema import Schema
from .tools import Tool

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
_SCALARS: Final = ("integer", "number", "boolean")
_log: Final = logging.getLogger(__name__)


def shaped(tool: Tool, text: str, read: JsonValue | Omit) -> dict[str, Json]:
    """The result in the shape of the output schema; what does not fit is converted or left out.

    Args:
        tool: that has the schema.
        text: what its unit answered.
        read: the same as data, if it was read already.
    """
    return _shaped(tool, parsed(text, read)[0])


def wrapped(tool: Tool, text: str, read: JsonValue | Omit) -> dict[str, Json]:
    """The same for a result that is no object: the structured content carries it as `result`."""
    return _shaped(tool, {"result": parsed(text, read)[0]})


def _shaped(tool: Tool, value: JsonValue) -> dict[str, Json]:
    strays: list[str] = []
    found: JsonValue | Omit = fitted(tool.output_schema or {}, value, strays)
    if strays:
        _log.warning("%s: the result does not fit the output schema at %s", tool.name, strays)
    return found if isinstance(found, dict) else {}


def fitted(schema: Schema, value: JsonValue, strays: list[str], where: str = "$") -> Json | Omit:
    """The value in the shape of the schema; `OMIT` where it has another type and cannot be converted.

    `strays` gets the place of each part that is left out (never the value: it may be anybody's data).

    Args:
        schema: what was promised.
        value: what upstream answered.
        strays: see above.
        where: the value's place, as JSONPath.
    """
    kind = schema.get("type", ())
    kinds = (kind,) if isinstance(kind, str) else tuple(kind)
    if kinds and not _fits_one(kinds, value):
        converted = _converted(kinds, value)
        if converted is OMIT:
            strays.append(where)
            return OMIT
        value = converted
    if "enum" in schema and value not in schema["enum"]:
        strays.append(where)
        return OMIT
    if isinstance(value, dict):
        return _fitted_object(schema, value, strays, where)
    if isinstance(value, list) and isinstance(schema.get("items"), Mapping):
        return _fitted_list(schema["items"], value, strays, where)
    return value


def _fits_one(kinds: tuple[str, ...], value: Json) -> bool:
    return any(_FITS[one](value) for one in kinds if one in _FITS)


def _converted(kinds: tuple[str, ...], value: Json) -> Json | Omit:
    """A scalar as another scalar from which it can be had back."""
    if isinstance(value, (bool, int, float)) and "string" in kinds:
        return json.dumps(value)
    if isinstance(value, str) and any(each in _SCALARS for each in kinds):
        try:
            read = json.loads(value)
            if _fits_one(kinds, read) and json.dumps(read, allow_nan=False) == value:
                return read
        except (ValueError, RecursionError):
            return OMIT
    return OMIT


def _fitted_object(
    schema: Schema, value: dict[str, Json], strays: list[str], where: str
) -> dict[str, Json]:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    closed = schema.get("additionalProperties") is False
    shaped: dict[str, Json] = {}
    for name, item in value.items():
        if name in properties:
            part = fitted(properties[name], item, strays, f"{where}.{name}")
            if part is not OMIT:
                shaped[name] = part
        elif not closed:
            shaped[name] = item
    return shaped


def _fitted_list(items: Schema, value: list[Json], strays: list[str], where: str) -> list[Json]:
    """The elements that fit; null in the place of one that does not, so that the others keep theirs."""
    shaped: list[Json] = []
    kinds = items.get("type", "null")
    for at, item in enumerate(value):
        part = fitted(items, item, strays, f"{where}[{at}]")
        if part is not OMIT:
            shaped.append(part)
        elif "null" in kinds:
            shaped.append(None)
    return shaped
