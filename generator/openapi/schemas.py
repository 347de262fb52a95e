"""What a schema says of a value: its type in the capability language, and its fields."""

from __future__ import annotations

import re
from typing import Any, Final

from .. import regex
from .model import Field
from .reading import Document, items, texts

_TYPES: Final = frozenset(("string", "integer", "number", "boolean", "array", "object"))
_CODE: Final = regex.late(r"(?<=<)(?=script)|(?<=eval)(?=\()", re.IGNORECASE)
"""Where `<script` and `eval(` are parted: the language refuses both in descriptions (CAP585, CAP586)."""
LONGEST: Final = 300
"""Characters of the description of an input."""
_DEEPEST: Final = 12
"""Levels of `allOf` that are looked into."""


def flattened(document: Document, schema: Any, base: str, depth: int = 0) -> dict[str, Any]:
    """A schema with its reference followed and what `allOf` adds put into it."""
    found, base = document.resolve(schema, base)
    if not isinstance(found, dict) or depth > _DEEPEST:
        return {}
    if "allOf" not in found:
        return _merged(document, found, base, depth)
    # Parts that refer to each other are looked at once, however many ways lead to them.
    made = document.merged.get(id(found))
    if made is None:
        document.merged[id(found)] = {}
        made = document.merged[id(found)] = _merged(document, found, base, depth)
    return made


def _merged(document: Document, found: dict[str, Any], base: str, depth: int) -> dict[str, Any]:
    merged = dict(found)
    parts = [flattened(document, part, base, depth + 1) for part in items(found.get("allOf"))]
    properties: dict[str, Any] = {}
    for part in (*parts, found):
        properties |= part["properties"] if isinstance(part.get("properties"), dict) else {}
    for part in parts:
        merged["required"] = [*texts(part.get("required")), *texts(merged.get("required"))]
        merged.setdefault("type", part.get("type"))
        merged.setdefault("description", part.get("description"))
    if properties:
        merged["properties"] = properties
    merged["x-base"] = merged.get("x-base") or base
    return merged


def type_of(schema: dict[str, Any]) -> str:
    """The type; `string` where the schema does not say one, which is what a caller can always give."""
    written = schema.get("type")
    names = [written] if isinstance(written, str) else texts(written)
    for name in names:
        if name in _TYPES:
            return str(name)
    if isinstance(schema.get("properties"), dict) or "additionalProperties" in schema:
        return "object"
    if "items" in schema:
        return "array"
    values = schema.get("enum")
    if isinstance(values, list) and values and all(type(each) is int for each in values):
        return "integer"
    return "string"


def fields_of(document: Document, schema: dict[str, Any]) -> tuple[Field, ...]:
    """The fields of an object; those that only answers have are left out."""
    required = set(texts(schema.get("required")))
    made = []
    properties = schema.get("properties")
    for name, each in properties.items() if isinstance(properties, dict) else ():
        found = flattened(document, each, str(schema.get("x-base") or ""))
        if found.get("readOnly") is True or not str(name).strip():
            continue
        made.append(
            Field(str(name), type_of(found), name in required, short_text_of(found, "description"))
        )
    return tuple(made)


def text_of(value: dict[str, Any], key: str) -> str:
    """A text, in one paragraph; what no description of a capability may hold is spelled in two words."""
    found = value.get(key)
    return _CODE.sub(" ", " ".join(found.split())) if isinstance(found, str) else ""


def short_text_of(value: dict[str, Any], key: str) -> str:
    """The first sentences of a text: each tool repeats it in every turn of an agent."""
    text = text_of(value, key)
    if len(text) <= LONGEST:
        return text
    cut = text[:LONGEST]
    sentence = cut.rfind(". ")
    return cut[: sentence + 1] if sentence > 0 else f"{cut.rpartition(' ')[0]} …"
