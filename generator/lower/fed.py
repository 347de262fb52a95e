"""What units pass to operations, where that is of another type than the operation declares.

A tool may declare an integer for what the consumed parameter calls a string. The value goes out as it
is, so the operation's function takes both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model import ValueType
from ..plan import (
    ArrayOf,
    Expression,
    Fixed,
    FromName,
    Joined,
    ObjectOf,
    Operation,
    Plan,
    Unit,
)

Fed = Mapping[tuple[str, str, str], tuple[ValueType, ...]]
"""API, operation and argument → the other types that it gets, in the order of the units."""


def fed_types(plan: Plan) -> Fed:
    """The other types of every argument that gets some."""
    operations = {(api.namespace, each.name): each for api in plan.apis for each in api.operations}
    found: dict[tuple[str, str, str], dict[ValueType, None]] = {}
    for unit in plan.units:
        for key, type_ in _fed_by(unit, operations):
            found.setdefault(key, {})[type_] = None
    return {key: tuple(types) for key, types in found.items()}


def _fed_by(
    unit: Unit, operations: Mapping[tuple[str, str], Operation]
) -> Iterator[tuple[tuple[str, str, str], ValueType]]:
    inputs = {each.name: each.type for each in unit.inputs}
    for call in unit.program:
        operation = operations[call.api, call.operation]
        for feed in call.feeds:
            declared = operation.argument(feed.argument)
            given = _type_of(feed.value, inputs)
            if (
                given is None
                or declared is None
                or declared.whole_body
                or _takes(declared.type, given)
            ):
                continue
            yield (call.api, call.operation, feed.argument), given


def _takes(declared: ValueType, given: ValueType) -> bool:
    if ValueType.ANY in (declared, given):
        return True
    return declared is given or (declared, given) == (ValueType.NUMBER, ValueType.INTEGER)


def _type_of(value: Expression, inputs: Mapping[str, ValueType]) -> ValueType | None:
    match value:
        case FromName(name):
            return inputs.get(name)
        case Fixed(constant):
            return _type_of_constant(constant)
        case Joined():
            return ValueType.STRING
        case ObjectOf() | ArrayOf():
            return None  # `encode.compact` gives any JSON.
        case _:
            return ValueType.STRING


def _type_of_constant(constant: object) -> ValueType | None:
    match constant:
        case bool():
            return ValueType.BOOLEAN
        case int():
            return ValueType.INTEGER
        case float():
            return ValueType.NUMBER
        case str():
            return ValueType.STRING
        case list():
            return ValueType.ARRAY
        case dict():
            return ValueType.OBJECT
        case _:
            return None
