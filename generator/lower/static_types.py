"""What a type checker knows of the values that units hand to operations.

The exposed and the consumed side may declare different types for one value: it goes on as it came,
but one that is no list becomes a list of one where an array is asked for (docs/language.md, "Choices").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ..model import Place, ValueType
from ..plan import (
    Argument,
    ArrayOf,
    CallOperation,
    Expression,
    Fixed,
    FromCredential,
    FromEnvironment,
    FromItem,
    FromName,
    FromStep,
    InQuotes,
    Joined,
    ObjectOf,
    Operation,
    SectionOf,
    Unit,
    UnitInput,
)
from ..records import dataclass

_OF_CONSTANTS: Final = {
    bool: ValueType.BOOLEAN,
    int: ValueType.INTEGER,
    float: ValueType.NUMBER,
    str: ValueType.STRING,
}
_WIDER: Final = {
    ValueType.INTEGER: (ValueType.NUMBER,),
    ValueType.BOOLEAN: (ValueType.INTEGER, ValueType.NUMBER),
}
"""What Python takes for another type as well: `bool` is an `int`, an `int` will do for a `float`."""


@dataclass(frozen=True, slots=True)
class Static:
    """What is known of a value."""

    type: ValueType | None
    """None for the constant null."""
    nullable: bool = False
    raw: bool = False
    """The bytes of a body."""


def fed_alone(name: str, calls: Iterable[tuple[CallOperation, Operation]]) -> tuple[Argument, ...]:
    """The arguments that an input fills by itself, unchanged."""
    found = (
        operation.argument(feed.argument)
        for call, operation in calls
        for feed in call.feeds
        if feed.value == FromName(name)
    )
    return tuple(each for each in found if each is not None)


def input_types(
    unit: Unit, calls: Sequence[tuple[CallOperation, Operation]]
) -> Mapping[str, Static]:
    """The types of a unit's parameters: what fills nothing but fields of bodies may be null."""
    return {each.name: _input_type(each, fed_alone(each.name, calls)) for each in unit.inputs}


def required_inputs(unit: Unit) -> frozenset[str]:
    """The inputs that callers never leave out."""
    return frozenset(each.name for each in unit.inputs if each.required)


def _input_type(unit_input: UnitInput, fed: Sequence[Argument]) -> Static:
    if len(fed) == 1 and fed[0].whole_body:
        return Static(ValueType.ANY, raw=fed[0].type is ValueType.STRING)
    return Static(unit_input.type, may_be_null(fed))


def may_be_null(fed: Sequence[Argument]) -> bool:
    """Whether an input that feeds these arguments takes null: optional fields of bodies do."""
    return bool(fed) and all(each.place is Place.BODY and not each.required for each in fed)


def static_type(value: Expression, types: Mapping[str, Static]) -> Static:
    match value:
        case FromName(name, path):
            return Static(ValueType.ANY) if path else types[name]
        case Joined() | FromEnvironment() | FromCredential():
            return Static(ValueType.STRING)
        case FromStep() | FromItem() | SectionOf() | InQuotes():
            return Static(ValueType.ANY)
        case Fixed(None):
            return Static(None)
        case Fixed(constant):
            return Static(_OF_CONSTANTS[type(constant)])
        case ObjectOf():
            return Static(ValueType.OBJECT)
        case ArrayOf():
            return Static(ValueType.ARRAY)


def fits(value: Static, argument: Argument) -> bool:
    """Whether a type checker takes the value for the argument."""
    if argument.whole_body and argument.type is ValueType.STRING:
        return value.raw
    takes_null = argument.takes_null
    if value.type is None:
        return takes_null
    if ValueType.ANY in (value.type, argument.type) or argument.whole_body:
        return True
    if value.nullable and not takes_null:
        return False
    return value.type is argument.type or argument.type in _WIDER.get(value.type, ())


def becomes_list(value: Expression, argument: Argument, types: Mapping[str, Static]) -> bool:
    """Whether an input of another type feeds an array; in a path it stays the text of its segment."""
    return (
        isinstance(value, FromName)
        and not value.path
        and argument.type is ValueType.ARRAY
        and argument.place is not Place.PATH
        and types[value.name].type not in (ValueType.ARRAY, ValueType.ANY)
    )
