"""`units.py`: one coroutine for each unit, used by REST and MCP."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ..model import Place, ValueType
from ..naming import Identifier, Names, constant
from ..plan import (
    Argument,
    ArrayOf,
    Binary,
    CallOperation,
    Converted,
    Expression,
    FromEnvironment,
    FromName,
    Joined,
    Mapped,
    ObjectOf,
    PassThrough,
    Plan,
    Unit,
    UnitInput,
    names_in,
)
from .docs import sentence
from .expressions import Lookup, lowered, lowered_atom
from .formats import read_as
from .operations import LoweredOperation
from .outputs import output_declarations
from .python import (
    AwaitOf,
    CallOf,
    Declaration,
    Function,
    Literal,
    Name,
    Parameter,
    Python,
    Signature,
)
from .signatures import annotation, argument_annotation, parameter
from .static_types import Static, becomes_list, fed_alone, fits, input_type, static_type

MODULE_NAMES = frozenset(
    [
        "annotations",
        "operations",
        "encode",
        "mapped",
        "binary",
        "AsyncReply",
        "Send",
        "Format",
        "Final",
        "Json",
        "JsonArray",
        "JsonObject",
        "RawJson",
        "OMIT",
        "Omit",
        "Output",
        "EACH",
        "IDENTITY",
    ]
)
"""What the module may import: no name of the spec is spelled so in it."""


@dataclass(frozen=True, slots=True)
class LoweredUnit:
    unit: Unit
    function: Function
    inputs: Mapping[str, Identifier]
    """Input → parameter."""
    outputs: tuple[Declaration, ...]


def unit_functions(plan: Plan, operations: tuple[LoweredOperation, ...]) -> tuple[LoweredUnit, ...]:
    """The coroutines of all units."""
    by_key = {(each.operation.api, each.operation.name): each for each in operations}
    functions = Names(MODULE_NAMES)
    named = [(unit, functions.claim(unit.name)) for unit in plan.units]
    return tuple(
        _unit(unit, call := unit.program[0], by_key[(call.api, call.operation)], name, functions)
        for unit, name in named
    )


def _unit(
    unit: Unit,
    call: CallOperation,
    target: LoweredOperation,
    name: Identifier,
    functions: Names,
) -> LoweredUnit:
    outputs = output_declarations(unit.output, constant(name), functions)
    names = Names((*MODULE_NAMES, "send", *(each.name for each in outputs)))
    inputs = {each.name: names.claim(each.name) for each in unit.inputs}
    keywords = sorted(unit.inputs, key=lambda each: not each.required)
    sent: Python = AwaitOf(CallOf(Name("send"), (_operation_call(unit, call, target, inputs),)))
    function = Function(
        name=name,
        signature=Signature((), tuple(_parameter(each, inputs, call, target) for each in keywords)),
        doc=sentence(unit.description or unit.name),
        value=_presented(unit, sent, outputs, target),
    )
    return LoweredUnit(unit, function, inputs, outputs)


def _parameter(
    unit_input: UnitInput,
    inputs: Mapping[str, Identifier],
    call: CallOperation,
    target: LoweredOperation,
) -> Parameter:
    """A unit's parameter: nullable where it fills a field of a body, raw where it is one."""
    name = inputs[unit_input.name]
    fed = fed_alone(unit_input.name, call, target.operation)
    if fed is not None and fed.whole_body:
        return parameter(name, argument_annotation(fed), required=fed.must_be_given)
    nullable = fed is not None and fed.place is Place.BODY
    note = annotation(unit_input.type, required=unit_input.required, nullable=nullable)
    return parameter(name, note, required=unit_input.required)


def _operation_call(
    unit: Unit, call: CallOperation, target: LoweredOperation, inputs: Mapping[str, Identifier]
) -> Python:
    """The call of the operation's function; path variables by position, the rest by name."""
    feeds = {feed.argument: feed.value for feed in call.feeds}
    names = target.arguments
    types = {each.name: input_type(each, call, target.operation) for each in unit.inputs}
    required = {each.name for each in unit.inputs if each.required}

    def look_up(value: FromName | FromEnvironment) -> Python:
        if isinstance(value, FromName):
            return Name(inputs[value.name])
        return _variable(call.api, value.variable)

    positional: list[Python] = []
    keywords: list[tuple[Identifier, Python]] = []
    for variable, given in target.variables.items():
        keywords.append((given, _variable(call.api, variable)))
    for argument in target.operation.arguments:
        if argument.name not in feeds:
            continue
        value = _fed(feeds[argument.name], argument, types, required, look_up)
        if argument.place is Place.PATH:
            positional.append(value)
        else:
            keywords.append((names[argument.name], value))
    function = Name(f"operations.{target.function.name}")
    return CallOf(function, tuple(positional), tuple(keywords))


def _fed(
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
    if isinstance(value, ObjectOf | ArrayOf) and names_in(value):
        compact = CallOf(Name("encode.compact"), (python,))
        if not argument.must_be_given:
            return compact
        return CallOf(Name("encode.needed"), (Literal(argument.wire), compact))
    if becomes_list(value, argument, types):
        return CallOf(Name("encode.listed"), (python,))
    if not fits(static_type(value, types), argument):
        return CallOf(Name("encode.as_given"), (python,))
    return python


def _text_of(
    value: Joined, argument: Argument, required: AbstractSet[str], look_up: Lookup
) -> Python:
    """A text of several parts; what it is when a part is missing, its type says."""
    is_whole = required >= set(names_in(value))
    if is_whole:
        parts = tuple(lowered_atom(part, look_up) for part in value.parts)
        joined: Python = CallOf(Name("encode.concatenated"), parts)
    else:
        joined = lowered(value, look_up)
    if fits(Static(ValueType.STRING), argument) and (is_whole or not argument.required):
        return joined
    return CallOf(Name("encode.as_given"), (joined,))


def _variable(api: str, variable: str) -> Python:
    return CallOf(Name("send.variable"), (Literal(api), Literal(variable)))


def _presented(
    unit: Unit, sent: Python, outputs: tuple[Declaration, ...], target: LoweredOperation
) -> Python:
    """The answer as it came, or mapped to JSON."""
    match unit.output:
        case PassThrough():
            return sent
        case Converted():
            shown: tuple[Python, ...] = (Name("IDENTITY"),)
        case Binary(media_type, limit):
            return AwaitOf(CallOf(Name("binary"), (sent,), _binary(media_type, limit)))
        case Mapped():
            shown = tuple(Name(each.name) for each in outputs)
    keywords: tuple[tuple[Identifier, Python], ...] = ()
    format_ = read_as(target.operation)
    if isinstance(format_, CallOf):  # with its schema, which stands in one place only
        format_ = Name(f"operations.{target.declaration.name}.format")
    if format_ is not None:
        keywords = ((Identifier("read_as"), format_),)
    return AwaitOf(CallOf(Name("mapped"), (sent, *shown), keywords))


def _binary(media_type: str | None, limit: int | None) -> tuple[tuple[Identifier, Python], ...]:
    given = (("media_type", media_type), ("limit", limit))
    return tuple((Identifier(key), Literal(value)) for key, value in given if value is not None)
