"""Orchestration: calls and lookups one after the other, and what is gathered of them (docs/language.md, "Steps")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from ..diagnostics.rules import mappings
from ..diagnostics.rules import steps as rules
from ..diagnostics.spelling import nearest
from ..model import (
    BrokenStep,
    CallStep,
    Constant,
    LookupStep,
    Orchestration,
    OutputMapping,
    ScriptStep,
    Step,
    StepMapping,
    WithEntry,
)
from ..origin import Origin
from ..plan import (
    Binary,
    CallOperation,
    Composed,
    Expression,
    FindRecords,
    FromName,
    FromStep,
    Gathered,
    Operation,
    PassThrough,
    RunScript,
    Target,
    UnitStep,
)
from ..records import dataclass
from .calls import Resolver
from .gathering import feed
from .inputs import InputGatherer
from .mapped_targets import report_prefixes, report_spelled
from .names import expression
from .outputs import output_plan, report_outputs, report_paths
from .step_paths import StepPaths


@dataclass(frozen=True, slots=True)
class Orchestrated:
    """The program of a unit and its answer."""

    program: tuple[UnitStep, ...]
    output: Gathered
    references: Sequence[Origin]
    """Where names of inputs were written on purpose."""


def orchestrated(
    orchestration: Orchestration,
    outputs: tuple[OutputMapping, ...],
    resolver: Resolver,
    gatherer: InputGatherer,
) -> Orchestrated | None:
    """The steps in order, with everything that they read resolved; None after an error."""
    paths = StepPaths(orchestration, gatherer.steps, resolver.findings)
    made = _Steps(orchestration, resolver, gatherer, paths)
    for step in orchestration.steps:
        made.add(step)
    targets = made.targets()
    output = made.output(targets, outputs)
    if made.broken or gatherer.steps.broken or output is None:
        return None
    return Orchestrated(tuple(made.program), output, tuple(made.references))


@dataclass(slots=True)
class _Steps:
    orchestration: Orchestration
    resolver: Resolver
    gatherer: InputGatherer
    paths: StepPaths
    program: list[UnitStep] = field(default_factory=list)
    references: list[Origin] = field(default_factory=list)
    operations: dict[str, Operation] = field(default_factory=dict)
    """The operation of each call step."""
    broken: bool = False

    def add(self, step: Step) -> None:
        match step:
            case CallStep():
                self._call(step)
            case LookupStep():
                self._lookup(step)
            case ScriptStep():
                self._script(step)
            case BrokenStep():
                self.broken = True
        self.gatherer.steps.finish(step)

    def _call(self, step: CallStep) -> None:
        operation = self.resolver.operation(step.call)
        if operation is None:
            self.broken = True
            return
        self.operations[step.name] = operation
        entries = step.call.arguments or ()
        for entry in entries:
            self._look_at(entry)
        title = f"{operation.api}.{operation.name}"
        feeds = feed(
            operation.arguments, entries, title, self.gatherer, operation.declaration.origin
        )
        outputs = operation.declaration.outputs
        report_paths(outputs, self.resolver.findings)
        self.references += [each.origin for each in entries]
        self.program.append(CallOperation(operation.api, operation.name, feeds, step.name, outputs))
        if given := tuple(each.name for each in outputs if each.name is not None):
            self.gatherer.steps.outputs[step.name] = given

    def _look_at(self, entry: WithEntry) -> None:
        """`$.step.field` is text here, and is meant to be a value."""
        if isinstance(entry.value, Constant) and isinstance(entry.value.value, str):
            path = self.paths.read(entry.value.value)
            if path is not None:
                name = ".".join((path.step, *path.path))
                text = entry.value.value
                self.resolver.findings.report(
                    rules.PATH_IS_TEXT, entry.origin, text=text, name=name
                )

    def _script(self, step: ScriptStep) -> None:
        """A script reads every input, every step before it, and its own `with`, the later first."""
        findings = self.resolver.findings
        keys = ("file", "dependencies")
        if any(findings.reported_at(step.origin.child(key)) for key in keys) or not step.file:
            self.broken = True
            return
        context: dict[str, Expression] = {}
        self.gatherer.reader = f"the script {step.file}"
        for parameter in self.gatherer.exposure.parameters:
            fixed = self.gatherer.fixed(parameter.name)
            name = parameter.name
            self.gatherer.doing = f"the script {step.file}"
            context[name] = fixed or FromName(
                self.gatherer.want(name, None, None, parameter.origin)
            )
        context.update({name: FromStep(name) for name in self.gatherer.steps.done})
        for entry in step.arguments:
            context[entry.name] = expression(entry.value, self.gatherer)
        self.gatherer.reader = None
        self.references += [each.origin for each in step.arguments]
        hook = self.resolver.hook(step)
        entries = tuple(context.items())
        self.program.append(
            RunScript(
                step.name,
                hook,
                step.file,
                step.language,
                entries,
                step.location,
                step.dependencies,
                step.origin,
            )
        )

    # --- lookups -------------------------------------------------------------------------------

    def _lookup(self, step: LookupStep) -> None:
        self._check_index(step)
        self.gatherer.reader = f"the lookup {step.name}"
        value = self._looked_up(step)
        self.gatherer.reader = None
        self.references.append(step.value.origin)
        self.program.append(FindRecords(step.name, step.index, step.match, value, step.fields))

    def _check_index(self, step: LookupStep) -> None:
        if step.index in self.gatherer.steps.done:
            return
        self.broken = True
        origin = step.origin.child("index")
        if self.resolver.findings.reported_at(origin) or not step.index:
            return  # A key that is missing has been reported at the step.
        names = [each.name for each in self.orchestration.steps]
        rule = rules.LATER_INDEX if step.index in names else rules.UNKNOWN_INDEX
        earlier = ", ".join(f"`{name}`" for name in self.gatherer.steps.done) or "none"
        near = nearest(step.index, self.gatherer.steps.done)
        advice = (
            f"did you mean `{near}`?" if near else f"name one of the steps before it: {earlier}"
        )
        self.resolver.findings.report(
            rule, origin, instead=near, index=step.index, earlier=earlier, advice=advice
        )

    def _looked_up(self, step: LookupStep) -> Expression:
        text = step.value.constant
        if text is None:
            return expression(step.value, self.gatherer)
        path = self.paths.read(text)
        if path is not None:
            self.paths.report_lack(path, text, step.value.origin, rules.LOOKUP_READS_NOTHING)
            return path
        if text.startswith("$.") or self._is_unmarked_path(text):
            self.paths.report(text, step.value.origin, rules.LOOKUP_READS_NOTHING)
        return expression(step.value, self.gatherer)

    def _is_unmarked_path(self, text: str) -> bool:
        """`boat.id`, where `boat` is a step that has run."""
        head, dot, rest = text.partition(".")
        return bool(dot and rest) and head.lstrip("$") in self.gatherer.steps.done

    # --- mappings ------------------------------------------------------------------------------

    def targets(self) -> tuple[Target, ...]:
        """What is mapped; a value that can never be there is reported and skipped."""
        found = []
        for mapping in self.orchestration.mappings:
            self._check_target(mapping)
            path = self.paths.read(mapping.value)
            origin = mapping.origin.child("value")
            if path is not None:
                found.append(Target(mapping.target, path))
                self.paths.report_lack(path, mapping.value, origin, mappings.MAPS_NOTHING)
            elif not self.resolver.findings.reported_at(mapping.origin):
                self.paths.report(mapping.value, origin, mappings.MAPS_NOTHING)
        report_prefixes(self.orchestration.mappings, self.resolver.findings)
        return tuple(found)

    def _check_target(self, mapping: StepMapping) -> None:
        findings = self.resolver.findings
        if all(mapping.target.split(".")) or findings.reported_at(mapping.origin):
            return
        self.broken = True
        origin = mapping.origin.child("target")
        findings.report(mappings.EMPTY_TARGET, origin, target=mapping.target)

    # --- the answer ----------------------------------------------------------------------------

    def output(
        self, targets: tuple[Target, ...], outputs: tuple[OutputMapping, ...]
    ) -> Gathered | None:
        """What is gathered; without any call there is no answer to fall back on."""
        report_spelled(self.orchestration.mappings, outputs, self.resolver.findings)
        last = next(
            (
                each.name
                for each in reversed(self.orchestration.steps)
                if each.name in self.operations
            ),
            None,
        )
        if last is None:
            return Gathered(targets, None, PassThrough()) if self.program else None
        operation = self.operations[last]
        if not targets:
            report_outputs(outputs, self.resolver.capability.dialect, self.resolver.findings)
        dialect = self.resolver.capability.dialect
        otherwise = output_plan(outputs, operation.declaration, dialect, None)
        if targets or isinstance(otherwise, Binary | Composed | Gathered):
            otherwise = PassThrough()
        return Gathered(targets, last, otherwise)
