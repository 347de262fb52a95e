"""The schemas of mapped answers: of a tool's result, and of a REST operation's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from generator.model import OutputMapping, ValueType
from generator.plan import Mapped, Output
from generator.resolve.jsonpath import EVERY, parse


@dataclass(frozen=True, slots=True)
class OutputSchema:
    """An object at the root, nothing required, leaves nullable."""

    schema: dict[str, Any]
    wraps: bool
    """The result is no object, and stands under `result`."""


def output_schema(output: Output) -> OutputSchema | None:
    """The schema of what a tool answers, or None where the spec says no more than "an object"."""
    if not isinstance(output, Mapped):
        return None
    if output.by_name:
        fields = {each.name or "": _schema(each) for each in output.outputs}
        return OutputSchema({"type": "object", "properties": fields}, wraps=False)
    if len(output.outputs) != 1:
        return None
    return _of_one(output.outputs[0])


def _of_one(output: OutputMapping) -> OutputSchema | None:
    if output.type is ValueType.OBJECT:
        if not output.properties:
            return None
        return OutputSchema({**_schema(output), "type": "object"}, wraps=False)
    if output.type is ValueType.ANY:
        return None
    wrapped = {"type": "object", "properties": {"result": _schema(output)}}
    return OutputSchema(wrapped, wraps=True)


_AS_IT_CAME: Final = {"description": "Upstream's document as it is, where it has nothing of that."}


def answer_schema(output: Output) -> dict[str, Any] | None:
    """The schema of a successful answer that is mapped, without any wrapping; else None.

    Of several outputs the first that is not null is the answer; where all are, it is the document.
    """
    if not isinstance(output, Mapped):
        return None
    if output.by_name:
        fields = {each.name or "": _schema(each, closed=True) for each in output.outputs}
        return {"type": "object", "properties": fields, "additionalProperties": False}
    schemas: list[dict[str, Any]] = []
    for each in output.outputs:
        schemas.append(_not_null(_schema(each, closed=True)))
        if _is_certain(each):
            break
    else:
        schemas.append(_AS_IT_CAME)
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _is_certain(output: OutputMapping) -> bool:
    """Whether an output is never null: a constant, and an object that is built in any case."""
    if output.value is not None:
        return True
    built = output.type is ValueType.OBJECT and output.properties and output.values is None
    return bool(built) and output.mapping is None


def _not_null(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = [kind for kind in schema.get("type", ()) if kind != "null"]
    return {**schema, "type": kinds[0]} if kinds else schema


def _schema(output: OutputMapping, *, closed: bool = False) -> dict[str, Any]:
    """`closed`: an object that is built has no other keys than those that it is built of."""
    if output.type is ValueType.ANY:
        return {}
    kind = ValueType.STRING if output.value is not None else _kind(output)
    schema: dict[str, Any] = {"type": [kind.value, "null"]}
    if output.description:
        schema["description"] = output.description.strip()
    if output.properties:
        schema["properties"] = {
            name: _schema(inner, closed=closed) for name, inner in output.properties
        }
        if closed and kind is ValueType.OBJECT and output.values is None:
            schema["additionalProperties"] = False
    if output.items is not None:
        schema["items"] = _schema(output.items, closed=closed)
    return schema


def _kind(output: OutputMapping) -> ValueType:
    """The type; what is copied along a `[*]` is a list of what was found, whatever is declared."""
    built = output.type is ValueType.OBJECT and (output.properties or output.values)
    if output.mapping is not None and not built and EVERY in (parse(output.mapping) or ()):
        return ValueType.ARRAY
    return output.type
