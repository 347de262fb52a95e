"""Request bodies of several parts: `multipart/form-data` (RFC 7578)."""

from __future__ import annotations

import os
from typing import Any, Final

from ..errors import InvalidArgumentError
from ..messages import Body
from ..records import Record
from ..streams import Readable, Stream
from ..values import OMIT, JsonValue
from .encoding import not_null
from .spelling import encoded, text

_JSON: Final = "application/json"
_BROKEN_NAME: Final = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


class Part(Record):
    """One part of a multipart body (RFC 7578)."""

    name: str
    value: Any
    """Text, a scalar, bytes, an object with `read()`, or a container, which is sent as JSON."""
    filename: str | None = None
    content_type: str | None = None


def multipart_body(*parts: Part) -> Body | None:
    """`multipart/form-data` (RFC 7578); omitted parts and null leave no trace.

    The boundary is random: no content can hold it by accident or on purpose.
    """
    present = [part for part in parts if part.value is not OMIT and part.value is not None]
    if not present:
        return None
    boundary = os.urandom(16).hex()
    pieces: list[bytes | Readable] = []
    for part in present:
        whole: JsonValue = part.value
        values = whole if isinstance(whole, list) else [whole]
        for value in values:
            content = _content(not_null(part.name, value), part.name)
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
