"""Avro to JSON values: one record in the binary encoding, without a container (Avro 1.12)."""

from __future__ import annotations

import base64
import functools
import io
import json
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from ..errors import DecodingError, MissingDependencyError
from ..values import Json, JsonValue
from .numbers import json_number, shortest

try:
    import fastavro
    from fastavro.schema import SchemaParseException
except ModuleNotFoundError:
    raise MissingDependencyError("fastavro", "requirements.txt") from None


_UNREADABLE: Final = (
    *(AttributeError, LookupError, RecursionError, TypeError, ValueError),
    SchemaParseException,
)


def from_avro(content: bytes, schema: str) -> Json:
    """The record as JSON: a union's value without its branch, a decimal as a number, bytes as base64.

    Dates and times are the numbers that are written. Bytes after the record are an error.

    Raises `DecodingError`.
    """
    reader = _Reader.of(schema)
    body = io.BytesIO(content)
    library: Any = fastavro  # Its types are only half there.
    try:
        value = library.schemaless_reader(body, reader.schema, None)
    # What the library raises on a broken body is not one kind of exception.
    except (ArithmeticError, EOFError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise DecodingError(f"the body does not fit its Avro schema ({error!r:.100})") from None
    if body.read(1):
        raise DecodingError("the body goes on after the record of its Avro schema")
    return reader.json(value)


class _Reader:
    """A schema that was read, and how its values become JSON."""

    def __init__(self, document: Any) -> None:
        schemas = list(_within(document))
        if any(each.get("type") == "array" and _is_free(each["items"]) for each in schemas):
            raise DecodingError("an array of the Avro schema has elements without a size")
        self.schema = fastavro.parse_schema(_without_times(document))
        kinds = {_kind(each) for schema in schemas for each in _parts(schema)}
        self._is_short = "float" in kinds and "double" not in kinds

    @staticmethod
    @functools.lru_cache(maxsize=64)
    def of(schema: str) -> _Reader:
        try:
            return _Reader(json.loads(schema))
        except _UNREADABLE as error:
            raise DecodingError(f"the Avro schema is not understood ({error!r:.100})") from None

    def json(self, value: JsonValue | bytes | Decimal | uuid.UUID) -> Json:
        if isinstance(value, dict):
            return {key: self.json(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.json(item) for item in value]
        if isinstance(value, bytes):
            return base64.b64encode(value).decode("ascii")
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else float(value)
        if isinstance(value, float):
            return json_number(shortest(value) if self._is_short else value)
        return str(value) if isinstance(value, uuid.UUID) else value


def _within(schema: JsonValue) -> Iterator[dict[str, Any]]:
    """Every schema that is written as an object."""
    if isinstance(schema, dict):
        yield schema
    for each in _parts(schema):
        part: JsonValue = each
        if isinstance(part, dict | list):
            yield from _within(part)


def _parts(schema: JsonValue) -> list[Json]:
    if isinstance(schema, list):
        return schema
    if not isinstance(schema, dict):
        return [schema]
    declared: list[dict[str, Json]] = schema.get("fields", [])
    fields = [each.get("type") for each in declared]
    return [*fields, *(schema[key] for key in ("type", "items", "values") if key in schema)]


def _kind(schema: JsonValue) -> str:
    kind: JsonValue = schema.get("type") if isinstance(schema, dict) else schema
    return kind if isinstance(kind, str) else ""


def _is_free(schema: JsonValue) -> bool:
    """Whether a value takes no byte at all: a count in the body could then stand for any number."""
    if isinstance(schema, dict) and schema.get("type") == "record":
        declared: list[dict[str, Json]] = schema.get("fields", [])
        return all(_is_free(each.get("type")) for each in declared)
    if isinstance(schema, dict) and schema.get("type") == "fixed":
        return bool(schema.get("size") == 0)
    return _kind(schema) == "null"


def _without_times(schema: JsonValue) -> Json:
    """The schema in which dates and times are the numbers that they are written as."""
    if isinstance(schema, list):
        return [_without_times(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_times(value) for key, value in schema.items()}
    if schema.get("logicalType") != "decimal":
        kept.pop("logicalType", None)
    return kept
