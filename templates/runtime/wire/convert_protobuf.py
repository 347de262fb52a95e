"""Protobuf to JSON values: one message, of proto2 or proto3."""

from __future__ import annotations

import base64
import functools
from typing import Any

from ..errors import DecodingError, MissingDependencyError
from ..values import Json
from .numbers import json_number, shortest

try:
    from google.protobuf import (  # type: ignore[import-untyped,unused-ignore]
        descriptor_pb2,
        descriptor_pool,
        json_format,
        message,
        message_factory,
    )
except ModuleNotFoundError:
    raise MissingDependencyError("protobuf", "requirements.txt") from None

_KNOWN: Any = frozenset(
    f"google.protobuf.{name}"
    for name in ("Timestamp", "Duration", "FieldMask", "Struct", "Value", "ListValue")
)
"""Messages that Protobuf's own JSON mapping (ProtoJSON) gives a form of their own."""
_WRAPPER: Any = "Value"


def from_protobuf(content: bytes, name: str, descriptors: str) -> Json:
    """The message as JSON, under the names that the file gives its fields.

    Enumerations are names, or numbers that have none; numbers of 64 bits are numbers, bytes are base64.
    A field that proto3 does not write because it has its default is there with its default; one that
    has presence and is not set is not there.

    Raises `DecodingError`.
    """
    found = _type(name, descriptors)()
    try:
        found.ParseFromString(content)
    except (message.DecodeError, RecursionError, ValueError):
        raise DecodingError(f"the body is no message {name} of Protobuf") from None
    try:
        return _message(found)
    except (RecursionError, ValueError, TypeError) as error:
        raise DecodingError(f"the Protobuf message has no JSON ({type(error).__name__})") from None


@functools.lru_cache(maxsize=64)
def _type(name: str, descriptors: str) -> Any:
    # The library makes these classes when it is imported: a type checker cannot know them.
    library: Any = descriptor_pb2
    pools: Any = descriptor_pool
    files = library.FileDescriptorSet()
    pool = pools.DescriptorPool()
    files.ParseFromString(base64.b64decode(descriptors))
    for file in files.file:
        pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(name))


def _message(found: Any) -> Json:
    name = found.DESCRIPTOR.full_name
    if name in _KNOWN:
        return json_format.MessageToDict(found)
    fields: dict[str, Json] = {}
    for field in found.DESCRIPTOR.fields:
        if not field.has_presence or found.HasField(field.name):
            fields[field.name] = _field(field, getattr(found, field.name))
    for field, value in found.ListFields():
        if field.is_extension:
            fields[f"[{field.full_name}]"] = _field(field, value)
    is_wrapper = name.startswith("google.protobuf.") and name.endswith(_WRAPPER)
    return fields["value"] if is_wrapper and list(fields) == ["value"] else fields


def _field(field: Any, value: Any) -> Json:
    if not field.is_repeated:
        return _single(field, value)
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        inner = field.message_type.fields_by_name["value"]
        return {_key(key): _single(inner, item) for key, item in value.items()}
    return [_single(field, item) for item in value]


def _key(key: Any) -> str:
    return ("true" if key else "false") if isinstance(key, bool) else str(key)


def _single(field: Any, value: Any) -> Json:
    if field.message_type is not None:
        return _message(value)
    if field.enum_type is not None:
        named = field.enum_type.values_by_number.get(value)
        return value if named is None else named.name
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, float):
        return json_number(shortest(value) if field.type == field.TYPE_FLOAT else value)
    return value
