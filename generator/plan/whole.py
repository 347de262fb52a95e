"""The plan as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from ..model import Capability, Observability, Scripting
from ..origin import Origin
from ..records import dataclass
from .operations import Api, Operation
from .surfaces import AggregateSurface, ControlSurface, McpSurface, RestSurface, SkillSurface
from .units import CallOperation, RunFlow, Unit


@dataclass(frozen=True, slots=True)
class Omission:
    """A unit that `--keep-going` left out."""

    adapter: str
    unit: str
    origin: Origin


@dataclass(frozen=True)
class Plan:
    capability: Capability
    apis: tuple[Api, ...]
    units: tuple[Unit, ...]
    rest: tuple[RestSurface, ...]
    mcp: tuple[McpSurface, ...]
    omissions: tuple[Omission, ...]
    aggregates: tuple[AggregateSurface, ...] = ()
    skills: tuple[SkillSurface, ...] = ()
    control: ControlSurface | None = None

    @property
    def observability(self) -> Observability | None:
        """What is recorded of requests; None for nothing."""
        return None if self.control is None else self.control.declaration.observability

    @property
    def scripting(self) -> Scripting | None:
        """What scripts may do; None where nothing governs them."""
        return None if self.control is None else self.control.declaration.scripting

    def operation(self, api: str, name: str) -> Operation:
        return self._operations[api, name]

    def unit(self, name: str) -> Unit:
        return self._units[name]

    def called(self, unit: Unit) -> Iterator[tuple[str, str]]:
        """The API and the name of each operation that a unit calls, in their order."""
        for step in unit.program:
            match step:
                case CallOperation(api, operation):
                    yield api, operation
                case RunFlow(unit=flow):
                    yield from self.called(self.unit(flow))
                case _:
                    pass

    # Without slots, so that what is looked up a thousand times is found in one step.

    @cached_property
    def _operations(self) -> Mapping[tuple[str, str], Operation]:
        every = [(api, operation) for api in self.apis for operation in api.operations]
        return {(api.namespace, each.name): each for api, each in reversed(every)}

    @cached_property
    def _units(self) -> Mapping[str, Unit]:
        return {unit.name: unit for unit in reversed(self.units)}
