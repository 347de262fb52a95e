"""The environment variables that requests carry where the spec names a bind: in paths, pairs and bodies."""

from __future__ import annotations

from collections.abc import Iterator

from ..plan import (
    Api,
    CallOperation,
    Expression,
    Operation,
    Plan,
    RunFlow,
    UnitStep,
    environment_in,
)
from .bodies import expressions_of


def of_operation(operation: Operation) -> tuple[str, ...]:
    """Every environment variable that the request needs, once."""
    return _named(_values(operation))


def of_api(plan: Plan, api: Api) -> tuple[str, ...]:
    """Every environment variable that a request of the API needs, by its operation or by what is fed to it."""
    fed = (
        feed.value
        for unit in plan.units
        for step in unit.program
        if isinstance(step, CallOperation | RunFlow) and _api_of(step) == api.namespace
        for feed in step.feeds
    )
    of_operations = (value for each in api.operations for value in _values(each))
    return _named((*of_operations, *fed))


def _api_of(step: UnitStep) -> str | None:
    match step:
        case CallOperation(api):
            return api
        case RunFlow(last=(api, _)):
            return api
        case _:
            return None


def _values(operation: Operation) -> Iterator[Expression]:
    for segment in operation.path:
        yield from segment.parts
    for each in (*operation.query, *operation.headers, *operation.cookies):
        if each.value is not None:
            yield each.value
    yield from expressions_of(operation.body)


def _named(values: Iterator[Expression] | tuple[Expression, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for value in values for name in environment_in(value)))
