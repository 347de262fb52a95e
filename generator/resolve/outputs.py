"""What becomes of an upstream's answer (language 2.9, 4.12; design 4)."""

from __future__ import annotations

from generator.model import Dialect, OutputMapping, ResponseFormat, ValueType
from generator.plan import Converted, Mapped, Output, PassThrough

_IDENTITY = (None, "", "$", "$.")
_CONVERTED = frozenset(
    {
        ResponseFormat.XML,
        ResponseFormat.YAML,
        ResponseFormat.CSV,
        ResponseFormat.TSV,
        ResponseFormat.PSV,
        ResponseFormat.HTML,
        ResponseFormat.MARKDOWN,
    }
)


def output_plan(
    outputs: tuple[OutputMapping, ...], format_: ResponseFormat, dialect: Dialect
) -> Output:
    """Bytes pass through for JSON, text and binary, and where no mapping stands."""
    if not outputs or format_ is ResponseFormat.BINARY:
        return PassThrough()
    if len(outputs) == 1 and is_identity(outputs[0]):
        return Converted(format_) if format_ in _CONVERTED else PassThrough()
    by_name = (
        dialect is Dialect.PUBLISHED and len(outputs) > 1 and all(output.name for output in outputs)
    )
    return Mapped(format_, outputs, by_name)


def is_identity(output: OutputMapping) -> bool:
    """The document unchanged, whatever it is: language 4.12."""
    return (
        output.value is None
        and (output.mapping or "").strip() in _IDENTITY
        and not output.properties
        and output.items is None
        and output.values is None
        and output.max_length is None
        and (output.mapping is not None or output.type in (ValueType.OBJECT, ValueType.ARRAY))
    )
