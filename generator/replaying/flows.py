"""Routes and tools of several steps: runs of recorded exchanges that one call of them made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any, Final

from .. import plan as p
from ..records import dataclass
from . import matching
from .calls import RestCall, ToolCall, rest_call, tool_call
from .matching import NotMadeError, Values
from .methods import Method, arguments, methods_of

Exchanges = Sequence[Mapping[str, Any]]
_TRIED: Final = 32
"""Runs with another API that are looked at for one call of a unit."""


@dataclass(frozen=True, slots=True)
class FlowTrial:
    """Exchanges that one call makes, and how each surface comes to make them."""

    numbers: tuple[int, ...]
    """Their places in the recording, in the order of the steps."""
    apis: Mapping[str, str]
    """Prefix of the variables of an API → the path of its base URI."""
    rest: tuple[RestCall, ...]
    tools: tuple[ToolCall, ...]
    names: tuple[str, ...]
    """Of these routes and tools, as `Trial.unasked` has them."""


def flow_trials(
    plan: p.Plan, methods: Sequence[Method], several: Mapping[str, int], exchanges: Exchanges
) -> tuple[FlowTrial, ...]:
    """One for each run of exchanges that stand together as one call of a unit makes them.

    Args:
        plan: of the capability.
        methods: of its clients.
        several: names whose values may have slashes; the most segments.
        exchanges: as a recording has them.
    """
    by_api: dict[str | None, list[int]] = {}
    for number, exchange in enumerate(exchanges):
        # Each API has a recording of its own; those of other programs do not say which it is.
        by_api.setdefault(exchange.get("api"), []).append(number)
    found: list[FlowTrial] = []
    for unit in plan.units:
        calls = _calls(unit)
        if len(calls) < 2:
            continue
        rows = [[*by_api.get(api, by_api.get(None, []))] for api in _apis(calls)]
        counts = [sum(call.api == api for call in calls) for api in _apis(calls)]
        first, size = rows[0], counts[0]
        while len(first) >= size:
            trial = None
            for others in _others(rows[1:], counts[1:]):
                free = [*first[:size], *others]
                trial = _trial(plan, unit, calls, methods, several, exchanges, free)
                if trial is not None:
                    break
            if trial is None:
                del first[0]
                continue
            found.append(trial)
            for row in rows:
                row[:] = [number for number in row if number not in trial.numbers]
    return tuple(found)


def _apis(calls: Sequence[p.CallOperation]) -> list[str]:
    return list(dict.fromkeys(call.api for call in calls))


def _others(rows: Sequence[Sequence[int]], counts: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Runs of exchanges with the other APIs, one of each; the earliest ones are tried."""
    runs = [
        [tuple(row[at : at + count]) for at in range(min(len(row) - count + 1, _TRIED))]
        for row, count in zip(rows, counts, strict=True)
    ]
    for chosen in islice(product(*runs), _TRIED):
        yield tuple(number for run in chosen for number in run)


def _calls(unit: p.Unit) -> tuple[p.CallOperation, ...]:
    """Its calls; none where more than calls and lookups make it up."""
    if not all(isinstance(step, p.CallOperation | p.FindRecords) for step in unit.program):
        return ()
    return tuple(step for step in unit.program if isinstance(step, p.CallOperation))


def _trial(
    plan: p.Plan,
    unit: p.Unit,
    calls: Sequence[p.CallOperation],
    methods: Sequence[Method],
    several: Mapping[str, int],
    exchanges: Exchanges,
    free: list[int],
) -> FlowTrial | None:
    inputs: Values = {}
    numbers: list[int] = []
    apis: dict[str, str] = {}
    for call in calls:
        made = _made_by(call, methods, several, exchanges, free)
        if made is None:
            return None
        number, method, base, values = made
        free.remove(number)
        numbers.append(number)
        if apis.setdefault(method.api.prefix, base) != base or not _read(call, values, inputs):
            return None
    if any(each.required and each.name not in inputs for each in unit.inputs):
        return None
    exposed = [*_exposed(plan, unit, inputs)]
    if not exposed:
        return None
    return FlowTrial(
        tuple(numbers),
        apis,
        tuple(call for _, call in exposed if isinstance(call, RestCall)),
        tuple(call for _, call in exposed if isinstance(call, ToolCall)),
        tuple(name for name, _ in exposed),
    )


def _made_by(
    call: p.CallOperation,
    methods: Sequence[Method],
    several: Mapping[str, int],
    exchanges: Exchanges,
    free: Sequence[int],
) -> tuple[int, Method, str, Values] | None:
    """The first exchange that this step may have made: steps side by side come in any order."""
    for number in free:
        exchange = exchanges[number]
        if exchange.get("body_shortened") or exchange.get("body_withheld"):
            continue
        for method in methods_of(methods, exchange):
            if (method.api.namespace, method.operation.name) != (call.api, call.operation):
                continue
            try:
                base, values = arguments(method.operation, exchange, several)
            except NotMadeError:
                continue
            return number, method, base, values
    return None


def _read(call: p.CallOperation, values: Values, inputs: Values) -> bool:
    """Take the unit's inputs out of what a step sent; what came from earlier steps is held when it is made again."""
    fed = {feed.argument: feed.value for feed in call.feeds}
    if values.keys() - fed.keys():
        return False
    try:
        for argument, value in values.items():
            matching.expression(fed[argument], value, inputs)
    except NotMadeError:
        return False
    return True


def _exposed(
    plan: p.Plan, unit: p.Unit, inputs: Values
) -> Iterator[tuple[str, RestCall | ToolCall]]:
    for rest in plan.rest:
        for route in rest.routes:
            if route.unit == unit.name and rest.authentication is None:
                call = rest_call(rest, route, unit, dict(inputs))
                if call is not None:
                    yield f"{rest.namespace} {route.method} {route.path}", call
    for mcp in plan.mcp:
        for tool in mcp.tools:
            if tool.unit == unit.name and mcp.authentication is None:
                said = tool_call(mcp, tool, unit, dict(inputs))
                if said is not None:
                    yield f"{mcp.namespace} {tool.name}", said
