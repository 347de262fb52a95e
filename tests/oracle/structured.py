"""What a tool with mapped outputs answers: a document in the shape of its output schema.

A client throws an answer away whose structured content does not fit the schema. So the schema says as
much as the outputs do. What an upstream sent in another type is converted where nothing is lost, and
left out elsewhere (in a list: null, so that the others keep their places).
"""

from __future__ import annotations

import json
from typing import Any

from .holes import MISSING
from .reading import is_identity
from .things import Unit

TYPES = ("string", "integer", "number", "boolean", "array", "object")


def shaped(unit: Unit, document: Any) -> Any:
    """The structured content of a successful answer; `MISSING` where the outputs say no shape."""
    outputs = unit.outputs
    value = None if document is MISSING else document
    if not outputs or (unit.operation.format or "").lower() in ("binary", "text"):
        return MISSING
    if len(outputs) > 1:
        named = all(output.get("name") for output in outputs) and unit.operation.names.published
        return _object({o["name"]: o for o in outputs}, value) if named else MISSING
    output = outputs[0]
    if is_identity(output) or _type(output) is None:
        return MISSING
    if _type(output) != "object":
        return _fields({"result": output}, {"result": value})
    return _object(_properties(output), value) if output.get("properties") else MISSING


def _object(properties: dict[str, Any], value: Any) -> dict[str, Any]:
    fitted = _fields(properties, value) if isinstance(value, dict) else {}
    return fitted if isinstance(fitted, dict) else {}


def _fields(properties: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    fitted = {
        key: _fitted(properties[key], item) if key in properties else item
        for key, item in value.items()
    }
    return {key: item for key, item in fitted.items() if item is not MISSING}


def _fitted(output: dict[str, Any], value: Any) -> Any:
    kind = _type(output)
    if kind is None:
        return value
    if value is None:
        return None
    if not _is(kind, value):
        return _converted(kind, value)
    items = output.get("items")
    if isinstance(items, list):
        items = items[0] if items else None
    if isinstance(value, list) and isinstance(items, dict):
        inner = [_fitted(items, item) for item in value]
        return [None if item is MISSING else item for item in inner]
    if isinstance(value, dict) and output.get("properties"):
        return _fields(_properties(output), value)
    return value


def _converted(kind: str, value: Any) -> Any:
    """A scalar as the text that JSON has for it, or the scalar that a text is."""
    if kind == "string" and isinstance(value, (bool, int, float)):
        return json.dumps(value)
    if kind in ("integer", "number", "boolean") and isinstance(value, str):
        try:
            read = json.loads(value, parse_constant=lambda _: None)
        except ValueError:
            return MISSING
        if _is(kind, read) and json.dumps(read) == value:
            return read
    return MISSING


def _type(output: dict[str, Any]) -> str | None:
    if output.get("value", output.get("const")) is not None:
        return "string"
    kind = str(output.get("type", "")).strip().lower()
    return kind if kind in TYPES else None


def _is(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, (int, float)):
        whole = isinstance(value, int) or value.is_integer()
        return kind == "number" or (kind == "integer" and whole)
    return isinstance(value, {"string": str, "array": list, "object": dict}.get(kind, ()))


def _properties(output: dict[str, Any]) -> dict[str, Any]:
    properties = output["properties"]
    if isinstance(properties, dict):
        found = properties
    else:
        found = {item["name"]: item for item in properties}
    return {key: item if isinstance(item, dict) else {} for key, item in found.items()}
