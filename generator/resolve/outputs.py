"""What becomes of an upstream's answer (docs/language.md, "Outputs")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from .. import regex
from ..diagnostics import Findings
from ..diagnostics.rules import formats as rules
from ..diagnostics.rules import mappings as mapping_rules
from ..diagnostics.rules import schema
from ..model import (
    Constant,
    ConsumedOperation,
    Dialect,
    OutputMapping,
    ResponseFormat,
    Template,
    ValueType,
)
from ..model.jsonpath import mappings, parse, path_advice
from ..origin import Origin
from ..plan import Binary, Converted, Mapped, Output, PassThrough

_ODD_PATH: Final = regex.late(r"\{\{[^{}]*\}\}|(?:/[\w-]+)+")
"""A placeholder, or a JSON Pointer: as a path, a key that is spelled like that."""
_IDENTITY = (None, "", "$", "$.")
_UNCONVERTED = frozenset(
    {ResponseFormat.AUTO, ResponseFormat.JSON, ResponseFormat.TEXT, ResponseFormat.BINARY}
)


def report_paths(outputs: tuple[OutputMapping, ...], findings: Findings) -> None:
    """Report what is no path: it leads nowhere, so that its output is null."""
    for each in mappings(outputs):
        if each.mapping is None:
            continue
        at, path = each.origin.child("mapping"), each.mapping
        if parse(path) is None or _ODD_PATH.fullmatch(path.strip()):
            findings.report(rules.NO_PATH, at, path=path, advice=path_advice(path))
        elif path.lstrip().startswith(".") and not path.lstrip().startswith(".."):
            meant = f"${path.strip()}"
            findings.report(rules.PATH_GOES_DEEP, at, within=path, path=path.strip(), meant=meant)


def report_outputs(
    outputs: tuple[OutputMapping, ...], dialect: Dialect, findings: Findings
) -> None:
    """Report what has no effect in the outputs of an exposed unit, or another one than was meant."""
    report_paths(outputs, findings)
    for each in mappings(outputs):
        text = _fixed_text(each)
        if text is not None and text.startswith("$"):
            findings.report(rules.PATH_IS_TEXT, each.origin.child("value"), text=text)
        for key, kind, given in (
            ("items", ValueType.ARRAY, each.items is not None),
            ("properties", ValueType.OBJECT, bool(each.properties)),
        ):
            if given and each.type not in (kind, ValueType.ANY):
                _report_no_effect(
                    each.origin.child(key),
                    f"`{key}`",
                    f"the output is of type `{each.type.value}`",
                    f"write `type: {kind.value}`, or remove `{key}`",
                    findings,
                )
        if dialect is not Dialect.PUBLISHED:
            _report_silent((inner for _, inner in each.properties), findings)
    if dialect is not Dialect.PUBLISHED:
        _report_silent(outputs, findings)
    if not _by_name(outputs, dialect):
        _report_unreached(outputs, findings)


def _report_silent(outputs: Iterable[OutputMapping], findings: Findings) -> None:
    """Report what says neither where its value stands nor what it is. (An element of a list need not.)"""
    for each in outputs:
        # A key that is no key was to say it, perhaps.
        unit = each.origin.parent.parent
        is_lost = findings.stands_below(unit, mapping_rules.MAPS_NOTHING)
        is_lost |= findings.reported_at(unit.child("steps"))
        is_lost |= findings.stands_in(each.origin, schema.UNKNOWN_KEY)
        if _says_nothing(each) and not is_lost:
            problem = "it has neither `mapping` nor `value`, so that it is always null"
            advice = "write `mapping:` with a path into the answer, `$.name`"
            _report_no_effect(each.origin, "This output", problem, advice, findings)


def _says_nothing(output: OutputMapping) -> bool:
    return (
        output.type not in (ValueType.OBJECT, ValueType.ARRAY, ValueType.ANY)
        and (output.mapping, output.value, output.values) == (None, None, None)
        and not output.properties
        and output.items is None
    )


def _fixed_text(output: OutputMapping) -> str | None:
    match output.value:
        case Constant(str() as text):
            return text
        case Template() as template:
            return template.constant
        case _:
            return None


def _report_unreached(outputs: tuple[OutputMapping, ...], findings: Findings) -> None:
    """What stands behind an output that is never null."""
    for number, each in enumerate(outputs[:-1], 1):
        built = each.type is ValueType.OBJECT and each.properties and each.values is None
        if each.value is not None or (built and (each.mapping or "").strip() in ("", "$", "$.")):
            problem = (
                "the one before it is never null, and the first that is not null is the answer"
            )
            advice = "put it first, or make both properties of one object"
            _report_no_effect(outputs[number].origin, "This output", problem, advice, findings)
            return


def _report_no_effect(
    origin: Origin, subject: str, problem: str, advice: str, findings: Findings
) -> None:
    at: Literal["key", "value"] = "value" if subject == "This output" else "key"
    facts = {"subject": subject, "problem": problem, "advice": advice}
    if not findings.reported_at(origin):
        findings.report(rules.NO_EFFECT, origin, at=at, hint=None, **facts)


def report_unread_type(origin: Origin, findings: Findings) -> None:
    """Report the media type of a binary answer where answers are none."""
    subject = f"The media type under `{origin.pointer.rpartition('/')[2]}`"
    problem = "what is called has no `outputRawFormat: binary`"
    advice = "add that to the consumed operation, or remove the media type"
    _report_no_effect(origin, subject, problem, advice, findings)


def _by_name(outputs: tuple[OutputMapping, ...], dialect: Dialect) -> bool:
    """Whether several outputs are the fields of one object: in the published dialect, where all are named."""
    return dialect is Dialect.PUBLISHED and len(outputs) > 1 and all(each.name for each in outputs)


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
    return Mapped(format_, outputs, _by_name(outputs, dialect), strict)


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
