"""How an answer is read, and which libraries that takes."""

from __future__ import annotations

import textwrap
from typing import Final

from ..model import ProtobufSchema, ResponseFormat
from ..naming import Identifier
from ..plan import Operation, Plan
from ..runtime.libraries import FORMATS
from .format_table import LIBRARIES, WITH_SCHEMA
from .python import CallOf, Literal, Name, Python

_LINE: Final = 76


def libraries(plan: Plan) -> tuple[str, ...]:
    """The requirements of the formats that a package reads, each once."""
    formats = {each.response_format for api in plan.apis for each in api.operations}
    names = (name for format_, names in LIBRARIES.items() if format_ in formats for name in names)
    wanted = (FORMATS[name] for name in (*names, *_of_files(plan)))
    return tuple(dict.fromkeys(wanted))


def _of_files(plan: Plan) -> tuple[str, ...]:
    """What the files of binds are read with."""
    locations = (each.location or "" for each in plan.capability.binds)
    return ("yaml",) if any(each.lower().endswith((".yaml", ".yml")) for each in locations) else ()


def read_as(operation: Operation) -> Python | None:
    """`AS_XML`, or `as_avro("…")` for a format with a schema; None for what is the default."""
    format_ = operation.response_format
    if format_ is ResponseFormat.AUTO:
        return None
    if format_ not in WITH_SCHEMA:
        return Name(f"AS_{format_.name}")
    name, schema = Name(f"as_{format_.name.lower()}"), operation.declaration.response_schema
    if not schema:
        return CallOf(name)
    if isinstance(schema, ProtobufSchema):
        # Base64 may hold spaces, at which a long text is wrapped.
        descriptors = Literal(" ".join(textwrap.wrap(schema.descriptors, _LINE)))
        return CallOf(name, (Literal(schema.message),), ((Identifier("descriptors"), descriptors),))
    return CallOf(name, (Literal(schema),))
