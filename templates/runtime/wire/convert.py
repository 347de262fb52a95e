"""Bodies that are no JSON to JSON values, the way capabilities expect it.

Each format has a module of its own, which is imported when a body of that format is read, and so is
the library that it stands on. All are safe against hostile input: no entities, no external documents,
no objects; depth and size of what comes out are bounded.
"""

from __future__ import annotations

from typing import Final

from ..errors import DecodingError
from ..messages import Format, ProtobufSchema, ReadAs, ReadWith
from ..values import Json

_DELIMITERS: Final = {Format.CSV: ",", Format.TSV: "\t", Format.PSV: "|"}


def convert(content: bytes, text: str, wanted: ReadAs) -> Json:
    """A body as JSON values. `text` is the body as its charset says; XML names its own.

    Raises `DecodingError` and `MissingDependencyError`.
    """
    schema = wanted.schema if isinstance(wanted, ReadWith) else ""
    format_ = wanted.format if isinstance(wanted, ReadWith) else wanted
    if isinstance(schema, ProtobufSchema):
        from .convert_protobuf import from_protobuf

        return from_protobuf(content, schema)
    if format_ in (Format.AVRO, Format.PROTOBUF):
        return _avro(content, schema, format_)
    return _text(content, text, format_, schema)


def _text(content: bytes, text: str, format_: Format, schema: str) -> Json:
    if format_ is Format.XML:
        from .convert_xml import from_xml

        return from_xml(content)
    if format_ is Format.YAML:
        from .convert_yaml import from_yaml

        return from_yaml(text)
    if format_ is Format.HTML:
        from .convert_html import from_html

        return from_html(text, schema)
    if format_ is Format.MARKDOWN:
        from .convert_markdown import from_markdown

        return from_markdown(text, schema)
    from .convert_delimited import from_delimited

    return from_delimited(text, _DELIMITERS[format_])


def _avro(content: bytes, schema: str, format_: Format) -> Json:
    if not schema:
        raise DecodingError(f"the format {format_.value} cannot be read without a schema")
    from .convert_avro import from_avro

    return from_avro(content, schema)
