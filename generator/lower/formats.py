"""How an answer is read, and which libraries that takes."""

from __future__ import annotations

import textwrap
from typing import Final

from ..model import ProtobufSchema, ResponseFormat
from ..naming import Identifier
from ..plan import Operation, Plan
from .python import CallOf, Literal, Name, Python

LIBRARIES: Final = {
    ResponseFormat.XML: ("defusedxml>=0.7,<1",),
    ResponseFormat.YAML: ("pyyaml>=6.0.2,<7",),
    ResponseFormat.HTML: ("selectolax>=1.0,<2",),
    ResponseFormat.MARKDOWN: ("markdown-it-py>=4,<5", "pyyaml>=6.0.2,<7"),
    ResponseFormat.AVRO: ("fastavro>=1.12,<2",),
    ResponseFormat.PROTOBUF: ("protobuf>=6.30,<8",),
}
"""What a format stands on; the others need nothing but Python."""
_LINE: Final = 76


def libraries(plan: Plan) -> tuple[str, ...]:
    """The requirements of the formats that a package reads, each once."""
    formats = {each.response_format for api in plan.apis for each in api.operations}
    wanted = (line for format_, lines in LIBRARIES.items() if format_ in formats for line in lines)
    return tuple(dict.fromkeys(wanted))


def read_as(operation: Operation) -> Python | None:
    """`Format.XML`, or the format with its schema; None for what is the default."""
    format_ = operation.response_format
    if format_ is ResponseFormat.AUTO:
        return None
    name = Name(f"Format.{format_.name}")
    schema = operation.declaration.response_schema
    if not schema:
        return name
    if isinstance(schema, ProtobufSchema):
        # Base64 may hold spaces, at which a long text is wrapped.
        descriptors = Literal(" ".join(textwrap.wrap(schema.descriptors, _LINE)))
        made: Python = CallOf(
            Name("ProtobufSchema"),
            (Literal(schema.message),),
            ((Identifier("descriptors"), descriptors),),
        )
    else:
        made = Literal(schema)
    return CallOf(Name("ReadWith"), (name,), ((Identifier("schema"), made),))
