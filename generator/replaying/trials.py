"""What a caller of the client, of REST and of MCP says to make a recorded request again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from .. import plan as p
from ..lower.clients import client_classes
from ..lower.declarations import declarations
from ..lower.environment import variables
from ..lower.operations import operation_functions
from ..model import ValueType
from ..options import Options
from ..records import dataclass
from . import matching
from .matching import NotMadeError, Values


@dataclass(frozen=True, slots=True)
class RestCall:
    """A request to a REST adapter."""

    adapter: str
    method: str
    target: str
    headers: Mapping[str, str]
    body: Any
    """JSON; None for none."""
    verbatim: bool
    """Whether the answer is the API's as it is."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call of a tool."""

    adapter: str
    tool: str
    arguments: Mapping[str, Any]
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """One exchange: how each surface comes to make it, or why it cannot be said."""

    number: int
    """Its place in the recording."""
    prefix: str = ""
    """Of the variables of its API."""
    base_path: str = ""
    client: str = ""
    method: str = ""
    arguments: Mapping[str, Any] | None = None
    rest: tuple[RestCall, ...] = ()
    tools: tuple[ToolCall, ...] = ()
    unasked: tuple[str, ...] = ()
    """Routes and tools that call the operation, and cannot be asked for this request of it."""
    unknown: str | None = None
    """Why nobody can say by which arguments it was made."""


@dataclass(frozen=True, slots=True)
class _Method:
    api: p.Api
    operation: p.Operation
    client: str
    name: str
    parameters: Mapping[str, str]


def trials(
    plan: p.Plan, options: Options, exchanges: Sequence[Mapping[str, Any]]
) -> tuple[Trial, ...]:
    """One for each exchange.

    Args:
        plan: of the capability.
        options: of its package.
        exchanges: as a recording has them.
    """
    methods = tuple(_methods(plan, options))
    several = {name: most for name, _, most in options.path_segments}
    return tuple(
        _trial(number, each, methods, plan, several) for number, each in enumerate(exchanges)
    )


def needed(plan: p.Plan, options: Options) -> list[str]:
    """The variables that a package cannot do without, whatever they hold."""
    groups = variables(plan, options)
    every = (each for group in groups for each in group.variables)
    return list(dict.fromkeys(e.name for e in every if e.default.startswith("required")))


def _methods(plan: p.Plan, options: Options) -> Iterator[_Method]:
    functions = operation_functions(plan)
    by_operation = {(each.operation.api, each.operation.name): each for each in functions}
    for client in client_classes(plan, functions, declarations(plan, options).apis):
        for operation, method in zip(client.operations, client.methods, strict=True):
            lowered = by_operation[operation.api, operation.name]
            names = {argument: str(name) for argument, name in lowered.arguments.items()}
            yield _Method(client.api, operation, client.class_names[0], str(method.name), names)


def _trial(
    number: int,
    exchange: Mapping[str, Any],
    methods: Sequence[_Method],
    plan: p.Plan,
    several: Mapping[str, int],
) -> Trial:
    named = [
        each
        for each in methods
        if each.operation.name == exchange.get("op")
        and exchange.get("api") in (None, each.api.namespace)
    ]
    if not named:
        return Trial(number, unknown=f"there is no operation {exchange.get('op')!r}")
    if exchange.get("body_shortened") or exchange.get("body_withheld"):
        return Trial(number, unknown="it was recorded without the body of its answer")
    why = ""
    for each in named:
        try:
            base, values = _arguments(each.operation, exchange, several)
        except NotMadeError as error:
            why = str(error)
        else:
            return _made(number, each, base, values, plan)
    return Trial(number, unknown=why)


def _arguments(
    operation: p.Operation, exchange: Mapping[str, Any], several: Mapping[str, int]
) -> tuple[str, Values]:
    if exchange["method"] != operation.method:
        raise NotMadeError(f"the operation is {operation.method} now")
    values: Values = {}
    path, _, query = str(exchange["target"]).partition("?")
    base = matching.path(operation.path, path, several, values)
    matching.pairs(operation.query, query, values)
    sent = {name.lower(): value for name, value in (exchange.get("request_headers") or {}).items()}
    for pair in operation.headers:
        if pair.value is not None and pair.name.lower() in sent:
            matching.expression(pair.value, sent[pair.name.lower()], values)
    matching.body(operation.body, exchange.get("request_body"), exchange, values)
    known = {argument.name: argument for argument in operation.arguments}
    made = {
        name: matching.typed(known[name], value) for name, value in values.items() if name in known
    }
    lacking = [a.name for a in operation.arguments if a.must_be_given and a.name not in made]
    if lacking:
        raise NotMadeError(f"{lacking[0]} is required, and the request has no value of it")
    return base, made


def _made(number: int, method: _Method, base: str, values: Values, plan: p.Plan) -> Trial:
    units = {unit.name: unit for unit in plan.units if _calls(unit, method)}
    rest = {
        f"{surface.namespace} {route.method} {route.path}": (
            _rest(surface, route, units[route.unit], method, values)
            if surface.authentication is None
            else None
        )
        for surface in plan.rest
        for route in surface.routes
        if route.unit in units
    }
    tools = {
        f"{surface.namespace} {tool.name}": (
            _tool(surface, tool, units[tool.unit], method, values)
            if surface.authentication is None
            else None
        )
        for surface in plan.mcp
        for tool in surface.tools
        if tool.unit in units
    }
    return Trial(
        number,
        prefix=method.api.prefix,
        base_path=base,
        client=method.client,
        method=method.name,
        arguments={method.parameters[name]: value for name, value in values.items()},
        rest=tuple(filter(None, rest.values())),
        tools=tuple(filter(None, tools.values())),
        unasked=tuple(name for name, call in (*rest.items(), *tools.items()) if call is None),
    )


def _calls(unit: p.Unit, method: _Method) -> bool:
    """Whether it calls the operation, by itself or as one of several steps."""
    wanted = (method.api.namespace, method.operation.name)
    calls = (step for step in unit.program if isinstance(step, p.CallOperation))
    return any((call.api, call.operation) == wanted for call in calls)


def _inputs(unit: p.Unit, method: _Method, values: Values) -> Values | None:
    """The unit's inputs for these arguments; None where it makes another request, or several."""
    match unit.program:
        case (p.CallOperation(api, operation, feeds),):
            if (api, operation) != (method.api.namespace, method.operation.name):
                return None
        case _:
            return None
    fed = {feed.argument: feed.value for feed in feeds}
    if values.keys() - fed.keys():
        return None
    found: Values = {}
    try:
        for argument, value in fed.items():
            if argument in values:
                matching.expression(value, values[argument], found)
            elif not p.names_in(value):
                return None  # It always sends what was not sent.
    except NotMadeError:
        return None
    return found


def _rest(
    surface: p.RestSurface, route: p.Route, unit: p.Unit, method: _Method, values: Values
) -> RestCall | None:
    inputs = _inputs(unit, method, values)
    if inputs is None:
        return None
    path = route.path
    pairs: list[tuple[str, str]] = [(name, value or "") for name, value in route.conditions]
    headers: dict[str, str] = {}
    fields: dict[str, Any] = {}
    whole: Any = None
    for each in route.inputs:
        if each.input not in inputs:
            continue
        value = inputs.pop(each.input)
        match each.place:
            case p.InputPlace.PATH:
                path = path.replace("{" + each.name + "}", quote(_text(value), safe=""))
            case p.InputPlace.QUERY | p.InputPlace.QUERY_OR_FIELD:
                several = value if isinstance(value, list) else [value]
                pairs += [(each.name, _text(item)) for item in several]
            case p.InputPlace.HEADER:
                headers[each.name] = _text(value)
            case p.InputPlace.FIELD if each.path is None:
                fields[each.name] = value
            case p.InputPlace.WHOLE_BODY:
                whole = value
            case _:
                return None
    if inputs:
        return None
    target = path + (f"?{urlencode(pairs)}" if pairs else "")
    body = whole if whole is not None else fields or None
    verbatim = isinstance(unit.output, p.PassThrough)
    return RestCall(surface.namespace, route.method, target, headers, body, verbatim)


def _tool(
    surface: p.McpSurface, tool: p.ToolPlan, unit: p.Unit, method: _Method, values: Values
) -> ToolCall | None:
    inputs = _inputs(unit, method, values)
    if inputs is None:
        return None
    names = {each.input: each.name for each in tool.inputs}
    if inputs.keys() - names.keys() or any(each.base64 for each in tool.inputs):
        return None
    arguments = {names[name]: value for name, value in inputs.items()}
    kinds = {each.input: each.type for each in tool.inputs}
    if any(kinds[n] is ValueType.OBJECT and not isinstance(v, dict) for n, v in inputs.items()):
        return None  # A model can say nothing but an object there.
    verbatim = isinstance(unit.output, p.PassThrough)
    return ToolCall(surface.namespace, tool.name, arguments, verbatim)


def _text(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
