"""The output schema of a tool: only where the spec says more than "an object"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.model import OutputMapping, ValueType
from generator.plan import Mapped, Output


@dataclass(frozen=True, slots=True)
class OutputSchema:
    """An object at the root, nothing required, leaves nullable."""

    schema: dict[str, Any]
    wraps: bool
    """The result is no object, and stands under `result`."""


def output_schema(output: Output) -> OutputSchema | None:
    """The schema of what a unit answers, or None where nothing is known of it."""
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


def _schema(output: OutputMapping) -> dict[str, Any]:
    if output.type is ValueType.ANY:
        return {}
    kind = ValueType.STRING if output.value is not None else output.type
    schema: dict[str, Any] = {"type": [kind.value, "null"]}
    if output.description:
        schema["description"] = output.description.strip()
    if output.properties:
        schema["properties"] = {name: _schema(inner) for name, inner in output.properties}
    if output.items is not None:
        schema["items"] = _schema(output.items)
    return schema
