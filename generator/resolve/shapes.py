"""The shape of an upstream document, from every output parameter that reads it.

`mapping: $.owner.login, type: string` says that the document is an object with a key `owner`, which
holds an object with a text `login`. All claims about one operation are merged; where two of them
contradict each other, nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

from ..model import ROWS, TEXTUAL, OutputMapping, ResponseFormat, ValueType
from ..model.jsonpath import EVERY, Step, is_plain, parse
from ..plan import CallOperation, Mapped, Operation, Plan, Unit
from ..plan.shapes import (
    DISPUTED,
    OPEN,
    Field,
    LeafShape,
    ListShape,
    RecordShape,
    Shape,
    TableShape,
    Unknown,
)
from .outputs import is_identity

DEEPEST: Final = 12
"""What lies deeper is not described: no reader wants such a type, and a path may be endless."""
_SCALARS: Final = (ValueType.STRING, ValueType.INTEGER, ValueType.NUMBER, ValueType.BOOLEAN)
_BYTES: Final = (ResponseFormat.TEXT, ResponseFormat.BINARY)
"""Formats that are not read into JSON values."""
_Called: TypeAlias = tuple[str, str]
"""An operation: its API's namespace, its own name."""


def with_results(plan: Plan) -> Plan:
    """The plan, each operation with the shape of what it answers."""
    said = _said_by_units(plan.units)
    apis = tuple(
        replace(api, operations=tuple(_with_result(each, said) for each in api.operations))
        for api in plan.apis
    )
    return replace(plan, apis=apis)


def _with_result(operation: Operation, said: Mapping[_Called, Shape]) -> Operation:
    mapped = said.get((operation.api, operation.name), OPEN)
    return replace(operation, result=result_shape(operation, mapped))


def _said_by_units(units: Iterable[Unit]) -> Mapping[_Called, Shape]:
    """What units make of an answer, by the operation that they call and nothing else."""
    said: dict[_Called, Shape] = {}
    for unit in units:
        match unit.program, unit.output:
            case (CallOperation(api, name),), Mapped(outputs=outputs):
                said[api, name] = merged(said.get((api, name), OPEN), _said_by_all(outputs))
    return said


def result_shape(operation: Operation, mapped: Shape) -> Shape:
    """What the operation's own outputs and those of the units that call it say of its answer.

    `mapped` is what the units say.
    """
    if operation.response_format in _BYTES:
        return OPEN
    declared = _said_by_all(operation.declaration.outputs)
    if mapped is OPEN and declared is OPEN:
        return OPEN
    if operation.response_format in ROWS:
        mapped = merged(ListShape(OPEN), mapped)
    if isinstance(mapped, ListShape) and isinstance(declared, RecordShape):
        # Of an array, an operation's own outputs are read from each element (docs/language.md, "Outputs").
        declared = ListShape(declared)
    return _settled(merged(mapped, declared), operation.response_format)


def _said_by_all(outputs: Iterable[OutputMapping]) -> Shape:
    return merged_all(said_by(each, DEEPEST) for each in outputs if not is_identity(each))


# --- what one output says ------------------------------------------------------------------------


def said_by(output: OutputMapping, room: int) -> Shape:
    """The shape of the place that an output is read from; `room` is how deep it may become."""
    path = _path(output)
    if path is None or output.value is not None:
        return OPEN
    if len(path) > room:
        return _along(path[:room], OPEN, None)
    return _along(path, _at_end(output, path, room - len(path)), output.description)


def _path(output: OutputMapping) -> tuple[Step, ...] | None:
    """The steps to what is read; None where they tell nothing of the document.

    `.*` may mean the values of an object; only `[*]` says that there is an array.
    """
    if output.mapping is None:
        return ()
    path = parse(output.mapping)
    return None if path is None or ".*" in output.mapping or not is_plain(path) else path


def _along(path: tuple[Step, ...], shape: Shape, description: str | None) -> Shape:
    """The shape of the document in which the path leads to a shape."""
    for step in reversed(path):
        if isinstance(step, str):
            shape = RecordShape((Field(step, shape, description),))
        else:
            shape = ListShape(shape)
        description = None
    return shape


def _at_end(output: OutputMapping, path: tuple[Step, ...], room: int) -> Shape:
    """What is said of the place where the path ends, or of each place where it has a `[*]`.

    An object that only copies says nothing: many files call everything an object.
    """
    many = EVERY in path
    if output.type is ValueType.ARRAY:
        element = _element(output.items, room if many else room - 1)
        return element if many else ListShape(element)
    if many:
        return OPEN  # A list of what was found, whatever type is declared.
    if output.type is ValueType.OBJECT:
        if output.values is not None:
            return TableShape(_element(output.values, room - 1))
        return merged_all(said_by(inner, room) for _, inner in output.properties if _reads(inner))
    return LeafShape(output.type) if path and output.type in _SCALARS else OPEN


def _reads(inner: OutputMapping) -> bool:
    """Whether a property reads something of its own; one without a mapping is null."""
    if inner.mapping is None and inner.type is not ValueType.OBJECT:
        return False
    return not is_identity(inner)


def _element(output: OutputMapping | None, room: int) -> Shape:
    """The shape of each element of an array, or of each value of an object with free names."""
    if output is None or output.value is not None or room < 0:
        return OPEN
    if _path(output) == () and output.type in _SCALARS:
        return LeafShape(output.type)
    return said_by(output, room)


# --- several claims ------------------------------------------------------------------------------


def merged_all(shapes: Iterable[Shape]) -> Shape:
    together: Shape = OPEN
    for shape in shapes:
        together = merged(together, shape)
    return together


def merged(one: Shape, other: Shape) -> Shape:
    """What two claims about one place say together; their order does not matter."""
    match one, other:
        case (Unknown.DISPUTED, _) | (_, Unknown.DISPUTED):
            return DISPUTED
        case (Unknown.OPEN, known) | (known, Unknown.OPEN):
            return known
        case LeafShape(first), LeafShape(second):
            return _leaf(first, second)
        case ListShape(first), ListShape(second):
            return ListShape(merged(first, second))
        case TableShape(first), TableShape(second):
            return TableShape(merged(first, second))
        case RecordShape(first), RecordShape(second):
            return _record(first, second)
    return DISPUTED


def _leaf(one: ValueType, other: ValueType) -> Shape:
    if one is other:
        return LeafShape(one)
    if {one, other} == {ValueType.INTEGER, ValueType.NUMBER}:
        return LeafShape(ValueType.NUMBER)
    return DISPUTED


def _record(one: tuple[Field, ...], other: tuple[Field, ...]) -> RecordShape:
    """The keys of both, in the order in which they come up."""
    fields = {each.name: each for each in one}
    for each in other:
        known = fields.get(each.name)
        if known is not None:
            description = known.description or each.description
            each = Field(each.name, merged(known.shape, each.shape), description)
        fields[each.name] = each
    return RecordShape(tuple(fields.values()))


def _settled(shape: Shape, format_: ResponseFormat) -> Shape:
    """The shape as the format can have it, and nothing of what is disputed.

    XML repeats an element to make a list of it: one element alone is none.
    """
    match shape:
        case Unknown():
            return OPEN
        case LeafShape():
            return LeafShape(ValueType.STRING) if format_ in TEXTUAL else shape
        case ListShape(element):
            is_certain = format_ is not ResponseFormat.XML
            return ListShape(_settled(element, format_)) if is_certain else OPEN
        case TableShape(value):
            return TableShape(_settled(value, format_))
        case RecordShape(fields):
            return RecordShape(
                tuple(replace(each, shape=_settled(each.shape, format_)) for each in fields)
            )
