"""Output parameters: of consumed operations and of exposed units, in every spelling."""

from __future__ import annotations

from dataclasses import replace

from ..diagnostics.rules import shape as rules
from ..model import DataTemplate, OutputMapping
from .context import Context
from .node import DEEPEST, Node
from .placeholder_names import Where
from .templates import Reader
from .values import value_type


def exposed_outputs(
    unit: Node, context: Context, adapter: str | None = None
) -> tuple[OutputMapping, ...]:
    """The outputs of an exposed operation, tool, resource or flow.

    Of a mock the values may name inputs as those of an adapter or an aggregate.
    """
    is_mock = not any(unit.has(key) for key in ("ref", "call", "steps"))
    reader = Reader(context, Where.VALUE, adapter if is_mock else None)
    return tuple(
        (
            _output(item.name, item.node, reader, 0)
            if is_mock or item.name is None
            else _with_path(item.name, item.node, reader)
        )
        for item in unit.named("outputParameters")
    )


def consumed_outputs(operation: Node, context: Context) -> tuple[OutputMapping, ...]:
    """The outputs of a consumed operation: a `value` that begins with `$` is a path."""
    reader = Reader(context)
    return tuple(
        _with_path(item.name, item.node, reader) for item in operation.named("outputParameters")
    )


def _with_path(name: str | None, node: Node, reader: Reader) -> OutputMapping:
    """An output that has a name: where its `value` begins with `$` it is a path (language, 2.9.3)."""
    output = _output(name, node, reader, 0)
    path = node.value.get("value")
    if output.mapping is None and isinstance(path, str) and path.startswith("$"):
        return replace(output, mapping=path, value=None)
    return output


def _output(name: str | None, node: Node, reader: Reader, depth: int) -> OutputMapping:
    deeper = depth < DEEPEST
    return OutputMapping(
        name=name,
        type=value_type(node),
        mapping=node.text("mapping"),
        value=_value(node, reader),
        properties=_properties(node, reader, depth + 1) if deeper else (),
        items=_items(node, reader, depth + 1) if deeper else None,
        values=_nested(node, "values", reader, depth + 1) if deeper else None,
        max_length=node.integer("maxLength"),
        description=node.text("description"),
        origin=node.origin,
    )


def _value(node: Node, reader: Reader) -> DataTemplate | None:
    fixed = node.get("value")
    if fixed is None:
        fixed = node.get("const")
        if fixed is None:
            return None
        fixed.report(rules.OLD_NAME, at_key=True, old="const", new="value")
    return reader.data(fixed)


def _properties(node: Node, reader: Reader, depth: int) -> tuple[tuple[str, OutputMapping], ...]:
    return tuple(
        (item.name, _output(item.name, item.node, reader, depth))
        for item in node.named("properties")
        if item.name is not None
    )


def _items(node: Node, reader: Reader, depth: int) -> OutputMapping | None:
    """`items`: one entry; of a list the first; a map of names is an object of them."""
    items = node.get("items")
    if items is None:
        return None
    if isinstance(items.value, list):
        first = next(items.elements(), None)
        return None if first is None or not first.expect_mapping() else _entry(first, reader, depth)
    return _entry(items, reader, depth) if items.expect_mapping() else None


def _entry(node: Node, reader: Reader, depth: int) -> OutputMapping:
    fields = node.value.values()
    if not fields or not all(isinstance(each, dict) for each in fields):
        return _output(None, node, reader, depth)
    if "properties" in node.value:
        return _output(None, node, reader, depth)
    # The orchestrated form: a map from the names of the fields to the fields.
    inner = {"type": "object", "properties": node.value}
    return _output(None, Node(inner, node.origin, node.findings), reader, depth)


def _nested(node: Node, key: str, reader: Reader, depth: int) -> OutputMapping | None:
    child = node.mapping(key)
    return None if child is None else _output(None, child, reader, depth)
