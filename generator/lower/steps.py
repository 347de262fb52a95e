"""Units of several steps: one line a step, and what is gathered in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from ..naming import Identifier, Names
from ..plan import (
    ArrayOf,
    CallOperation,
    Expression,
    FindRecords,
    FromEnvironment,
    FromName,
    FromStep,
    Gathered,
    ObjectOf,
    Plan,
    RunFlow,
    RunScript,
    Unit,
    UnitStep,
    steps_in,
)
from ..plan.order import Group, needs, side_by_side
from ..records import dataclass
from .calling import from_step, operation_call
from .expressions import lowered
from .operations import LoweredOperation
from .outputs import LoweredMapping, step_mapping
from .python import (
    Assignment,
    AwaitOf,
    CallOf,
    DictOf,
    Literal,
    Name,
    OrOf,
    Python,
    TupleOf,
)
from .scripts import hook_names
from .static_types import Static, required_inputs
from .wire_functions import wire

_NOBODY = Identifier("_")


@dataclass(frozen=True, slots=True)
class LoweredSteps:
    lines: tuple[Assignment, ...]
    variables: Mapping[str, Identifier]
    """Step → variable."""
    mappings: tuple[LoweredMapping, ...]


def lowered_steps(
    unit: Unit,
    plan: Plan,
    operations: Mapping[tuple[str, str], LoweredOperation],
    inputs: Mapping[str, Identifier],
    types: Mapping[str, Static],
    names: Names,
    functions: Names,
    parallel: bool,
) -> LoweredSteps:
    """The lines of a unit's steps."""
    named = [each.step for each in unit.program if each.step is not None]
    variables = {name: names.fresh(name) for name in named}
    mappings: dict[str, LoweredMapping] = {}
    for step in unit.program:
        if isinstance(step, CallOperation) and step.outputs and step.step is not None:
            made = step_mapping(step.outputs, unit.name, step.step, functions)
            mappings[step.step] = made
    lowering = _Lowering(
        operations,
        inputs,
        types,
        required_inputs(unit),
        hook_names(plan),
        variables,
        mappings,
        _read(unit),
        plan.observability is not None,
    )
    groups = side_by_side(unit, plan, parallel=parallel)
    lines = tuple(lowering.line(group) for group in groups)
    return LoweredSteps(lines, variables, tuple(mappings.values()))


def _read(unit: Unit) -> frozenset[str]:
    """The steps that something reads."""
    assert isinstance(unit.output, Gathered)
    found = {target.value.step for target in unit.output.targets}
    if unit.output.last is not None:
        found.add(unit.output.last)
    return frozenset(found).union(*(needs(step) for step in unit.program))


@dataclass(frozen=True, slots=True)
class _Lowering:
    operations: Mapping[tuple[str, str], LoweredOperation]
    inputs: Mapping[str, Identifier]
    types: Mapping[str, Static]
    required: AbstractSet[str]
    hooks: Mapping[str, Identifier]
    variables: Mapping[str, Identifier]
    mappings: Mapping[str, LoweredMapping]
    read: frozenset[str]
    observed: bool
    """Whether each step has a span."""

    def line(self, group: Group) -> Assignment:
        if len(group) == 1:
            step = group[0]
            value = self._value(step)
            names = self._names(group)
            waits = isinstance(step, CallOperation | RunScript)
            awaited = AwaitOf(value) if waits else value
            return Assignment(() if names == (_NOBODY,) else names, awaited)
        values = tuple(self._value(step) for step in group)
        together = AwaitOf(CallOf(Name("together"), (Name("send"), *values)))
        names = self._names(group)
        return Assignment(() if set(names) == {_NOBODY} else names, together)

    def _names(self, group: Sequence[UnitStep]) -> tuple[Identifier, ...]:
        return tuple(
            (
                self.variables[each.step]
                if each.step is not None and each.step in self.read
                else _NOBODY
            )
            for each in group
        )

    def _value(self, step: UnitStep) -> Python:
        match step:
            case CallOperation():
                return self._observed(("step", "call"), step, self._call(step))
            case FindRecords():
                return self._observed(("lookup",), step, self._lookup(step))
            case RunScript():
                return self._observed(("step", "script"), step, self._script(step))
            case RunFlow():
                raise ValueError("a flow is no step of another one")

    def _observed(self, kind: tuple[str, ...], step: UnitStep, value: CallOf) -> CallOf:
        """In a span of its own, where the spec wants them: the function and its arguments are handed over."""
        if not self.observed:
            return value
        method, *said = kind
        texts = tuple(Literal(each) for each in (*said, step.step or ""))
        arguments = (*texts, value.function, *value.arguments)
        return CallOf(Name(f"TELEMETRY.{method}"), arguments, value.keywords)

    def _call(self, step: CallOperation) -> CallOf:
        target = self.operations[(step.api, step.operation)]
        request = operation_call(
            step, target, self.inputs, self.types, self.required, self.variables
        )
        arguments: list[Python] = [Name("send"), request]
        mapping = self.mappings.get(step.step or "")
        if mapping is not None:
            arguments.append(Name(mapping.function.name))
        return CallOf(Name("read"), tuple(arguments))

    def _script(self, step: RunScript) -> CallOf:
        entries = tuple((name, self._part(value)) for name, value in step.context)
        hook = self.hooks[step.hook]
        return CallOf(Name(f"scripts.{hook}.run"), (DictOf(entries),))

    def _part(self, value: Expression) -> Python:
        python = lowered(value, self._look_up)
        if isinstance(value, ObjectOf | ArrayOf):
            return CallOf(wire("compact"), (python,))
        return python

    def _lookup(self, step: FindRecords) -> CallOf:
        sources = sorted(steps_in(step.value) - {step.index})
        arguments = (
            Name(self.variables[step.index]),
            Literal(step.match),
            lowered(step.value, self._look_up),
            TupleOf(tuple(Literal(each) for each in step.fields)),
        )
        of = TupleOf(tuple(Name(self.variables[each]) for each in sources))
        keywords = ((Identifier("of"), of),) if sources else ()
        return CallOf(Name("lookup"), arguments, keywords)

    def _look_up(self, value: FromName | FromEnvironment | FromStep) -> Python:
        match value:
            case FromName(name):
                return Name(self.inputs[name])
            case FromStep():
                return from_step(value, self.variables)
            case FromEnvironment(variable):
                raise ValueError(f"a lookup does not read the environment ({variable})")


def lowered_answer(
    output: Gathered, variables: Mapping[str, Identifier], last: Python | None
) -> Python:
    """What the steps gave as one object, or else the last answer."""
    fallback = CallOf(Name("composed"), (DictOf(()),)) if last is None else last
    if not output.targets:
        return fallback
    targets = tuple(
        TupleOf(
            (
                Literal(each.name),
                Name(variables[each.value.step]),
                *(Literal(key) for key in each.value.path),
            )
        )
        for each in output.targets
    )
    return OrOf(CallOf(Name("answer"), targets), fallback)
