"""Each key of a made capability, and the capability without it, by the schema of the official language."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

_SCHEMA: Final[dict[str, Any]] = json.loads(
    (
        Path(__file__).parents[2] / "generator" / "validate" / "schemas" / "official.schema.json"
    ).read_text(encoding="utf-8")
)
Key: TypeAlias = tuple[str, str]
"""A thing of the schema, and one of its keys."""
Place: TypeAlias = tuple[str | int, ...]
_TYPES: Final = {"object": dict, "array": list, "string": str}


def keys_of(spec: dict[str, Any]) -> Iterator[tuple[Key, Place]]:
    """Every key that stands in a capability, and where."""
    yield from _keys(spec, _SCHEMA, "root", ())


def without(spec: dict[str, Any], place: Place) -> dict[str, Any]:
    """The capability without one key."""
    made = copy.deepcopy(spec)
    owner: Any = made
    for each in place[:-1]:
        owner = owner[each]
    del owner[place[-1]]
    return made


def _keys(value: Any, schema: Any, thing: str, place: Place) -> Iterator[tuple[Key, Place]]:
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        yield from _keys(value, _SCHEMA["$defs"][name], name, place)
    for each in schema.get("allOf", ()):
        yield from _keys(value, each, thing, place)
    if "if" in schema and _fits(value, schema["if"]):
        yield from _keys(value, schema.get("then"), thing, place)
    elif "if" in schema:
        yield from _keys(value, schema.get("else"), thing, place)
    if isinstance(value, list):
        for at, each in enumerate(value):
            yield from _keys(each, schema.get("items"), thing, (*place, at))
    if isinstance(value, dict):
        known = schema.get("properties", {})
        for key, each in value.items():
            if key not in known:
                yield from _keys(each, schema.get("additionalProperties"), thing, (*place, key))
                continue
            yield (thing, key), (*place, key)
            yield from _keys(each, known[key], f"{thing}.{key}", (*place, key))


def _fits(value: Any, condition: dict[str, Any]) -> bool:
    """The few words of JSON Schema that the conditions of this one have."""
    if "not" in condition and _fits(value, condition["not"]):
        return False
    if "anyOf" in condition and not any(_fits(value, each) for each in condition["anyOf"]):
        return False
    if "type" in condition and not isinstance(value, _TYPES[condition["type"]]):
        return False
    if not isinstance(value, dict):
        return True
    if any(name not in value for name in condition.get("required", ())):
        return False
    return all(
        value[name] in each["enum"]
        for name, each in condition.get("properties", {}).items()
        if name in value and "enum" in each
    )
