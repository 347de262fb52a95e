"""What a caller of the client, of REST and of MCP says to make a recorded request again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from .. import plan as p
from ..lower.environment import variables
from ..options import Options
from ..records import dataclass
from . import matching
from .calls import RestCall, ToolCall, rest_call, tool_call
from .flows import FlowTrial, flow_trials
from .matching import NotMadeError, Values
from .methods import Method, all_methods, arguments, methods_of


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


def trials(
    plan: p.Plan, options: Options, exchanges: Sequence[Mapping[str, Any]]
) -> tuple[tuple[Trial, ...], tuple[FlowTrial, ...]]:
    """One for each exchange, and those of units of several steps.

    Args:
        plan: of the capability.
        options: of its package.
        exchanges: as a recording has them.
    """
    methods = tuple(all_methods(plan, options))
    several = {name: most for name, _, most in options.path_segments}
    flows = flow_trials(plan, methods, several, exchanges)
    by_flows = {(number, name) for flow in flows for number in flow.numbers for name in flow.names}
    return (
        tuple(
            _trial(number, each, methods, plan, several, by_flows)
            for number, each in enumerate(exchanges)
        ),
        flows,
    )


def needed(plan: p.Plan, options: Options) -> list[str]:
    """The variables that a package cannot do without, whatever they hold."""
    groups = variables(plan, options)
    every = (each for group in groups for each in group.variables)
    return list(dict.fromkeys(e.name for e in every if e.default.startswith("required")))


def _trial(
    number: int,
    exchange: Mapping[str, Any],
    methods: Sequence[Method],
    plan: p.Plan,
    several: Mapping[str, int],
    by_flows: Collection[tuple[int, str]],
) -> Trial:
    named = methods_of(methods, exchange)
    if not named:
        return Trial(number, unknown=f"there is no operation {exchange.get('op')!r}")
    if exchange.get("body_shortened") or exchange.get("body_withheld"):
        return Trial(number, unknown="it was recorded without the body of its answer")
    why = ""
    for each in named:
        try:
            base, values = arguments(each.operation, exchange, several)
        except NotMadeError as error:
            why = str(error)
        else:
            return _made(number, each, base, values, plan, by_flows)
    return Trial(number, unknown=why)


def _made(
    number: int,
    method: Method,
    base: str,
    values: Values,
    plan: p.Plan,
    by_flows: Collection[tuple[int, str]],
) -> Trial:
    """`by_flows` are the exchanges that routes and tools of several steps make again."""
    units = {unit.name: unit for unit in plan.units if _calls(unit, method)}
    rest = {
        f"{surface.namespace} {route.method} {route.path}": _rest(
            surface, route, units[route.unit], method, values
        )
        for surface in plan.rest
        for route in surface.routes
        if route.unit in units
    }
    tools = {
        f"{surface.namespace} {tool.name}": _tool(surface, tool, units[tool.unit], method, values)
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
        unasked=tuple(
            name
            for name, call in (*rest.items(), *tools.items())
            if call is None and (number, name) not in by_flows
        ),
    )


def _calls(unit: p.Unit, method: Method) -> bool:
    """Whether it calls the operation, by itself or as one of several steps."""
    wanted = (method.api.namespace, method.operation.name)
    calls = (step for step in unit.program if isinstance(step, p.CallOperation))
    return any((call.api, call.operation) == wanted for call in calls)


def _inputs(unit: p.Unit, method: Method, values: Values) -> Values | None:
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
    surface: p.RestSurface, route: p.Route, unit: p.Unit, method: Method, values: Values
) -> RestCall | None:
    if surface.authentication is not None:
        return None
    inputs = _inputs(unit, method, values)
    return None if inputs is None else rest_call(surface, route, unit, inputs)


def _tool(
    surface: p.McpSurface, tool: p.ToolPlan, unit: p.Unit, method: Method, values: Values
) -> ToolCall | None:
    if surface.authentication is not None:
        return None
    inputs = _inputs(unit, method, values)
    return None if inputs is None else tool_call(surface, tool, unit, inputs)
