"""What a type checker knows of the values that units hand to operations.

The exposed and the consumed side may declare different types for one value: it goes on as it came,
but one that is no list becomes a list of one where an array is asked for (design 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    FromName,
    Joined,
    ObjectOf,
    Operation,
    UnitInput,
)

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


def fed_alone(name: str, call: CallOperation, operation: Operation) -> Argument | None:
    """The argument that an input fills by itself, unchanged."""
    for feed in call.feeds:
        if feed.value == FromName(name):
            return operation.argument(feed.argument)
    return None


def input_type(unit_input: UnitInput, call: CallOperation, operation: Operation) -> Static:
    """The type of a unit's parameter: a field of a body may be null."""
    fed = fed_alone(unit_input.name, call, operation)
    if fed is not None and fed.whole_body:
        return Static(ValueType.ANY, raw=fed.type is ValueType.STRING)
    return Static(unit_input.type, fed is not None and fed.place is Place.BODY)


def static_type(value: Expression, types: Mapping[str, Static]) -> Static:
    match value:
        case FromName(name):
            return types[name]
        case Joined() | FromEnvironment() | FromCredential():
            return Static(ValueType.STRING)
        case Fixed(None):
            return Static(None)
        case Fixed(constant):
            return Static(_OF_CONSTANTS[type(constant)])
        case ObjectOf():
            return Static(ValueType.OBJECT)
        case ArrayOf():
            return Static(ValueType.ARRAY)


def fits(given: Static, argument: Argument) -> bool:
    """Whether a type checker takes the value for the argument."""
    if argument.whole_body and argument.type is ValueType.STRING:
        return given.raw
    may_be_null = argument.place is Place.BODY or argument.type is ValueType.ANY
    if given.type is None:
        return may_be_null
    if ValueType.ANY in (given.type, argument.type) or argument.whole_body:
        return True
    if given.nullable and not may_be_null:
        return False
    return given.type is argument.type or argument.type in _WIDER.get(given.type, ())


def becomes_list(value: Expression, argument: Argument, types: Mapping[str, Static]) -> bool:
    """Whether an input of another type feeds an array; in a path it stays the text of its segment."""
    return (
        isinstance(value, FromName)
        and argument.type is ValueType.ARRAY
        and argument.place is not Place.PATH
        and types[value.name].type not in (ValueType.ARRAY, ValueType.ANY)
    )
