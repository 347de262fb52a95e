"""What a response format is read with: `outputSchema`, and the file that it may name (docs/language.md, "Formats")."""

from __future__ import annotations

import base64
import json
from typing import Any

from ..diagnostics.rules import formats as rules
from ..model import ProtobufSchema, ResponseFormat, ResponseSchema
from ..source.files import FileRefusedError
from ..source.protobuf import compiled
from . import avro
from .context import Context
from .node import Node
from .selectors import check_selector


def response_schema(
    operation: Node, format_: ResponseFormat, context: Context
) -> ResponseSchema | None:
    """The schema of an operation's answers: a selector or a heading as written, a file as read."""
    child = operation.get("outputSchema")
    text = None if child is None else child.as_text()
    if format_ is ResponseFormat.HTML and child is not None and text is not None:
        check_selector(child, text)
    if format_ in (ResponseFormat.HTML, ResponseFormat.MARKDOWN):
        return text
    if format_ not in (ResponseFormat.AVRO, ResponseFormat.PROTOBUF):
        if child is not None and not context.findings.reported_at(
            operation.origin.child("outputRawFormat")
        ):
            _unused(child, "outputSchema", format_, "html, markdown, avro or protobuf")
        return None
    if child is None or text is None:
        where = operation.get("outputRawFormat") or operation
        where.report(rules.SCHEMA_MISSING, format=format_.value)
        return None
    try:
        return _from_file(text.strip().removeprefix("./"), format_, context)
    except FileRefusedError as error:
        child.report(rules.SCHEMA_UNUSABLE, name=text, problem=str(error))
        return None


def report_binary_keys(operation: Node, format_: ResponseFormat) -> None:
    """Report what is said of bytes where answers are none."""
    if operation.findings.reported_at(operation.origin.child("outputRawFormat")):
        return
    for key in ("outputMediaType", "maxBinarySize"):
        child = operation.get(key)
        if child is not None and format_ is not ResponseFormat.BINARY:
            _unused(child, key, format_, "binary")


def _unused(child: Node, key: str, format_: ResponseFormat, used_by: str) -> None:
    read_as = "json" if format_ is ResponseFormat.AUTO else format_.value
    advice = f"remove it, or write `outputRawFormat: {used_by}`"
    child.note(rules.UNUSED_BY_FORMAT, at_key=True, key=key, format=read_as, advice=advice)


def _from_file(name: str, format_: ResponseFormat, context: Context) -> ResponseSchema:
    if format_ is ResponseFormat.PROTOBUF:
        found = compiled(name, context.files)
        return ProtobufSchema(found.message, base64.b64encode(found.descriptors).decode("ascii"))
    try:
        schema = json.loads(context.files.content(name))
    except (ValueError, RecursionError):
        raise FileRefusedError("is no JSON") from None
    problem = avro.problem(schema)
    if problem is not None:
        raise FileRefusedError(problem)
    return json.dumps(_without_docs(schema), ensure_ascii=False, separators=(",", ":"))


def _without_docs(schema: Any) -> Any:
    """The schema without what only people read."""
    if isinstance(schema, list):
        return [_without_docs(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _without_docs(value) for key, value in schema.items() if key != "doc"}
