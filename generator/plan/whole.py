"""The plan as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Capability
from ..origin import Origin
from .operations import Api, Operation
from .surfaces import AggregateSurface, McpSurface, RestSurface
from .units import Unit


@dataclass(frozen=True, slots=True)
class Omission:
    """A unit that `--keep-going` left out."""

    adapter: str
    unit: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Plan:
    capability: Capability
    apis: tuple[Api, ...]
    units: tuple[Unit, ...]
    rest: tuple[RestSurface, ...]
    mcp: tuple[McpSurface, ...]
    omissions: tuple[Omission, ...]
    aggregates: tuple[AggregateSurface, ...] = ()

    def operation(self, api: str, name: str) -> Operation:
        return next(
            operation
            for each in self.apis
            if each.namespace == api
            for operation in each.operations
            if operation.name == name
        )

    def unit(self, name: str) -> Unit:
        return next(unit for unit in self.units if unit.name == name)
