"""What changed between two schemas, said without judging: who sends and who reads decides that."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..records import dataclass
from .document import Schema

_TYPES: Final = frozenset(("array", "boolean", "integer", "null", "number", "object", "string"))
_COMPARED: Final = frozenset(
    (
        *("type", "enum", "pattern", "default", "description", "properties", "required", "items"),
        *("additionalProperties", "const", "title", "examples"),
    )
)
"""Keywords that are compared one by one, or that mean nothing to a caller."""


class Facet(enum.Enum):
    """In what two schemas differ."""

    NARROWED = enum.auto()
    WIDENED = enum.auto()
    RETYPED = enum.auto()
    """Both at once: neither set of types holds the other."""
    VALUES_REMOVED = enum.auto()
    VALUES_ADDED = enum.auto()
    PATTERN_ADDED = enum.auto()
    PATTERN_CHANGED = enum.auto()
    PATTERN_REMOVED = enum.auto()
    DEFAULT = enum.auto()
    DESCRIPTION = enum.auto()
    PROPERTY_REMOVED = enum.auto()
    PROPERTY_ADDED = enum.auto()
    REQUIRED_PROPERTY_ADDED = enum.auto()
    PROPERTY_REQUIRED = enum.auto()
    PROPERTY_OPTIONAL = enum.auto()
    CLOSED = enum.auto()
    OPENED = enum.auto()
    OTHER = enum.auto()


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One difference; `before` and `after` are as people read them, empty where there is no such side."""

    facet: Facet
    name: str
    """The value or property, from the root of the schema: `filter.kind`, `tags[]`."""
    before: str = ""
    after: str = ""
    depth: int = 0
    """How many properties and items lie between the root and it."""


def schema_changes(
    before: Schema, after: Schema, name: str, depth: int = 0
) -> Iterator[SchemaChange]:
    """Every difference of two schemas, the root called `name`, in the order of the keywords."""
    yield from _types(before, after, name, depth)
    yield from _values(before, after, name, depth)
    yield from _pattern(before, after, name, depth)
    yield from _default(before, after, name, depth)
    yield from _text(before, after, name, depth)
    yield from _properties(before, after, name, depth)
    yield from _further(before, after, name, depth)
    yield from _below(before, after, name, depth)
    yield from _alternatives(before, after, name, depth)
    yield from _others(before, after, name, depth)


def _types(before: Schema, after: Schema, name: str, depth: int) -> Iterator[SchemaChange]:
    old, new = _accepted(before), _accepted(after)
    if old == new:
        return
    yield SchemaChange(_direction(old, new), name, _type_text(before), _type_text(after), depth)


def _direction(old: frozenset[str], new: frozenset[str]) -> Facet:
    if new < old:
        return Facet.NARROWED
    return Facet.WIDENED if old < new else Facet.RETYPED


def _accepted(schema: Schema) -> frozenset[str]:
    """The types that a schema takes; every integer is a number."""
    declared = schema.get("type", sorted(_TYPES))
    types = {declared} if isinstance(declared, str) else {str(each) for each in declared}
    return frozenset(types | {"integer"} if "number" in types else types)


def _type_text(schema: Schema) -> str:
    declared = schema.get("type", "anything")
    return declared if isinstance(declared, str) else " or ".join(map(str, declared))


def _values(before: Schema, after: Schema, name: str, depth: int) -> Iterator[SchemaChange]:
    old, new = _enumerated(before), _enumerated(after)
    if old == new:
        return
    removed = ["every other value"] if old is None else _without(old, new)
    added = ["every other value"] if new is None else _without(new, old)
    if removed:
        yield SchemaChange(Facet.VALUES_REMOVED, name, ", ".join(removed), _listed(new), depth)
    if added:
        yield SchemaChange(Facet.VALUES_ADDED, name, _listed(old), ", ".join(added), depth)


def _enumerated(schema: Schema) -> list[str] | None:
    """The values as JSON; None where any will do."""
    if "const" in schema:
        return [_json(schema["const"])]
    values = schema.get("enum")
    return [_json(each) for each in values] if isinstance(values, list) else None


def _without(values: list[str], others: list[str] | None) -> list[str]:
    return [] if others is None else [each for each in values if each not in others]


def _listed(values: list[str] | None) -> str:
    return "any value" if values is None else ", ".join(values)


def _pattern(before: Schema, after: Schema, name: str, depth: int) -> Iterator[SchemaChange]:
    old, new = before.get("pattern"), after.get("pattern")
    if old == new:
        return
    if old is None:
        facet = Facet.PATTERN_ADDED
    else:
        facet = Facet.PATTERN_REMOVED if new is None else Facet.PATTERN_CHANGED
    yield SchemaChange(facet, name, str(old or ""), str(new or ""), depth)


def _default(before: Schema, after: Schema, name: str, depth: int) -> Iterator[SchemaChange]:
    old, new = (_json(each["default"]) if "default" in each else "" for each in (before, after))
    if old != new:
        yield SchemaChange(Facet.DEFAULT, name, old or "left out", new or "left out", depth)


def _text(before: Schema, after: Schema, name: str, depth: int) -> Iterator[SchemaChange]:
    old, new = (str(each.get("description", "")) for each in (before, after))
    if old != new:
        yield SchemaChange(Facet.DESCRIPTION, name, old, new, depth)


def _properties(before: Schema, after: Schema, name: str, depth: int) -> Iterator[SchemaChange]:
    old, new = _inner(before), _inner(after)
    were, are = _required(before), _required(after)
    for key in sorted({*old, *new}):
        place = f"{name}.{key}" if name else key
        if key not in new:
            yield SchemaChange(Facet.PROPERTY_REMOVED, place, depth=depth)
        elif key not in old:
            facet = Facet.REQUIRED_PROPERTY_ADDED if key in are else Facet.PROPERTY_ADDED
            yield SchemaChange(facet, place, depth=depth)
        else:
            if (key in were) != (key in are):
                facet = Facet.PROPERTY_REQUIRED if key in are else Facet.PROPERTY_OPTIONAL
                yield SchemaChange(facet, place, depth=depth)
            yield from schema_changes(old[key], new[key], place, depth + 1)


def _inner(schema: Schema) -> Mapping[str, Schema]:
    properties = schema.get("properties")
    if not isinstance(properties, Mapping):
        return {}
    return {str(key): value for key, value in properties.items() if isinstance(value, Mapping)}


def _required(schema: Schema) -> frozenset[str]:
    names = schema.get("required")
    return frozenset(map(str, names)) if isinstance(names, list) else frozenset()


def _further(before: Schema, after: Schema, name: str, depth: int) -> Iterator[SchemaChange]:
    was_open, is_open = (each.get("additionalProperties") is not False for each in (before, after))
    if was_open and not is_open:
        yield SchemaChange(Facet.CLOSED, name, depth=depth)
    elif is_open and not was_open:
        yield SchemaChange(Facet.OPENED, name, depth=depth)


def _below(before: Schema, after: Schema, name: str, depth: int) -> Iterator[SchemaChange]:
    """What the elements of a list, and the values under keys that nobody named, have to be."""
    for keyword, suffix in (("items", "[]"), ("additionalProperties", ".*")):
        old, new = (_schema_under(each, keyword) for each in (before, after))
        if old != new:
            yield from schema_changes(old, new, f"{name}{suffix}", depth + 1)


def _schema_under(schema: Schema, keyword: str) -> Schema:
    """The schema under a keyword; one that takes anything where there is none."""
    value = schema.get(keyword)
    return value if isinstance(value, Mapping) else {}


def _alternatives(before: Schema, after: Schema, name: str, depth: int) -> Iterator[SchemaChange]:
    """What a value may be one of, where both sides have as many: each beside the one in its place."""
    if _has_as_many(before, after):
        for number, (old, new) in enumerate(zip(before["anyOf"], after["anyOf"], strict=True), 1):
            yield from schema_changes(old, new, f"{name}({number})", depth + 1)


def _has_as_many(before: Schema, after: Schema) -> bool:
    old, new = before.get("anyOf"), after.get("anyOf")
    if not isinstance(old, list) or not isinstance(new, list) or len(old) != len(new):
        return False
    return all(isinstance(each, Mapping) for each in (*old, *new))


def _others(before: Schema, after: Schema, name: str, depth: int) -> Iterator[SchemaChange]:
    compared = _COMPARED | {"anyOf"} if _has_as_many(before, after) else _COMPARED
    for key in sorted({*before, *after} - compared):
        old, new = (_keyword(each, key) for each in (before, after))
        if old != new:
            yield SchemaChange(Facet.OTHER, name, old, new, depth)


def _keyword(schema: Schema, key: str) -> str:
    return f"{key} {_json(schema[key])}" if key in schema else f"no {key}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
