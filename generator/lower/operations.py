"""`operations.py`: one function for each consumed operation, from arguments to a request."""

from __future__ import annotations

from collections.abc import Mapping

from ..model import Place, route_text
from ..naming import Identifier, Names, constant, identifier
from ..plan import (
    Api,
    Argument,
    FromEnvironment,
    FromName,
    FromStep,
    NoBody,
    Operation,
    Pair,
    Plan,
)
from ..records import dataclass
from .annotations import Annotation
from .bodies import lowered_body
from .expressions import Lookup, lowered, lowered_path, pair, path_template
from .format_table import NAMES as FORMAT_NAMES
from .formats import read_as
from .patterns import pattern_of
from .python import (
    CallOf,
    Declaration,
    Function,
    Literal,
    Name,
    Parameter,
    Python,
    Signature,
    SumOf,
    TupleOf,
)
from .request_variables import of_operation
from .signatures import argument_signature
from .wire_functions import MODULES, wire

MODULE_NAMES = frozenset(
    [
        "annotations",
        "Final",
        "Operation",
        "Request",
        "Json",
        "JsonArray",
        "JsonObject",
        "RawJson",
        "OMIT",
        "Omit",
        "Pattern",
        *FORMAT_NAMES,
        *MODULES,
    ]
)
"""What the module may import: no name of the spec is spelled so in it."""


@dataclass(frozen=True, slots=True)
class LoweredOperation:
    """An operation's function, and what its callers have to know of it."""

    operation: Operation
    function: Function
    declaration: Declaration
    arguments: Mapping[str, Identifier]
    """Argument → parameter."""
    variables: Mapping[str, Identifier]
    """Environment variable → parameter."""


def operation_functions(plan: Plan) -> tuple[LoweredOperation, ...]:
    """The functions of all APIs; with several APIs each name begins with its API's."""
    names = Names(MODULE_NAMES)
    several = len(plan.apis) > 1
    named = [
        (
            api,
            operation,
            names.fresh(f"{api.namespace}_{operation.name}" if several else operation.name),
        )
        for api in plan.apis
        for operation in api.operations
    ]
    return tuple(
        _operation(api, operation, name, names.fresh(constant(name)))
        for api, operation, name in named
    )


def _operation(
    api: Api,
    operation: Operation,
    name: Identifier,
    declared: Identifier,
) -> LoweredOperation:
    names = Names((*MODULE_NAMES, declared))
    arguments = {each.name: names.claim(each.name) for each in operation.arguments}
    variables = {
        variable: names.claim(f"environment {variable.lower()}")
        for variable in of_operation(operation)
    }
    positional, keywords = argument_signature(operation.arguments, arguments)
    variable_parameters = tuple(
        Parameter(each, Annotation(("str",))) for each in variables.values()
    )
    function = Function(
        name=name,
        signature=Signature(positional, (*variable_parameters, *keywords)),
        doc=f"`{operation.method} {route_text(operation.declaration.path) or '/'}`",
        value=_request(operation, declared, _look_up(operation, arguments, variables)),
    )
    declaration = Declaration(declared, _declaration(api, operation))
    return LoweredOperation(operation, function, declaration, arguments, variables)


def _look_up(
    operation: Operation,
    arguments: Mapping[str, Identifier],
    variables: Mapping[str, Identifier],
) -> Lookup:
    """What stands for a name in the function of an operation, by what its parameters are called there."""
    never_null = frozenset(each.name for each in operation.arguments if _is_never_null(each))
    patterns = {each.name: each.pattern for each in operation.arguments if each.pattern is not None}

    def given(argument: str) -> Python:
        value: Python = Name(arguments[argument])
        if argument in never_null:
            value = CallOf(wire("not_null"), (Literal(argument), value))
        if argument in patterns:
            pattern = pattern_of(patterns[argument])
            value = CallOf(wire("matching"), (Literal(argument), value, pattern))
        return value

    def look_up(value: FromName | FromEnvironment | FromStep) -> Python:
        match value:
            case FromName(argument):
                return given(argument)
            case FromEnvironment(variable):
                return Name(variables[variable])
            case FromStep(step):
                raise ValueError(f"an operation knows of no step ({step})")

    return look_up


def _is_never_null(argument: Argument) -> bool:
    """Whether null has to be refused; that a path variable is null is seen where paths are made."""
    elsewhere = argument.place is not Place.PATH and not argument.whole_body
    nullable = argument.takes_null and argument.place is Place.BODY
    return argument.must_be_given and elsewhere and not nullable


def _declaration(api: Api, operation: Operation) -> Python:
    arguments: list[Python] = [
        Literal(api.namespace),
        Literal(operation.name),
        Literal(operation.method),
    ]
    format_ = read_as(operation)
    if format_ is not None:
        arguments.append(format_)
    keywords: list[tuple[Identifier, Python]] = [
        (identifier("path"), Literal(path_template(operation.path)))
    ]
    names = [each.name for each in operation.headers] + (["Cookie"] if operation.cookies else [])
    if names:
        keywords.append((identifier("headers"), TupleOf(tuple(map(Literal, names)))))
    return CallOf(Name("Operation"), tuple(arguments), tuple(keywords))


def _request(operation: Operation, declared: Identifier, look_up: Lookup) -> Python:
    keywords: list[tuple[Identifier, Python]] = []
    if operation.query:
        keywords.append((identifier("query"), _pairs("query", operation.query, look_up)))
    headers = _headers(operation, look_up)
    if headers is not None:
        keywords.append((identifier("headers"), headers))
    if not isinstance(operation.body, NoBody):
        keywords.append((identifier("body"), lowered_body(operation.body, look_up)))
    path = lowered_path(operation.path, look_up)
    return CallOf(Name("Request"), (Name(declared), path), tuple(keywords))


def _pairs(function: str, pairs: tuple[Pair, ...], look_up: Lookup) -> Python:
    arguments = tuple(
        pair(
            each.name,
            wire("BARE") if each.value is None else _styled(each, lowered(each.value, look_up)),
        )
        for each in pairs
    )
    return CallOf(wire(function), arguments)


def _styled(each: Pair, value: Python) -> Python:
    """The value in the style of its parameter: `styles.commas("ids", ids)`."""
    if each.style is None:
        return value
    return CallOf(wire(each.style.value), (Literal(each.name), value))


def _headers(operation: Operation, look_up: Lookup) -> Python | None:
    parts: list[Python] = []
    if operation.headers:
        parts.append(_pairs("headers", operation.headers, look_up))
    if operation.cookies:
        parts.append(_pairs("cookies", operation.cookies, look_up))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else SumOf(tuple(parts))
