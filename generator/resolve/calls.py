"""What the adapters share while their units are resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..diagnostics import Findings
from ..diagnostics.rules import references as rules
from ..model import (
    Action,
    Call,
    Capability,
    McpAdapter,
    Mock,
    OutputMapping,
    Placeholder,
    RestAdapter,
    route_text,
)
from ..origin import Origin
from ..plan import Api, CallOperation, ExposedInput, Omission, Operation
from .exposures import RestExposure, ToolExposure
from .extras import with_extras
from .gathering import gather
from .missing import report_missing
from .names import Binds
from .outputs import is_supported, output_plan
from .targets import find_operation, report_twins
from .units import UnitPool


@dataclass(slots=True)
class Resolver:
    """The APIs, the units made so far, and what had to be left out."""

    capability: Capability
    apis: tuple[Api, ...]
    binds: Binds
    findings: Findings
    units: UnitPool = field(default_factory=UnitPool)
    omissions: list[Omission] = field(default_factory=list)
    _targets: dict[Origin, tuple[str, str]] = field(default_factory=dict)

    @property
    def implied(self) -> bool:
        return self.capability.implied_inputs

    def find_targets(self) -> None:
        """Resolves every call, then lets the operations grow by what calls feed them."""
        calls: dict[tuple[str, str], list[Call]] = {}
        lost: list[Call] = []
        for call, method, path in exposed_calls(self.capability):
            operation = find_operation(call, self.apis, method, path, self.findings)
            if operation is None:
                lost.append(call)
            else:
                key = (operation.api, operation.name)
                self._targets[call.origin] = key
                calls.setdefault(key, []).append(call)
        report_twins(self.apis, calls.keys(), self.findings)
        # Where an error has cost an API or an operation its name, no call to it is a mistake as well.
        here = Origin(self.capability.origin.source, "/capability")
        if lost and not self.findings.may_lack_names(here):
            report_missing(lost, self.apis, {namespace for namespace, _ in calls}, self.findings)
        self.apis = tuple(
            replace(api, operations=tuple(self._grown(each, calls) for each in api.operations))
            for api in self.apis
        )

    def _grown(self, operation: Operation, calls: dict[tuple[str, str], list[Call]]) -> Operation:
        own = calls.get((operation.api, operation.name), ())
        return with_extras(operation, own, self.implied, self.findings)

    def call(self, action: Action, outputs: tuple[OutputMapping, ...]) -> Call | None:
        """The call of a unit that can be generated, or None (and then it was reported)."""
        if isinstance(action, Mock) and not self.findings.reported_at(action.origin):
            rule = rules.SKIPPED_WITHOUT_CALL if self.implied else rules.NO_CALL
            self.findings.report(rule, action.origin)
        if isinstance(action, Call) and action.origin in self._targets:
            return action if is_supported(outputs, self.findings) else None
        return None

    def operation(self, call: Call) -> Operation:
        api, name = self._targets[call.origin]
        return next(
            operation
            for each in self.apis
            if each.namespace == api
            for operation in each.operations
            if operation.name == name
        )

    def unit(
        self,
        name: str,
        description: str,
        call: Call,
        operation: Operation,
        exposure: RestExposure | ToolExposure,
        outputs: tuple[OutputMapping, ...],
        variables: Sequence[Placeholder] = (),
        most_bytes: int | None = None,
    ) -> tuple[str, tuple[ExposedInput, ...]]:
        """The unit of an exposed operation or tool, and the inputs its callers give."""
        feeds, inputs = gather(call, operation, exposure, self.binds, self.findings, variables)
        program = CallOperation(operation.api, operation.name, feeds)
        dialect = self.capability.dialect
        output = output_plan(outputs, operation.declaration, dialect, most_bytes)
        return self.units.unit(name, description, inputs, program, output), inputs

    def omit(self, adapter: str, unit: str, origin: Origin) -> None:
        self.omissions.append(Omission(adapter, unit, origin))


def exposed_calls(
    capability: Capability,
) -> list[tuple[Call, str | None, str | None]]:
    """Every call of the exposed side, with the method and path of its REST operation."""
    found: list[tuple[Call, str | None, str | None]] = []
    for adapter in capability.exposes:
        if isinstance(adapter, RestAdapter):
            for exposed in adapter.operations:
                if isinstance(exposed.action, Call):
                    path = route_text(exposed.path)
                    found.append((exposed.action, exposed.method, path))
        elif isinstance(adapter, McpAdapter):
            for tool in adapter.tools:
                if isinstance(tool.action, Call):
                    found.append((tool.action, None, None))
    return found
