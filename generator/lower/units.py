"""`units.py`: one coroutine for each unit, used by REST, MCP and flows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from ..naming import Identifier, Names
from ..plan import (
    Binary,
    CallOperation,
    Composed,
    Converted,
    FromEnvironment,
    FromName,
    FromStep,
    Gathered,
    Mapped,
    Operation,
    Output,
    PassThrough,
    Plan,
    RunFlow,
    Unit,
    UnitInput,
)
from ..records import dataclass
from .calling import flow_call, operation_call
from .docs import sentence
from .expressions import Lookup, lowered
from .format_table import NAMES as FORMAT_NAMES
from .formats import read_as
from .operations import LoweredOperation
from .outputs import NAMES as MAPPING_NAMES
from .outputs import LoweredMapping, unit_mappings
from .paths import NAMES as PATH_NAMES
from .python import (
    Assignment,
    AwaitOf,
    CallOf,
    Function,
    Literal,
    Name,
    Parameter,
    Python,
    Signature,
)
from .signatures import annotation, argument_annotation, parameter
from .static_types import Static, fed_alone, input_types, may_be_null, required_inputs
from .steps import lowered_answer, lowered_steps
from .wire_functions import MODULES

MODULE_NAMES = frozenset(
    [
        "annotations",
        "operations",
        "mapped",
        "composed",
        "scripts",
        "answer",
        "lookup",
        "read",
        "together",
        "binary",
        "AsyncReply",
        "Send",
        "TELEMETRY",
        "Final",
        "Json",
        "JsonArray",
        "JsonObject",
        "RawJson",
        "OMIT",
        "Omit",
        *MAPPING_NAMES,
        *PATH_NAMES,
        *FORMAT_NAMES,
        *MODULES,
    ]
)
"""What the module may import: no name of the spec is spelled so in it."""


@dataclass(frozen=True, slots=True)
class LoweredUnit:
    unit: Unit
    function: Function
    inputs: Mapping[str, Identifier]
    """Input → parameter."""
    mappings: tuple[LoweredMapping, ...]
    decorator: Python | None = None


def unit_functions(
    plan: Plan, operations: tuple[LoweredOperation, ...], *, parallel: bool = True
) -> tuple[LoweredUnit, ...]:
    """The coroutines of all units."""
    by_key = {(each.operation.api, each.operation.name): each for each in operations}
    functions = Names(MODULE_NAMES)
    named = [(unit, functions.claim(unit.name)) for unit in plan.units]
    lowering = _Units(plan, by_key, functions, parallel)
    return tuple(lowering.unit(unit, name) for unit, name in named)


@dataclass(frozen=True, slots=True)
class _Units:
    plan: Plan
    operations: Mapping[tuple[str, str], LoweredOperation]
    names: Names
    """Of the module."""
    parallel: bool
    done: dict[str, LoweredUnit] = field(default_factory=dict)

    def unit(self, unit: Unit, name: Identifier) -> LoweredUnit:
        shown = unit.output.otherwise if isinstance(unit.output, Gathered) else unit.output
        mappings = unit_mappings(shown, name, self.names)
        names = Names((*MODULE_NAMES, "send", *(each.function.name for each in mappings)))
        inputs = {each.name: names.claim(each.name) for each in unit.inputs}
        types = input_types(unit, self._calls(unit))
        lines, value, mappings = self._body(unit, inputs, types, names, mappings)
        keywords = sorted(unit.inputs, key=lambda each: not each.required)
        parameters = tuple(self._parameter(each, inputs, unit) for each in keywords)
        function = Function(
            name=name,
            signature=Signature((), parameters),
            doc=sentence(unit.description or unit.name),
            value=value,
            lines=lines,
        )
        decorator = self._decorator(unit)
        self.done[unit.name] = LoweredUnit(unit, function, inputs, mappings, decorator)
        return self.done[unit.name]

    def _body(
        self,
        unit: Unit,
        inputs: Mapping[str, Identifier],
        types: Mapping[str, Static],
        names: Names,
        mappings: tuple[LoweredMapping, ...],
    ) -> tuple[tuple[Assignment, ...], Python, tuple[LoweredMapping, ...]]:
        """The lines before what it returns, that, and the mappings with those of its steps."""
        match unit.output, unit.program:
            case Gathered() as output, _:
                steps = lowered_steps(
                    unit,
                    self.plan,
                    self.operations,
                    inputs,
                    types,
                    names,
                    self.names,
                    self.parallel,
                )
                mappings = (*mappings, *steps.mappings)
                last = self._last(unit, output, steps.variables, mappings)
                return steps.lines, lowered_answer(output, steps.variables, last), mappings
            case Composed(made), _:
                value: Python = CallOf(Name("composed"), (lowered(made, _input_of(inputs)),))
            case output, (CallOperation() as call,):
                target = self.operations[(call.api, call.operation)]
                request = operation_call(call, target, inputs, types, required_inputs(unit), {})
                sent: Python = AwaitOf(CallOf(Name("send"), (request,)))
                value = _presented(output, sent, mappings, target)
            case output, (RunFlow() as run,):
                value = self._flow(unit, run, inputs, mappings)
            case _:
                raise ValueError(f"{unit.name} neither calls one operation nor is made of steps")
        return (), value, mappings

    def _decorator(self, unit: Unit) -> Python | None:
        """A span for each run of a flow, where the spec wants spans."""
        if self.plan.observability is None:
            return None
        for aggregate in self.plan.aggregates:
            for flow in aggregate.flows:
                if flow.unit == unit.name:
                    name = Literal(f"{aggregate.namespace}.{flow.name}")
                    return CallOf(Name("TELEMETRY.flow"), (name,))
        return None

    def _flow(
        self,
        unit: Unit,
        run: RunFlow,
        inputs: Mapping[str, Identifier],
        mappings: tuple[LoweredMapping, ...],
    ) -> Python:
        """The call of a flow's unit, which stands before those that refer to it."""
        flow = self.done[run.unit]
        call = AwaitOf(flow_call(run, flow.function, flow.unit, flow.inputs, unit, inputs))
        if run.last is None:
            return call
        return _presented(unit.output, call, mappings, self.operations[run.last])

    def _last(
        self,
        unit: Unit,
        output: Gathered,
        variables: Mapping[str, Identifier],
        mappings: tuple[LoweredMapping, ...],
    ) -> Python | None:
        if output.last is None:
            return None
        call = next(each for each, _ in self._calls(unit) if each.step == output.last)
        target = self.operations[(call.api, call.operation)]
        reply = Name(f"{variables[output.last]}.reply")
        return _presented(output.otherwise, reply, mappings, target)

    def _parameter(
        self, unit_input: UnitInput, inputs: Mapping[str, Identifier], unit: Unit
    ) -> Parameter:
        """A unit's parameter: nullable where it fills an optional field of a body, raw where it is one."""
        name = inputs[unit_input.name]
        fed = fed_alone(unit_input.name, self._calls(unit))
        if len(fed) == 1 and fed[0].whole_body:
            required = fed[0].must_be_given
            return parameter(name, argument_annotation(fed[0]), required=required)
        nullable = may_be_null(fed)
        note = annotation(unit_input.type, required=unit_input.required, nullable=nullable)
        return parameter(name, note, required=unit_input.required)

    def _calls(self, unit: Unit) -> tuple[tuple[CallOperation, Operation], ...]:
        return tuple(
            (step, self.operations[(step.api, step.operation)].operation)
            for step in unit.program
            if isinstance(step, CallOperation)
        )


def _input_of(inputs: Mapping[str, Identifier]) -> Lookup:
    def look_up(value: FromName | FromEnvironment | FromStep) -> Python:
        if isinstance(value, FromName):
            return Name(inputs[value.name])
        raise ValueError(f"a mock reads nothing but inputs, and not {value}")

    return look_up


def _presented(
    output: Output, sent: Python, mappings: tuple[LoweredMapping, ...], target: LoweredOperation
) -> Python:
    """The answer as it came, or mapped to JSON."""
    match output:
        case PassThrough() | Composed() | Gathered():
            return sent
        case Converted(strict=strict):
            shown: tuple[Python, ...] = (Name("whole"),)
        case Binary(media_type, limit):
            return AwaitOf(CallOf(Name("binary"), (sent,), _binary(media_type, limit)))
        case Mapped(outputs=mapped, strict=strict):
            count = 1 if output.by_name else len(mapped)
            shown = tuple(Name(each.function.name) for each in mappings[:count])
    keywords: list[tuple[Identifier, Python]] = []
    format_ = read_as(target.operation)
    if isinstance(format_, CallOf):  # with its schema, which stands in one place only
        format_ = Name(f"operations.{target.declaration.name}.format")
    if format_ is not None:
        keywords.append((Identifier("read_as"), format_))
    if strict:
        keywords.append((Identifier("strict"), Literal(True)))
    return AwaitOf(CallOf(Name("mapped"), (sent, *shown), tuple(keywords)))


def _binary(media_type: str | None, limit: int | None) -> tuple[tuple[Identifier, Python], ...]:
    options = (("media_type", media_type), ("limit", limit))
    return tuple((Identifier(key), Literal(value)) for key, value in options if value is not None)
