"""Request bodies that are bytes or files."""

from __future__ import annotations

from ..errors import InvalidArgumentError
from ..messages import Body
from ..streams import Readable, Stream
from ..values import Omit, RawJson


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
