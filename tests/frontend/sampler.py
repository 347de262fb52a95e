"""Instances made from a JSON Schema: random, and mostly valid (the caller keeps those that are)."""

from __future__ import annotations

import random
import re
from typing import Any

TEXTS = (
    "alpha",
    "a-b",
    "VARIABLE_1",
    "ns.operation",
    "https://api.test/v1",
    "file:///srv/skills",
    "2026-05-06",
    "someone@example.org",
    "text/plain",
    "10MiB",
    "127.0.0.1",
    "200",
    "$.items",
    "{{value}}",
    "vault://secrets",
)
BUDGET = 250
"""Values; after that only what is required."""


class Sampler:
    """Draws instances from one schema."""

    def __init__(self, schema: dict[str, Any], seed: int) -> None:
        self._schema = schema
        self._random = random.Random(seed)
        self._left = BUDGET

    def document(self) -> Any:
        return self._value(self._schema)

    def _value(self, schema: Any) -> Any:
        self._left -= 1
        if not isinstance(schema, dict):
            # `true`: the schema leaves a hole here, which an empty list fills.
            return []
        schema = self._flat(schema)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._random.choice(schema["enum"])
        kind = schema.get("type", "object" if "properties" in schema else "string")
        if isinstance(kind, list):
            kind = self._random.choice(kind)
        if kind == "object":
            return self._mapping(schema)
        if kind == "array":
            return self._list(schema)
        if kind == "boolean":
            return self._random.random() < 0.5
        if kind in ("integer", "number"):
            return self._random.randint(schema.get("minimum", 1), schema.get("maximum", 9999))
        return self._text(schema)

    def _flat(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The schema with `$ref`, `allOf` and one branch of every alternative merged in."""
        merged: dict[str, Any] = {}
        parts = [schema]
        while parts:
            part = parts.pop()
            if "$ref" in part:
                parts.append(self._schema["$defs"][part["$ref"].rsplit("/", 1)[1]])
            parts.extend(part.get("allOf", []))
            parts.extend(
                self._random.choice(part[word]) for word in ("oneOf", "anyOf") if part.get(word)
            )
            _merge(merged, part)
        return merged

    def _mapping(self, schema: dict[str, Any]) -> dict[str, Any]:
        properties = schema.get("properties", {})
        required = set(schema.get("required", []))
        share = 0.5 if self._left > 0 else 0.0
        chosen = [key for key in properties if key in required or self._random.random() < share]
        unwanted = set(schema.get("not", {}).get("required", []))
        value = {
            key: self._value(properties[key]) for key in chosen if key not in unwanted - required
        }
        below = schema.get("additionalProperties")
        if isinstance(below, dict):
            names = schema.get("propertyNames", {})
            for _ in range(max(schema.get("minProperties", 0), self._few())):
                value[str(self._value({"type": "string", **names}))] = self._value(below)
        return value

    def _list(self, schema: dict[str, Any]) -> list[Any]:
        if "items" not in schema:
            return []
        least = schema.get("minItems", 0)
        count = max(least, self._few())
        return [self._value(schema["items"]) for _ in range(count)]

    def _few(self) -> int:
        return self._random.randint(0, 2) if self._left > 0 else 0

    def _text(self, schema: dict[str, Any]) -> str:
        schema = self._flat(schema)
        if "enum" in schema:
            return str(self._random.choice(schema["enum"]))
        pattern = schema.get("pattern", "")
        fitting = [text for text in TEXTS if re.search(pattern, text)]
        return self._random.choice(fitting or ["200"])


def _merge(merged: dict[str, Any], part: dict[str, Any]) -> None:
    for key, value in part.items():
        if key in ("$ref", "allOf", "oneOf", "anyOf"):
            continue
        if key == "properties":
            target = merged.setdefault("properties", {})
            for name, below in value.items():
                known = target.get(name)
                if isinstance(known, dict) and isinstance(below, dict):
                    target[name] = {**below, **known}
                elif not isinstance(known, dict):
                    target[name] = below
        elif key == "required":
            merged["required"] = [*merged.get("required", []), *value]
        else:
            merged.setdefault(key, value)
