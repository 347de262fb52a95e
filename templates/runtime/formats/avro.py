"""Avro: one record in the binary encoding."""

from __future__ import annotations

from ..errors import DecodingError
from ..messages import Format, Headers
from ..values import Json


def as_avro(schema: str = "") -> Format:
    """The format. `schema` is the schema as JSON; without one a body cannot be read.

    Reading raises `DecodingError`.
    """

    def read(content: bytes, _: Headers) -> Json:
        from ..wire.convert_avro import from_avro

        if not schema:
            raise DecodingError("the format avro cannot be read without a schema")
        return from_avro(content, schema)

    return Format("avro", read)
