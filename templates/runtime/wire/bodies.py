"""Request bodies: values to bytes and what they are called.

Each function gives None where there is no body to send.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, Final

from ..errors import InvalidArgumentError
from ..messages import Body
from ..records import Record
from ..streams import Readable, Stream
from ..values import OMIT, Json, JsonArgument, JsonObject, JsonValue, Omit, RawJson
from .encoding import QueryPair, compact, fields_of, query
from .spelling import document, encoded, template, text

_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"
_BROKEN_NAME: Final = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


class Part(Record):
    """One part of a multipart body (RFC 7578)."""

    name: str
    value: Any
    """Text, a scalar, bytes, an object with `read()`, or a container, which is sent as JSON."""
    filename: str | None = None
    content_type: str | None = None


def json_body(value: Json | RawJson | Omit = OMIT, content_type: str = _JSON) -> Body | None:
    """A JSON document; `RawJson` goes out as it came in."""
    if value is OMIT:
        return None
    if isinstance(value, RawJson):
        return Body(value.content, value.content_type)
    return Body(document(value), content_type)


def json_template(value: Json, *fields: QueryPair) -> Body | None:
    """A JSON document made of a template, and fields that are added to it.

    What is omitted leaves no trace; at the least `{}` is sent.
    """
    kept = compact(value)
    filled: JsonArgument = {} if kept is OMIT else kept
    added = _added(fields)
    if not added:
        return Body(template(filled), _JSON)
    if not isinstance(filled, Mapping):
        raise _not_an_object()
    return Body(template({**filled, **added}), _JSON)


def json_with_fields(value: Json | RawJson | Omit, *fields: QueryPair) -> Body | None:
    """A JSON object and fields that are added to it; a document that is no object stays as it is.

    Raises `InvalidArgumentError` where a field is to be added to something else.
    """
    added = _added(fields)
    if not added:
        return json_body(value)
    given: JsonObject | None = _given(value)
    if not isinstance(given, Mapping):
        raise _not_an_object()
    for name, field in added.items():
        document(field, name)  # So that an error bears its name.
    return json_body({**given, **added})


def _given(value: Json | RawJson | Omit) -> Json:
    if isinstance(value, RawJson):
        return json.loads(value.content or b"{}")
    return {} if isinstance(value, Omit) else value


def _added(fields: tuple[QueryPair, ...]) -> dict[str, Json]:
    return {name: field for name, field in fields if field is not OMIT}


def _not_an_object() -> InvalidArgumentError:
    return InvalidArgumentError("body", "must be an object: fields are added to it")


def form_body(*fields: QueryPair) -> Body | None:
    """`application/x-www-form-urlencoded`; omitted fields leave no trace."""
    present = [field for field in fields if field[1] is not OMIT]
    if fields and not present:
        return None
    return Body(query(*present).encode("ascii"), _FORM)


def form_of(fields: tuple[str, Json | RawJson | Omit], *added: QueryPair) -> Body | None:
    """A form made of an object, given with its argument's name: nested values are `a[b]`, `a[0]`.

    Fields that are added replace its own. Raises `InvalidArgumentError` for what is no object.
    """
    name, value = fields
    more = _added(added)
    if value is OMIT:
        return form_body(*more.items()) if more else None
    given: JsonArgument = _given(value)
    if not isinstance(given, Mapping):
        raise InvalidArgumentError(name, "must be an object: its fields are those of the form")
    own = fields_of({key: item for key, item in given.items() if key not in more})
    pairs = "&".join(each for each in (own, query(*more.items())) if each)
    return Body(pairs.encode("ascii"), _FORM)


def text_body(
    value: Json | Omit, content_type: str = "text/plain; charset=utf-8", name: str = "body"
) -> Body | None:
    """Text (plain, XML, SPARQL, …) as UTF-8. `name` is the argument's, for errors."""
    return None if value is OMIT else Body(encoded(text(value, name), name), content_type)


def raw_body(
    value: bytes | bytearray | memoryview | Readable | RawJson | Omit,
    content_type: str | None = "application/octet-stream",
    name: str = "body",
) -> Body | None:
    """Bytes as they are, or a file, read as it is sent; `RawJson` brings its own content type.

    `name` is the argument's. Raises `InvalidArgumentError` for anything else.
    """
    if isinstance(value, Omit):
        return None
    if isinstance(value, RawJson):
        return Body(value.content, value.content_type)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return Body(bytes(value), content_type)
    if not hasattr(value, "read"):
        raise InvalidArgumentError(name, f"must be bytes or a file, not {type(value).__name__}")
    return Body(Stream((value,)), content_type)


def multipart_body(*parts: Part) -> Body | None:
    """`multipart/form-data` (RFC 7578); omitted parts leave no trace.

    The boundary is random: no content can hold it by accident or on purpose.
    """
    present = [part for part in parts if part.value is not OMIT]
    if not present:
        return None
    boundary = os.urandom(16).hex()
    pieces: list[bytes | Readable] = []
    for part in present:
        whole: JsonValue = part.value
        values = whole if isinstance(whole, list) else [whole]
        for value in values:
            content = _content(value, part.name)
            pieces += (f"--{boundary}\r\n".encode(), _part_headers(part, value), content)
            pieces.append(b"\r\n")
    pieces.append(f"--{boundary}--\r\n".encode())
    return Body(_joined(pieces), f"multipart/form-data; boundary={boundary}")


def _joined(pieces: list[bytes | Readable]) -> bytes | Stream:
    """One body; a stream where there is a file among the pieces."""
    known = [piece for piece in pieces if isinstance(piece, bytes)]
    return b"".join(known) if len(known) == len(pieces) else Stream(pieces)


def _part_headers(part: Part, value: Any) -> bytes:
    disposition = f'form-data; name="{part.name.translate(_BROKEN_NAME)}"'
    filename = part.filename or _filename(value)
    if filename is not None:
        disposition += f'; filename="{filename.translate(_BROKEN_NAME)}"'
    content_type = part.content_type or _content_type(value, filename)
    lines = f"Content-Disposition: {disposition}\r\n"
    if content_type is not None:
        if any(ord(c) < 32 or ord(c) > 126 for c in content_type):
            raise InvalidArgumentError(part.name, "has a content type that is not a header value")
        lines += f"Content-Type: {content_type}\r\n"
    return encoded(lines + "\r\n", part.name)


def _filename(value: Any) -> str | None:
    """The name of an open file, without its folder."""
    if not hasattr(value, "read"):
        return None
    name = getattr(value, "name", None)
    return os.path.basename(name) if isinstance(name, str) else "file"


def _content_type(value: Any, filename: str | None) -> str | None:
    if isinstance(value, (dict, list, tuple)):
        return _JSON
    is_file = filename is not None or isinstance(value, (bytes, bytearray, memoryview))
    return "application/octet-stream" if is_file else None


def _content(value: Any, name: str) -> bytes | Readable:
    if hasattr(value, "read"):
        file: Readable = value
        return file
    if isinstance(value, (bytes, bytearray)):
        return bytes(value)
    if isinstance(value, memoryview):
        return value.tobytes()
    return encoded(text(value, name), name)
