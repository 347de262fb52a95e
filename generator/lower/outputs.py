"""Mapped outputs as declarations of the runtime."""

from __future__ import annotations

import json
from typing import Any

from ..model import (
    ArrayTemplate,
    Constant,
    DataTemplate,
    ObjectTemplate,
    OutputMapping,
    Template,
    ValueType,
)
from ..model.jsonpath import parse
from ..naming import Identifier, Names
from ..plan import Mapped, Output
from .paths import lowered_steps
from .python import CallOf, Declaration, Literal, Name, Python, TupleOf


def output_declarations(output: Output, name: str, names: Names) -> tuple[Declaration, ...]:
    """The constants that a mapped unit hands to the runtime; none where nothing is mapped."""
    if not isinstance(output, Mapped):
        return ()
    if output.by_name:
        fields = tuple((each.name or "", lowered_output(each)) for each in output.outputs)
        return (Declaration(names.fresh(f"{name}_OUTPUT"), _object_of(fields)),)
    return tuple(
        Declaration(
            names.fresh(f"{name}_OUTPUT" if number == 1 else f"{name}_OUTPUT_{number}"),
            lowered_output(each),
        )
        for number, each in enumerate(output.outputs, 1)
    )


def step_output(outputs: tuple[OutputMapping, ...]) -> Python:
    """What a step gives of its answer: an object of the declared outputs."""
    return _object_of(tuple((each.name or "", lowered_output(each)) for each in outputs))


def _object_of(fields: tuple[tuple[str, Python], ...]) -> Python:
    pairs = TupleOf(tuple(TupleOf((Literal(name), value)) for name, value in fields))
    return CallOf(Name("Output"), (Literal("object"),), ((Identifier("properties"), pairs),))


def lowered_output(output: OutputMapping) -> Python:
    """`Output("string", path=("name",))`."""
    keywords: list[tuple[str, Python]] = []
    path = None if output.mapping is None else parse(output.mapping)
    if path is not None:
        keywords.append(("path", lowered_steps(path)))
    if output.value is not None:
        keywords.append(("value", _fixed(output.value)))
    elif output.mapping is not None and path is None:
        keywords.append(("value", Literal(None)))  # what is no path leads nowhere
    if output.properties:
        pairs = tuple(
            TupleOf((Literal(name), lowered_output(inner))) for name, inner in output.properties
        )
        keywords.append(("properties", TupleOf(pairs)))
    if output.items is not None:
        keywords.append(("items", lowered_output(output.items)))
    if output.values is not None:
        keywords.append(("values", lowered_output(output.values)))
    if output.max_length is not None:
        keywords.append(("max_length", Literal(output.max_length)))
    arguments = () if output.type is ValueType.ANY else (Literal(output.type.value),)
    named = tuple((Identifier(key), value) for key, value in keywords)
    return CallOf(Name("Output"), arguments, named)


def _fixed(value: DataTemplate) -> Python:
    """A fixed value: text, always, whatever its type says (docs/language.md, "Outputs")."""
    data = _shown(value)
    return Literal(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False))


def _shown(value: DataTemplate) -> Any:
    """The value as it is written: nothing fills a placeholder here."""
    match value:
        case Constant(constant):
            return constant
        case ObjectTemplate(entries):
            return {key: _shown(item) for key, item in entries}
        case ArrayTemplate(items):
            return [_shown(item) for item in items]
        case Template(parts):
            shown = (part if isinstance(part, str) else f"{{{{{part.name}}}}}" for part in parts)
            return "".join(shown)
