"""Protobuf: one message."""

from __future__ import annotations

from ..errors import DecodingError
from ..messages import Format, Headers
from ..values import Json


def as_protobuf(message: str = "", *, descriptors: str = "") -> Format:
    """The format; without a message a body cannot be read.

    Args:
        message: the full name of the message.
        descriptors: a `FileDescriptorSet` in base64, the file that describes the message and everything
            that it imports, in that order; compiled when the package was generated.

    Reading raises `DecodingError`.
    """

    def read(content: bytes, _: Headers) -> Json:
        from ..wire.convert_protobuf import from_protobuf

        if not message:
            raise DecodingError("the format protobuf cannot be read without a schema")
        return from_protobuf(content, message, descriptors)

    return Format("protobuf", read)
