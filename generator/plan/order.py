"""Which steps of a unit need which, and which may therefore go out side by side."""

from __future__ import annotations

from collections.abc import Iterable

from .expressions import steps_in
from .units import CallOperation, FindRecords, RunFlow, RunScript, Unit, UnitStep
from .whole import Plan

Group = tuple[UnitStep, ...]
"""Calls that go out at the same time, or one step."""


def needs(step: UnitStep) -> frozenset[str]:
    """The earlier steps that a step reads."""
    match step:
        case CallOperation(feeds=feeds):
            return frozenset(name for feed in feeds for name in steps_in(feed.value))
        case RunScript(context=context):
            return frozenset(name for _, value in context for name in steps_in(value))
        case RunFlow():
            return frozenset()
        case FindRecords(index=index, value=value):
            return steps_in(value) | {index}


def side_by_side(unit: Unit, plan: Plan, *, parallel: bool = True) -> tuple[Group, ...]:
    """The steps in the order in which they run.

    Calls that only read (GET, HEAD) and do not need each other are one group, also where lookups
    stand between them: a lookup changes nothing, and follows the group that it reads.
    """
    groups: list[Group] = []
    together: list[UnitStep] = []
    waiting: list[UnitStep] = []

    def close() -> None:
        if together:
            groups.append(tuple(together))
        groups.extend((each,) for each in waiting)
        together.clear()
        waiting.clear()

    for step in unit.program:
        if isinstance(step, FindRecords):
            waiting.append(step)
            continue
        reads = parallel and _only_reads(step, plan)
        if not reads or needs(step) & _names((*together, *waiting)):
            close()
        together.append(step)
        if not reads:
            close()
    close()
    return tuple(groups)


def has_side_by_side(plan: Plan, *, parallel: bool) -> bool:
    """Whether any unit has steps that go out at the same time.

    Args:
        plan: of the package.
        parallel: whether they may.
    """
    groups = (group for unit in plan.units for group in side_by_side(unit, plan, parallel=parallel))
    return any(len(group) > 1 for group in groups)


def _only_reads(step: UnitStep, plan: Plan) -> bool:
    if not isinstance(step, CallOperation):
        return False
    return plan.operation(step.api, step.operation).method in ("GET", "HEAD")


def _names(steps: Iterable[UnitStep]) -> frozenset[str]:
    return frozenset(each.step for each in steps if each.step is not None)
