"""The call of an operation's function inside a unit: what each of its parameters gets."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from ..model import Place, ValueType
from ..naming import Identifier
from ..origin import Origin
from ..plan import (
    Argument,
    ArrayOf,
    CallOperation,
    Expression,
    Fixed,
    FromEnvironment,
    FromName,
    FromStep,
    Joined,
    ObjectOf,
    RunFlow,
    SectionOf,
    Unit,
    UnitInput,
    names_in,
    steps_in,
)
from .expressions import Lookup, lowered, lowered_atom, own
from .operations import LoweredOperation
from .python import CallOf, Function, Literal, Name, Python
from .static_types import Static, becomes_list, fits, static_type
from .wire_functions import wire


def operation_call(
    call: CallOperation,
    target: LoweredOperation,
    inputs: Mapping[str, Identifier],
    types: Mapping[str, Static],
    required: AbstractSet[str],
    steps: Mapping[str, Identifier],
) -> Python:
    """The request of a call; path variables by position, the rest by name."""
    feeds = {feed.argument: feed.value for feed in call.feeds}
    names = target.arguments
    positional: list[Python] = []
    keywords: list[tuple[Identifier, Python]] = []
    for variable, parameter in target.variables.items():
        keywords.append((parameter, _variable(call.api, variable)))
    for argument in target.operation.arguments:
        if argument.name not in feeds:
            continue
        look_up = _look_up(call.api, argument, inputs, steps)
        value = fed(feeds[argument.name], argument, types, required, look_up)
        if argument.place is Place.PATH:
            is_own = isinstance(feeds[argument.name], Fixed | FromEnvironment)
            positional.append(own(value) if is_own else value)
        else:
            keywords.append((names[argument.name], value))
    function = Name(f"operations.{target.function.name}")
    return CallOf(function, tuple(positional), tuple(keywords))


def flow_call(
    run: RunFlow,
    function: Function,
    flow: Unit,
    names: Mapping[str, Identifier],
    unit: Unit,
    inputs: Mapping[str, Identifier],
) -> Python:
    """The call of a flow's unit from a unit that refers to it."""
    feeds = {feed.argument: feed.value for feed in run.feeds}
    types = {each.name: Static(each.type) for each in unit.inputs}
    required = frozenset(each.name for each in unit.inputs if each.required)
    keywords = []
    for each in flow.inputs:
        if each.name in feeds:
            argument = _argument(each)
            look_up = _look_up(run.last[0] if run.last else "", argument, inputs, {})
            value = fed(feeds[each.name], argument, types, required, look_up)
            keywords.append((names[each.name], value))
    return CallOf(Name(function.name), (Name("send"),), tuple(keywords))


def _argument(unit_input: UnitInput) -> Argument:
    """An input of a flow as what whoever refers to it fills."""
    return Argument(
        name=unit_input.name,
        wire=unit_input.name,
        place=Place.QUERY,
        type=unit_input.type,
        required=unit_input.required,
        description=unit_input.description,
        declared=True,
        origin=Origin(""),
    )


def _look_up(
    api: str,
    argument: Argument,
    inputs: Mapping[str, Identifier],
    steps: Mapping[str, Identifier],
) -> Lookup:
    def look_up(value: FromName | FromEnvironment | FromStep) -> Python:
        match value:
            case FromName(name):
                return Name(inputs[name])
            case FromEnvironment(variable):
                return _variable(api, variable)
            case FromStep():
                is_needed = _is_needed(argument) and not value.is_optional
                return from_step(value, steps, "need" if is_needed else "at")

    return look_up


def from_step(value: FromStep, steps: Mapping[str, Identifier], method: str = "at") -> Python:
    """`ship.at("captain", "id")`."""
    keys = tuple(Literal(key) for key in value.path)
    return CallOf(Name(f"{steps[value.step]}.{method}"), keys)


def fed(
    value: Expression,
    argument: Argument,
    types: Mapping[str, Static],
    required: AbstractSet[str],
    look_up: Lookup,
) -> Python:
    """What an argument gets: a list or object without the parts that callers leave out, and a list
    for an array that is fed by a single value."""
    if isinstance(value, Joined):
        return _text_of(value, argument, required, look_up)
    python = lowered(value, look_up)
    if isinstance(value, FromName) and value.path and _is_needed(argument):
        return CallOf(wire("needed"), (Literal(".".join((value.name, *value.path))), python))
    if isinstance(value, ObjectOf | ArrayOf) and (names_in(value) or steps_in(value)):
        compact = CallOf(wire("compact"), (python,))
        if not argument.must_be_given:
            return compact
        return CallOf(wire("needed"), (Literal(argument.wire), compact))
    if becomes_list(value, argument, types):
        return CallOf(wire("listed"), (python,))
    if not fits(static_type(value, types), argument):
        return CallOf(wire("as_given"), (python,))
    return python


def _text_of(
    value: Joined, argument: Argument, required: AbstractSet[str], look_up: Lookup
) -> Python:
    """A text of several parts; what it is when a part is missing, its type says."""
    is_whole = (
        required >= set(names_in(value))
        and (_is_needed(argument) or not steps_in(value))
        and not any(isinstance(part, FromName) and part.path for part in value.parts)
        and not any(isinstance(part, SectionOf) for part in value.parts)
    )
    if is_whole:
        parts = tuple(lowered_atom(part, look_up) for part in value.parts)
        joined: Python = CallOf(wire("concatenated"), parts)
    else:
        joined = lowered(value, look_up)
    if fits(Static(ValueType.STRING), argument) and (is_whole or not argument.required):
        return joined
    return CallOf(wire("as_given"), (joined,))


def _is_needed(argument: Argument) -> bool:
    """Whether a request cannot be made without it."""
    return argument.required or argument.place is Place.PATH


def _variable(api: str, variable: str) -> Python:
    return CallOf(Name("send.variable"), (Literal(api), Literal(variable)))
