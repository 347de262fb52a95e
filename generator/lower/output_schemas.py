"""The schemas of mapped answers: of a tool's result, and of a REST operation's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ..model import TEXTUAL, OutputMapping, ValueType
from ..model.jsonpath import gives_list, parse
from ..plan import ArrayOf, Composed, Expression, Gathered, Mapped, ObjectOf, Output
from ..records import dataclass


@dataclass(frozen=True, slots=True)
class OutputSchema:
    """An object at the root, nothing required, leaves nullable."""

    schema: dict[str, Any]
    wraps: bool
    """The result is no object, and stands under `result`."""


def output_schema(output: Output) -> OutputSchema | None:
    """The schema of what a tool answers, or None where the spec says no more than "an object"."""
    if isinstance(output, Composed):
        return OutputSchema(_of_made(output.value, closed=False), wraps=False)
    if not isinstance(output, Mapped):
        return None
    schemas = _Schemas(textual=output.format in TEXTUAL, closed=False)
    if output.by_name:
        return OutputSchema(schemas.of_fields(output.outputs), wraps=False)
    if len(output.outputs) != 1:
        return None
    return _of_one(output.outputs[0], schemas)


def _of_one(output: OutputMapping, schemas: _Schemas) -> OutputSchema | None:
    if output.type is ValueType.OBJECT:
        if not output.properties:
            return None
        return OutputSchema({**schemas.of(output), "type": "object"}, wraps=False)
    if output.type is ValueType.ANY:
        return None
    wrapped = {"type": "object", "properties": {"result": schemas.of(output)}}
    return OutputSchema(wrapped, wraps=True)


_AS_IT_CAME: Final = {"description": "Upstream's document as it is, where it has nothing of that."}


def answer_schema(output: Output, *, declared: bool = False) -> dict[str, Any] | None:
    """The schema of a successful answer that is mapped, without any wrapping; else None.

    With `declared` the types are those that the spec tells, for comparing; without, those that are certain: a
    value that is copied is given on also where upstream has one of another type.

    Of several outputs the first that is not null is the answer; where all are, it is the document, or
    nothing where the output is strict.
    """
    if isinstance(output, Composed):
        return _of_made(output.value, closed=True)
    if isinstance(output, Gathered):
        return _of_steps(output, declared=declared)
    if not isinstance(output, Mapped):
        return None
    schemas = _Schemas(textual=output.format in TEXTUAL, closed=True, declared=declared)
    if output.by_name:
        return schemas.of_fields(output.outputs)
    shown: list[dict[str, Any]] = []
    for each in output.outputs:
        shown.append(_not_null(schemas.of(each)))
        if _is_certain(each):
            break
    else:
        if not output.strict and not declared:
            shown.append(_AS_IT_CAME)
    return shown[0] if len(shown) == 1 else {"anyOf": shown}


def _of_steps(output: Gathered, *, declared: bool) -> dict[str, Any] | None:
    """An object of the targets, each anything; what steps answer has no types that are held."""
    if not output.targets:
        return answer_schema(output.otherwise, declared=declared)
    schema: dict[str, Any] = {"type": "object", "properties": {}}
    for target in output.targets:
        inside = schema
        *outer, last = target.name.split(".")
        for key in outer:
            inside = inside["properties"].setdefault(key, {})
            inside.setdefault("type", "object")
            inside.setdefault("properties", {})
        inside["properties"].setdefault(last, {})
    return schema if declared else {"anyOf": [schema, _AS_IT_CAME]}


def _of_made(value: Expression, *, closed: bool) -> dict[str, Any]:
    """The schema of what is made of inputs: texts, in objects and lists."""
    match value:
        case ObjectOf(entries):
            properties = {name: _of_made(each, closed=closed) for name, each in entries}
            schema = {"type": "object", "properties": properties}
            return {**schema, "additionalProperties": False} if closed else schema
        case ArrayOf(items):
            return {"type": "array", "items": _of_made(items[0], closed=closed) if items else {}}
        case _:
            return {"type": "string"}


def _is_certain(output: OutputMapping) -> bool:
    """Whether an output is never null: a constant, and an object that is built in any case."""
    if output.value is not None:
        return True
    built = output.type is ValueType.OBJECT and output.properties and output.values is None
    return bool(built) and output.mapping is None


def _is_copied(output: OutputMapping, kind: ValueType) -> bool:
    """Whether a value of the document is given on, of whatever type it is."""
    if output.value is not None or kind is ValueType.ARRAY:
        return False
    return kind is not ValueType.OBJECT or not (output.properties or output.values)


def _may_be_another(output: OutputMapping) -> bool:
    """Whether an array or object that is a property gives on what it finds, also where that is none."""
    if output.value is not None:
        return False
    if output.type is ValueType.OBJECT:
        return bool(output.mapping and output.properties and output.values is None)
    if output.type is not ValueType.ARRAY:
        return False
    if output.mapping is None:
        return output.items is None
    path = parse(output.mapping)
    return path is not None and not gives_list(path)


def _not_null(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = schema.get("type")
    return {**schema, "type": kinds[0]} if isinstance(kinds, list) else schema


def _either(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of an element that may be null; as a list of types schemathesis 4 falls over it."""
    if not isinstance(schema.get("type"), list):
        return schema
    return {"anyOf": [_not_null(schema), {"type": "null"}]}


@dataclass(frozen=True, slots=True)
class _Schemas:
    """The schemas of outputs, of properties and of items."""

    textual: bool
    """The format knows nothing but text, and no value becomes anything else."""
    closed: bool
    """An object that is built has no other keys than those that it is built of."""
    declared: bool = False
    """A value that is copied has the type that the spec tells."""

    def of(self, output: OutputMapping) -> dict[str, Any]:
        if output.type is ValueType.ANY:
            return {}
        kind = self._kind(output)
        if self.closed and not self.declared and _is_copied(output, kind):
            return self._copied(output, kind)
        schema: dict[str, Any] = {"type": [kind.value, "null"]}
        if self.closed and _is_certain(output):
            schema = {"type": kind.value}
        if output.description:
            schema["description"] = output.description.strip()
        if output.properties:
            schema["properties"] = {name: self._part(each) for name, each in output.properties}
            if self.closed and kind is ValueType.OBJECT and output.values is None:
                schema["additionalProperties"] = False
        if output.items is not None:
            items = self.of(output.items)
            schema["items"] = _either(items) if self.closed and not self.declared else items
        return schema

    def _part(self, output: OutputMapping) -> dict[str, Any]:
        """A property of an object. Without a type `items` says what is true of a list, and of nothing else."""
        schema = self.of(output)
        if self.declared or not self.closed or not _may_be_another(output):
            return schema
        copied = self._copied(output, output.type)
        kept = ("items", "properties", "additionalProperties")
        return copied | {key: schema[key] for key in kept if key in schema}

    def _copied(self, output: OutputMapping, kind: ValueType) -> dict[str, Any]:
        """What stands in upstream's document is given on as it is, also where it is no such value."""
        said = (output.description or "").strip()
        return {"description": f"{said} ({kind.value})".strip()}

    def of_fields(self, outputs: Iterable[OutputMapping]) -> dict[str, Any]:
        fields = {each.name or "": self.of(each) for each in outputs}
        schema: dict[str, Any] = {"type": "object", "properties": fields}
        return {**schema, "additionalProperties": False} if self.closed else schema

    def _kind(self, output: OutputMapping) -> ValueType:
        """The type; what is copied along a `[*]` is a list of what was found, whatever is declared."""
        if output.value is not None:
            return ValueType.STRING
        built = output.type is ValueType.OBJECT and (output.properties or output.values)
        if output.mapping is not None and not built and gives_list(parse(output.mapping) or ()):
            return ValueType.ARRAY
        is_scalar = output.type not in (ValueType.OBJECT, ValueType.ARRAY)
        return ValueType.STRING if is_scalar and self.textual else output.type


def undescribed(schema: Any) -> Any:
    """A schema without texts for people: no program that calls a route relies on them.

    Under `properties` a key is a name and no keyword: a property may be called `description`.
    """
    if isinstance(schema, list):
        return [undescribed(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    return {
        key: (
            {name: undescribed(each) for name, each in value.items()}
            if key == "properties"
            else undescribed(value)
        )
        for key, value in schema.items()
        if key != "description"
    }
