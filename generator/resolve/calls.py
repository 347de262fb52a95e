"""What the adapters share while their units are resolved."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TypeAlias

from ..diagnostics import Findings
from ..model import (
    Action,
    Call,
    CallStep,
    Capability,
    McpAdapter,
    Orchestration,
    Resource,
    RestAdapter,
    ScriptStep,
    route_text,
)
from ..origin import Origin
from ..plan import Api, Omission, Operation
from ..records import dataclass
from .extras import with_extras
from .made import KnownFlow
from .missing import report_missing
from .names import Binds
from .targets import find_operation, report_lost_twin, report_twins
from .units import UnitPool

_Script: TypeAlias = tuple[str, str | None, str | None, tuple[str, ...]]
"""File, language, folder, and what is evaluated before it."""


@dataclass(slots=True)
class Resolver:
    """The APIs, the units made so far, and what had to be left out."""

    capability: Capability
    apis: tuple[Api, ...]
    binds: Binds
    findings: Findings
    units: UnitPool = field(default_factory=UnitPool)
    omissions: list[Omission] = field(default_factory=list)
    flows: dict[tuple[str, str], KnownFlow] = field(default_factory=dict)
    """By aggregate and name, once they are resolved."""
    hooks: dict[str, _Script] = field(default_factory=dict)
    """Of script steps: the name of each hook, and its script."""
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
        for api in self.apis:
            missing = {each.operation for each in lost if each.namespace == api.namespace}
            report_lost_twin(api, missing, self.findings)
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

    def operation(self, call: Call) -> Operation | None:
        """The operation that a call means, or None (and then it was reported)."""
        key = self._targets.get(call.origin)
        return None if key is None else self.named(*key)

    def named(self, api: str, name: str) -> Operation:
        """An operation of the plan."""
        return next(
            operation
            for each in self.apis
            if each.namespace == api
            for operation in each.operations
            if operation.name == name
        )

    def hook(self, step: ScriptStep) -> str:
        """The name of a script's hook: that of its first step, with a number for another script.

        The same file in another language, from another folder or after others is another script.
        """
        number = 1
        name = found = step.name
        script = (step.file, step.language, step.location, step.dependencies)
        while self.hooks.setdefault(found, script) != script:
            number += 1
            found = f"{name}-{number}"
        return found

    def omit(self, adapter: str, unit: str, origin: Origin) -> None:
        self.omissions.append(Omission(adapter, unit, origin))


def exposed_calls(
    capability: Capability,
) -> list[tuple[Call, str | None, str | None]]:
    """Every call of the exposed side, with the method and path of its REST operation."""
    found: list[tuple[Call, str | None, str | None]] = []
    for aggregate in capability.aggregates:
        for flow in aggregate.flows:
            found += [(call, None, None) for call in _calls_of(flow.action)]
    for adapter in capability.exposes:
        if isinstance(adapter, RestAdapter):
            for exposed in adapter.operations:
                path = route_text(exposed.path)
                found += [(call, exposed.method, path) for call in _calls_of(exposed.action)]
        elif isinstance(adapter, McpAdapter):
            for tool in adapter.tools:
                found += [(call, None, None) for call in _calls_of(tool.action)]
            for resource in adapter.resources:
                if isinstance(resource, Resource):
                    found += [(call, None, None) for call in _calls_of(resource.action)]
    return found


def _calls_of(action: Action) -> list[Call]:
    match action:
        case Call():
            return [action]
        case Orchestration(steps):
            return [step.call for step in steps if isinstance(step, CallStep)]
        case _:
            return []
