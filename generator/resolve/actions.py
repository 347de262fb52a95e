"""What an adapter exposes becomes a unit: a call, steps, a flow, or fixed values."""

from __future__ import annotations

from ..diagnostics.rules import flows as flow_rules
from ..diagnostics.rules import references as rules
from ..diagnostics.rules import steps as step_rules
from ..model import Call, Mock, Orchestration, Reference, ResponseFormat
from ..plan import (
    CallOperation,
    ExposedInput,
    FromName,
    Operation,
    Output,
    PassThrough,
    RunFlow,
    RunScript,
    UnitStep,
    description_of,
)
from .calls import Resolver
from .extras import advice_for
from .gathering import feed, gathered
from .inputs import InputGatherer
from .made import KnownFlow, Made, Wanted
from .mocks import mock_value, says_something
from .outputs import of_type, output_plan, report_outputs
from .references import find_flow
from .step_names import StepNames
from .steps import Orchestrated, orchestrated


def make(wanted: Wanted, resolver: Resolver) -> Made | None:
    """The unit, or None where it cannot be generated (and then it was reported)."""
    match wanted.action:
        case Call() as call:
            return _calling(wanted, call, resolver)
        case Orchestration() as orchestration:
            return _in_steps(wanted, orchestration, resolver)
        case Mock() as mock:
            return _mocked(wanted, mock, resolver)
        case Reference() as reference:
            return _referring(wanted, reference, resolver)
        case _:
            return None


def _calling(wanted: Wanted, call: Call, resolver: Resolver) -> Made | None:
    operation = resolver.operation(call)
    if operation is None:
        return None
    report_outputs(wanted.outputs, resolver.capability.dialect, resolver.findings)
    gatherer = _gatherer(wanted, operation, resolver)
    entries = call.arguments or ()
    title = f"{operation.api}.{operation.name}"
    feeds = feed(operation.arguments, entries, title, gatherer, operation.declaration.origin)
    inputs = gathered(gatherer, [each.origin for each in entries], wanted.variables)
    dialect = resolver.capability.dialect
    output = of_type(
        output_plan(wanted.outputs, operation.declaration, dialect, wanted.most_bytes),
        operation.declaration,
        wanted.media_type,
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
    methods = []
    for step in done.program:
        if isinstance(step, CallOperation):
            methods.append(resolver.named(step.api, step.operation).method)
        elif isinstance(step, RunScript):
            methods.append("SCRIPT")  # nobody knows what it does
    return tuple(methods)


def _mocked(wanted: Wanted, mock: Mock, resolver: Resolver) -> Made | None:
    says = any(says_something(each) for each in wanted.outputs)
    may_be_empty = wanted.outputs and wanted.empty_object and not resolver.implied
    if not says and (mock.lacks_call or not may_be_empty):
        rule = rules.SKIPPED_WITHOUT_CALL if resolver.implied else rules.NO_CALL
        if not resolver.findings.reported_at(mock.origin):
            resolver.findings.report(rule, mock.origin)
        return None
    if not says:
        origin = mock.origin.child("outputParameters")
        resolver.findings.report(step_rules.MOCK_SAYS_NOTHING, origin, at="key")
    gatherer = _gatherer(wanted, None, resolver)
    gatherer.reader = "the answer"
    output = mock_value(wanted.outputs, gatherer)
    gatherer.reader = None
    references = [each.origin for each in wanted.outputs]
    inputs = gathered(gatherer, references, wanted.variables)
    description = (wanted.description or "").strip() or wanted.name
    return _made(wanted, description, inputs, (), output, (), resolver)


def _referring(wanted: Wanted, reference: Reference, resolver: Resolver) -> Made | None:
    known = find_flow(reference, resolver.flows, resolver.capability.aggregates, resolver.findings)
    if known is None or known.made is None:
        return None
    title = f"the flow {reference.namespace}.{reference.flow}"
    gatherer = _gatherer(wanted, known, resolver)
    feeds = feed(known.arguments, reference.arguments, title, gatherer)
    _report_unused(reference, known, title, resolver)
    inputs = gathered(gatherer, [each.origin for each in reference.arguments], wanted.variables)
    output = _of_flow(wanted, reference, known, resolver)
    description = (wanted.description or "").strip() or known.made.description
    taken = {each.input for each in known.made.inputs}
    is_same = all(each.value == FromName(each.argument) for each in feeds)
    if is_same and isinstance(output, PassThrough) and taken >= {each.input for each in inputs}:
        unit = known.made.unit
    else:
        last = None if known.last is None else (known.last.api, known.last.name)
        run = RunFlow(reference.namespace, reference.flow, known.made.unit, feeds, last)
        unit = resolver.units.unit(wanted.name, description, inputs, (run,), output)
    made = known.made
    return Made(unit, description, inputs, made.methods, made.binary, known.hints)


def _report_unused(reference: Reference, known: KnownFlow, title: str, resolver: Resolver) -> None:
    names = {each.name for each in known.arguments}
    for entry in reference.arguments:
        if entry.name not in names:
            fed = {each.name for each in reference.arguments}
            advice = advice_for(entry.name, sorted(names - fed), "remove the key", "flow")
            resolver.findings.report(
                *(rules.WITH_FEEDS_NOTHING, entry.origin),
                at="key",
                keys=f"`{entry.name}` is no parameter",
                operation=title,
                sent="is not sent",
                advice=advice,
            )


def _of_flow(wanted: Wanted, reference: Reference, known: KnownFlow, resolver: Resolver) -> Output:
    """Outputs of whoever refers to a flow are read where the flow has none."""
    if not wanted.outputs:
        return PassThrough()
    if known.maps or known.last is None:
        ref = f"{reference.namespace}.{reference.flow}"
        origin = wanted.outputs[0].origin
        resolver.findings.report(flow_rules.OUTPUTS_BESIDE_FLOW, origin, ref=ref)
        return PassThrough()
    report_outputs(wanted.outputs, resolver.capability.dialect, resolver.findings)
    dialect = resolver.capability.dialect
    return output_plan(wanted.outputs, known.last.declaration, dialect, wanted.most_bytes)


def _gatherer(
    wanted: Wanted, operation: Operation | KnownFlow | None, resolver: Resolver
) -> InputGatherer:
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
