"""What an adapter exposes becomes a unit: a call, steps, a flow, or fixed values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..diagnostics.rules import references as rules
from ..diagnostics.rules import steps as step_rules
from ..model import Action, Call, Mock, Orchestration, OutputMapping, Placeholder, ResponseFormat
from ..plan import (
    CallOperation,
    ExposedInput,
    Operation,
    Output,
    UnitStep,
    description_of,
)
from .calls import Resolver
from .exposures import Exposure
from .gathering import feed, gathered
from .inputs import InputGatherer
from .mocks import mock_value, says_something
from .outputs import output_plan, report_paths
from .step_names import StepNames
from .steps import Orchestrated, orchestrated

ExposureOf: TypeAlias = Callable[[Operation | None], Exposure]
"""The exposure of a unit that calls one operation, or does something else."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A unit that an adapter or an aggregate asks for."""

    name: str
    description: str | None
    action: Action
    outputs: tuple[OutputMapping, ...]
    exposure: ExposureOf
    variables: Sequence[Placeholder] = ()
    most_bytes: int | None = None
    """The adapter's limit for binary answers."""
    empty_object: bool = False
    """Outputs without a value answer an empty object, and are no mistake (language 2.9.4)."""


@dataclass(frozen=True, slots=True)
class Made:
    """The unit that was made for it."""

    unit: str
    description: str
    inputs: tuple[ExposedInput, ...]
    methods: tuple[str, ...]
    """Of the requests that it may send."""
    binary: bool = False
    """The answer is bytes."""


def make(wanted: Wanted, resolver: Resolver) -> Made | None:
    """The unit, or None where it cannot be generated (and then it was reported)."""
    match wanted.action:
        case Call() as call:
            return _calling(wanted, call, resolver)
        case Orchestration() as orchestration:
            return _in_steps(wanted, orchestration, resolver)
        case Mock() as mock:
            return _mocked(wanted, mock, resolver)
        case _:
            return None


def _calling(wanted: Wanted, call: Call, resolver: Resolver) -> Made | None:
    operation = resolver.operation(call)
    if operation is None:
        return None
    report_paths(wanted.outputs, resolver.findings)
    gatherer = _gatherer(wanted, operation, resolver)
    entries = call.arguments or ()
    title = f"{operation.api}.{operation.name}"
    feeds = feed(operation.arguments, entries, title, gatherer)
    inputs = gathered(gatherer, [each.origin for each in entries], wanted.variables)
    output = output_plan(
        wanted.outputs, operation.declaration, resolver.capability.dialect, wanted.most_bytes
    )
    description = description_of(wanted.description, operation)
    program = (CallOperation(operation.api, operation.name, feeds),)
    binary = operation.response_format is ResponseFormat.BINARY
    return _made(
        wanted, description, inputs, program, output, (operation.method,), resolver, binary
    )


def _in_steps(wanted: Wanted, orchestration: Orchestration, resolver: Resolver) -> Made | None:
    gatherer = _gatherer(wanted, None, resolver)
    gatherer.steps = StepNames(orchestration.steps)
    done = orchestrated(orchestration, wanted.outputs, resolver, gatherer)
    if done is None:
        return None
    inputs = gathered(gatherer, done.references, wanted.variables)
    description = (wanted.description or "").strip() or wanted.name
    return _made(
        wanted, description, inputs, done.program, done.output, _methods(done, resolver), resolver
    )


def _methods(done: Orchestrated, resolver: Resolver) -> tuple[str, ...]:
    calls = (step for step in done.program if isinstance(step, CallOperation))
    return tuple(resolver.named(step.api, step.operation).method for step in calls)


def _mocked(wanted: Wanted, mock: Mock, resolver: Resolver) -> Made | None:
    says = any(says_something(each) for each in wanted.outputs)
    if not says and not (wanted.outputs and wanted.empty_object and not resolver.implied):
        rule = rules.SKIPPED_WITHOUT_CALL if resolver.implied else rules.NO_CALL
        if not resolver.findings.reported_at(mock.origin):
            resolver.findings.report(rule, mock.origin)
        return None
    if not says:
        origin = mock.origin.child("outputParameters")
        resolver.findings.report(step_rules.MOCK_SAYS_NOTHING, origin, at="key")
    gatherer = _gatherer(wanted, None, resolver)
    output = mock_value(wanted.outputs, gatherer)
    references = [each.origin for each in wanted.outputs]
    inputs = gathered(gatherer, references, wanted.variables)
    description = (wanted.description or "").strip() or wanted.name
    return _made(wanted, description, inputs, (), output, (), resolver)


def _gatherer(wanted: Wanted, operation: Operation | None, resolver: Resolver) -> InputGatherer:
    return InputGatherer(
        wanted.exposure(operation),
        resolver.binds,
        resolver.findings,
        variables=frozenset(each.name for each in wanted.variables),
    )


def _made(
    wanted: Wanted,
    description: str,
    inputs: tuple[ExposedInput, ...],
    program: tuple[UnitStep, ...],
    output: Output,
    methods: tuple[str, ...],
    resolver: Resolver,
    binary: bool = False,
) -> Made:
    unit = resolver.units.unit(wanted.name, description, inputs, program, output)
    return Made(unit, description, inputs, methods, binary)
