"""`mcp_server.py`: the tools of each MCP adapter, with their static schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..model import ValueType
from ..naming import Identifier
from ..plan import ExposedInput, McpSurface, ToolPlan
from .output_schemas import output_schema
from .patterns import pattern_of
from .python import CallOf, Literal, Name, Python, TupleOf, literal
from .units import LoweredUnit

_BESIDE_TYPES: Final = frozenset(
    (
        *("additionalProperties", "contentEncoding", "enum", "items", "pattern", "properties"),
        "required",
    )
)
"""What a schema says of a value beside its type."""


def tool_table(surface: McpSurface, units: Mapping[str, LoweredUnit]) -> Python:
    """The table of an adapter's tools."""
    return TupleOf(tuple(_tool(tool, units[tool.unit]) for tool in surface.tools))


def _tool(tool: ToolPlan, unit: LoweredUnit) -> Python:
    keywords: list[tuple[str, Python]] = [("name", Literal(tool.name))]
    title = tool.declaration.display
    if title:
        keywords.append(("title", Literal(title)))
    keywords.append(("description", Literal(tool.description)))
    keywords.append(("unit", Name(f"units.{unit.function.name}")))
    schema = input_schema(tool)
    keywords.append(("input_schema", literal(schema)))
    keywords.append(("annotations", _annotations(tool)))
    if not all(_BESIDE_TYPES.isdisjoint(each) for each in schema["properties"].values()):
        patterns = dict.fromkeys(each.pattern for each in tool.inputs if each.pattern is not None)
        keywords.append(("rules", CallOf(Name("DeepRules"), tuple(map(pattern_of, patterns)))))
    into = {
        each.name: str(unit.inputs[each.input])
        for each in tool.inputs
        if unit.inputs[each.input] != each.name
    }
    unlisted = tuple(each.name for each in tool.inputs if not each.listed)
    if unlisted:
        keywords.append(("unlisted", literal(unlisted)))
    if into:
        keywords.append(("into", literal(into)))
    written = {each.written: each.name for each in tool.inputs if each.written is not None}
    if written:
        keywords.append(("written", literal(written)))
    shown = output_schema(unit.unit.output)
    if shown is not None:
        keywords.append(("output_schema", literal(shown.schema)))
        keywords.append(("fit", Name("wrapped" if shown.wraps else "shaped")))
    documents = tuple(each.name for each in tool.inputs if each.document)
    if documents:
        keywords.append(("documents", literal(documents)))
    if tool.declaration.tags:
        keywords.append(("tags", literal(tool.declaration.tags)))
    if tool.binary:
        keywords.append(("binary", Literal(True)))
    return CallOf(Name("Tool"), (), tuple((Identifier(key), value) for key, value in keywords))


def _annotations(tool: ToolPlan) -> Python:
    hints = tool.hints
    values = {
        "read_only": hints.read_only,
        "destructive": hints.destructive,
        "idempotent": hints.idempotent,
        "open_world": hints.open_world,
    }
    keywords = tuple((Identifier(key), Literal(bool(value))) for key, value in values.items())
    return CallOf(Name("Annotations"), (), keywords)


def input_schema(tool: ToolPlan) -> dict[str, Any]:
    """The conservative subset of JSON Schema that every client takes."""
    inputs, closed = tool.inputs, tool.closed
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {each.name: property_schema(each) for each in inputs if each.listed},
    }
    required = [each.name for each in inputs if each.required]
    if required:
        schema["required"] = required
    if closed:
        schema["additionalProperties"] = False
    return schema


def property_schema(exposed: ExposedInput) -> dict[str, Any]:
    """The schema of one input; without a type where the spec has none."""
    schema: dict[str, Any] = dict(exposed.schema or {})
    if exposed.type is not ValueType.ANY and "type" not in schema:
        schema["type"] = exposed.type.value
    if exposed.base64:
        schema["contentEncoding"] = "base64"
    if exposed.description:
        schema["description"] = exposed.description.strip()
    if exposed.enum is not None:
        schema["enum"] = list(exposed.enum)
    if exposed.pattern is not None:
        schema["pattern"] = exposed.pattern
    if exposed.default is not None:
        schema["default"] = exposed.default
    return _with_items(schema)


def _with_items(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The same with `items` in every array, of anything where nothing is said.

    JSON Schema asks for none; models of OpenAI and Gemini, and VS Code, refuse a tool without.
    """
    whole = dict(schema)
    kinds = whole.get("type")
    if kinds == "array" or (isinstance(kinds, list) and "array" in kinds):
        whole["items"] = _with_items(whole.get("items") or {})
    if "properties" in whole:
        whole["properties"] = {
            name: _with_items(each) for name, each in whole["properties"].items()
        }
    return whole
