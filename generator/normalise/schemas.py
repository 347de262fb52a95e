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


def response_schema(
    operation: Node, format_: ResponseFormat, context: Context
) -> ResponseSchema | None:
    """The schema of an operation's answers: a selector or a heading as written, a file as read."""
    child = operation.get("outputSchema")
    text = None if child is None else child.as_text()
    if format_ in (ResponseFormat.HTML, ResponseFormat.MARKDOWN):
        return text
    if format_ not in (ResponseFormat.AVRO, ResponseFormat.PROTOBUF):
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
