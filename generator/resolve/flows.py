"""Flows of aggregates: a unit each, and what refers to them (docs/language.md, "Aggregates")."""

from __future__ import annotations

from ..model import Aggregate, Capability, ExposedParameter, Flow
from ..plan import (
    AggregateSurface,
    CallOperation,
    Composed,
    FlowPlan,
    Gathered,
    Mapped,
    PassThrough,
)
from .actions import make
from .calls import Resolver
from .exposures import FlowExposure
from .made import KnownFlow, Made, Wanted


def aggregate_surfaces(capability: Capability, resolver: Resolver) -> tuple[AggregateSurface, ...]:
    """Every aggregate with the flows that could be resolved; the resolver knows them from then on."""
    return tuple(_surface(each, resolver) for each in capability.aggregates)


def _surface(aggregate: Aggregate, resolver: Resolver) -> AggregateSurface:
    plans: list[FlowPlan] = []
    for flow in aggregate.flows:
        made = make(_wanted(flow, aggregate, resolver), resolver)
        resolver.flows[(aggregate.namespace, flow.name)] = _known(flow, made, resolver)
        if made is None:
            resolver.omit(aggregate.namespace, flow.name, flow.origin)
            continue
        required = {
            each.input
            for each in made.inputs
            if each.required or _is_required(flow.parameters, each.name)
        }
        feeds = tuple((each.input, tuple(each.feeds)) for each in made.inputs)
        plans.append(FlowPlan(flow.name, made.description, made.unit, frozenset(required), feeds))
    return AggregateSurface(aggregate.namespace, aggregate.display, tuple(plans))


def _is_required(parameters: tuple[ExposedParameter, ...], name: str) -> bool:
    """A declared input is required unless it says that it is not."""
    declared = next((each for each in parameters if each.name == name), None)
    return declared is not None and declared.required is not False


def _wanted(flow: Flow, aggregate: Aggregate, resolver: Resolver) -> Wanted:
    return Wanted(
        name=f"{aggregate.namespace}-{flow.name}",
        description=flow.description,
        action=flow.action,
        outputs=flow.outputs,
        exposure=lambda _: FlowExposure(flow.parameters, resolver.implied),
        empty_object=True,
    )


def _known(flow: Flow, made: Made | None, resolver: Resolver) -> KnownFlow:
    if made is None:
        return KnownFlow(flow, None)
    unit = resolver.units.named(made.unit)
    output = unit.output
    maps = isinstance(output, Mapped | Composed)
    last = None
    if isinstance(output, Gathered):
        maps = bool(output.targets) or not isinstance(output.otherwise, PassThrough)
    calls = [each for each in unit.program if isinstance(each, CallOperation)]
    if calls:
        last = resolver.named(calls[-1].api, calls[-1].operation)
    return KnownFlow(flow, made, maps, last)
