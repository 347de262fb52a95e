"""CAP341 and CAP342: how upstream's answers are read (stage 3)."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability as _capability

_MAPPED = "              outputParameters: [{type: string, mapping: $.name}]\n"


def _reading(lines: str) -> str:
    return _capability(operation_extra=lines, rest_extra=_MAPPED)


SCHEMA_MISSING = Rule(
    code="CAP341",
    severity=Severity.ERROR,
    title="A response format without its schema",
    message="Answers in the format `{format}` cannot be read without a schema.",
    hint="name the file of the schema, beside the capability, in `outputSchema`",
    explanation=(
        "Avro and Protobuf write values without their names and types. The schema is a file below "
        "the folder of the capability; it is read when the package is generated and stands in it."
    ),
    example=_reading("              outputRawFormat: avro\n"),
    correction=_reading("              outputRawFormat: json\n"),
)

SCHEMA_UNUSABLE = Rule(
    code="CAP342",
    severity=Severity.ERROR,
    title="A schema that cannot be used",
    message="The schema `{name}` {problem}.",
    hint="put the schema below the folder of the capability and name it relative to that folder",
    explanation=(
        "The file that `outputSchema` names is read when the package is generated: JSON for Avro, "
        "a `.proto` file for Protobuf, whose compiler is an extra (`pip install "
        "capwright[protobuf]`). Nothing outside the capability's folder is read."
    ),
    example=_reading(
        "              outputRawFormat: avro\n              outputSchema: item.avsc\n"
    ),
    correction=_reading("              outputRawFormat: json\n"),
)
