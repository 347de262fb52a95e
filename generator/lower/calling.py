"""The call of an operation's function inside a unit: what each of its parameters gets."""

from __future__ import annotations

from collections.abc import Mapping

from ..model import Place
from ..naming import Identifier
from ..plan import (
    Argument,
    ArrayOf,
    CallOperation,
    Expression,
    FromEnvironment,
    FromName,
    FromStep,
    ObjectOf,
    names_in,
    steps_in,
)
from .expressions import Lookup, lowered
from .operations import LoweredOperation
from .python import CallOf, Literal, Name, Python
from .static_types import Static, becomes_list, fits, static_type


def operation_call(
    call: CallOperation,
    target: LoweredOperation,
    inputs: Mapping[str, Identifier],
    types: Mapping[str, Static],
    steps: Mapping[str, Identifier],
) -> Python:
    """The request of a call; path variables by position, the rest by name."""
    feeds = {feed.argument: feed.value for feed in call.feeds}
    names = target.arguments
    positional: list[Python] = []
    keywords: list[tuple[Identifier, Python]] = []
    for variable, given in target.variables.items():
        keywords.append((given, _variable(call.api, variable)))
    for argument in target.operation.arguments:
        if argument.name not in feeds:
            continue
        look_up = _look_up(call.api, argument, inputs, steps)
        value = _fed(feeds[argument.name], argument, types, look_up)
        if argument.place is Place.PATH:
            positional.append(value)
        else:
            keywords.append((names[argument.name], value))
    function = Name(f"operations.{target.function.name}")
    return CallOf(function, tuple(positional), tuple(keywords))


def _look_up(
    api: str,
    argument: Argument,
    inputs: Mapping[str, Identifier],
    steps: Mapping[str, Identifier],
) -> Lookup:
    is_needed = argument.required or argument.place is Place.PATH

    def look_up(value: FromName | FromEnvironment | FromStep) -> Python:
        match value:
            case FromName(name):
                return Name(inputs[name])
            case FromEnvironment(variable):
                return _variable(api, variable)
            case FromStep():
                return from_step(value, steps, "need" if is_needed else "at")

    return look_up


def from_step(value: FromStep, steps: Mapping[str, Identifier], method: str = "at") -> Python:
    """`ship.at("captain", "id")`."""
    keys = tuple(Literal(key) for key in value.path)
    return CallOf(Name(f"{steps[value.step]}.{method}"), keys)


def _fed(
    value: Expression, argument: Argument, types: Mapping[str, Static], look_up: Lookup
) -> Python:
    """What an argument gets: a list or object without the parts that callers leave out, and a list
    for an array that is fed by a single value."""
    python = lowered(value, look_up)
    if isinstance(value, ObjectOf | ArrayOf) and (names_in(value) or steps_in(value)):
        return CallOf(Name("encode.compact"), (python,))
    if becomes_list(value, argument, types):
        return CallOf(Name("encode.listed"), (python,))
    if not fits(static_type(value, types), argument):
        return CallOf(Name("encode.as_given"), (python,))
    return python


def _variable(api: str, variable: str) -> Python:
    return CallOf(Name("send.variable"), (Literal(api), Literal(variable)))
