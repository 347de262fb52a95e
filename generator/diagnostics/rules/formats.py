"""CAP340 to CAP344: how upstream's answers are read and mapped (stages 3 and 4)."""

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

UNUSED_BY_FORMAT = Rule(
    code="CAP350",
    severity=Severity.WARNING,
    title="Key that the format of the answers does not use",
    message="`{key}` has no effect: answers are read as `{format}`.",
    hint="{advice}",
    explanation=(
        "`outputSchema` is the schema of `avro` and `protobuf`, the selector of `html` and the heading of "
        "`markdown`; `outputMediaType` and `maxBinarySize` of an operation are for `binary` answers."
    ),
    example=_reading("              outputSchema: item.json\n"),
    correction=_reading(""),
)

SELECTOR = Rule(
    code="CAP351",
    severity=Severity.ERROR,
    title="A selector that is none",
    message="`{selector}` is no CSS selector: {problem}.",
    hint="{advice}",
    explanation=(
        "`outputSchema` of `html` answers is a selector as CSS has it (Selectors level 4). Selectors that "
        "only jsoup knows, such as `:eq(1)`, are written in CSS: `:nth-child(2)`."
    ),
    example=_reading("              outputRawFormat: html\n              outputSchema: 'table['\n"),
    correction=_reading(
        "              outputRawFormat: html\n              outputSchema: 'table[id]'\n"
    ),
)

NO_PATH = Rule(
    code="CAP343",
    severity=Severity.WARNING,
    title="A mapping that is no JSONPath",
    message="`{path}` is no JSONPath; what is mapped by it is always null.",
    hint="{advice}",
    explanation=(
        "The reference engine answers null for a mapping that it cannot read as a path: one that "
        "ends in a dot, a slice with a step, a filter without parentheses, a function that it does "
        "not have."
    ),
    example=_capability(rest_extra=_MAPPED.replace("$.name", "'$.items[::2]'")),
    correction=_capability(rest_extra=_MAPPED.replace("$.name", "'$.items[0:2]'")),
)

PATH_GOES_DEEP = Rule(
    code="CAP352",
    severity=Severity.WARNING,
    title="A mapping that begins with a dot",
    message="`{path}` is read as `$.{path}`: the list of everything of that name, at any depth.",
    hint="write `{meant}`",
    explanation=(
        "A path begins with `$`, the document. One without it gets `$.` in front, so that the dot that other "
        "tools begin a path with becomes the second of `..`, which looks into everything."
    ),
    example=_capability(rest_extra=_MAPPED.replace("$.name", ".name")),
    correction=_capability(rest_extra=_MAPPED),
)

PATH_IS_TEXT = Rule(
    code="CAP340",
    severity=Severity.WARNING,
    title="Path as the fixed value of an output",
    message="`{text}` is a fixed text here: the answer has it as it stands.",
    hint="write `mapping: {text}`",
    explanation=(
        "`value` of an exposed output is a constant, `mapping` is a path into what the API answered. Only "
        "outputs of consumed operations have their paths under `value`."
    ),
    example=_capability(rest_extra=_MAPPED.replace("mapping: $.name", "value: $.name")),
    correction=_capability(rest_extra=_MAPPED),
)

NO_EFFECT = Rule(
    code="CAP344",
    severity=Severity.WARNING,
    title="Part of an output that has no effect",
    message="{subject} has no effect: {problem}.",
    hint="{advice}",
    explanation=(
        "`properties` are those of an `object`, `items` those of an `array`. Of several outputs the first "
        "that is not null is the answer, and an object with properties, or a fixed value, never is."
    ),
    example=_capability(
        rest_extra=_MAPPED.replace(
            "type: string, mapping: $.name", "type: object, items: {type: string}"
        )
    ),
    correction=_capability(
        rest_extra=_MAPPED.replace(
            "type: string, mapping: $.name", "type: array, mapping: $.names, items: {type: string}"
        )
    ),
)
