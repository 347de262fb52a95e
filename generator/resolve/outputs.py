"""What becomes of an upstream's answer (docs/language.md, "Outputs")."""

from __future__ import annotations

from ..diagnostics import Findings
from ..diagnostics.rules import formats as rules
from ..model import ConsumedOperation, Dialect, OutputMapping, ResponseFormat, ValueType
from ..model.jsonpath import mappings, parse
from ..plan import Binary, Converted, Mapped, Output, PassThrough

_IDENTITY = (None, "", "$", "$.")
_UNCONVERTED = frozenset(
    {ResponseFormat.AUTO, ResponseFormat.JSON, ResponseFormat.TEXT, ResponseFormat.BINARY}
)


def report_paths(outputs: tuple[OutputMapping, ...], findings: Findings) -> None:
    """Report what is no path: it leads nowhere, so that its output is null."""
    for each in mappings(outputs):
        if each.mapping is not None and parse(each.mapping) is None:
            findings.report(rules.NO_PATH, each.origin.child("mapping"), path=each.mapping)


def output_plan(
    outputs: tuple[OutputMapping, ...],
    declaration: ConsumedOperation,
    dialect: Dialect,
    most_bytes: int | None,
) -> Output:
    """Bytes pass through for text and binary, for JSON as it is, and where no mapping stands.

    `most_bytes` is the adapter's limit for binary answers.
    """
    format_ = declaration.response_format
    if format_ is ResponseFormat.BINARY:
        limit = declaration.max_binary_size or most_bytes
        media_type = declaration.response_media_type or None
        said = media_type is not None or limit is not None
        return Binary(media_type, limit) if said else PassThrough()
    if not outputs or format_ is ResponseFormat.TEXT:
        return PassThrough()
    # Published files were never held against what their APIs answer.
    strict = dialect is not Dialect.PUBLISHED
    if len(outputs) == 1 and is_identity(outputs[0]):
        return PassThrough() if format_ in _UNCONVERTED else Converted(format_, strict)
    by_name = (
        dialect is Dialect.PUBLISHED and len(outputs) > 1 and all(output.name for output in outputs)
    )
    return Mapped(format_, outputs, by_name, strict)


def of_type(output: Output, declaration: ConsumedOperation, media_type: str | None) -> Output:
    """A binary answer under the media type that its adapter gives it, where upstream's has no other."""
    if media_type is None or declaration.response_format is not ResponseFormat.BINARY:
        return output
    if isinstance(output, PassThrough):
        return Binary(media_type, None)
    if isinstance(output, Binary) and output.media_type is None:
        return Binary(media_type, output.limit)
    return output


def is_identity(output: OutputMapping) -> bool:
    """The document unchanged, whatever it is: docs/language.md, "Outputs"."""
    return (
        output.value is None
        and (output.mapping or "").strip() in _IDENTITY
        and not output.properties
        and output.items is None
        and output.values is None
        and output.max_length is None
        and (output.mapping is not None or output.type in (ValueType.OBJECT, ValueType.ARRAY))
    )
