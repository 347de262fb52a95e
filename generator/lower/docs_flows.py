"""The flows of all aggregates, as the page for people shows them."""

from __future__ import annotations

from collections.abc import Iterator

from ..plan import AggregateSurface, FlowPlan, Plan
from ..plan.programs import program_lines
from ..records import dataclass
from .docs import sentence
from .docs_shown import ShownInput


@dataclass(frozen=True, slots=True)
class ShownFlow:
    anchor: str
    name: str
    """As a reference names it: `<aggregate>.<flow>`."""
    description: str
    inputs: tuple[ShownInput, ...]
    steps: tuple[str, ...]
    """What it does, a line each."""


def shown_flows(plan: Plan) -> Iterator[ShownFlow]:
    """Every flow, whether an adapter refers to it or only Python code calls it."""
    for aggregate in plan.aggregates:
        for flow in aggregate.flows:
            yield _flow(flow, aggregate, plan)


def _flow(flow: FlowPlan, aggregate: AggregateSurface, plan: Plan) -> ShownFlow:
    unit = plan.unit(flow.unit)
    feeds = dict(flow.feeds)
    return ShownFlow(
        anchor=f"flow-{aggregate.namespace}-{flow.name}",
        name=f"{aggregate.namespace}.{flow.name}",
        description=sentence(flow.description),
        inputs=tuple(
            ShownInput(
                name=each.name,
                place="keyword",
                tried="",
                type=each.type.value,
                required=each.name in flow.required,
                declared=True,
                description=sentence(each.description or ""),
                feeds=", ".join(dict.fromkeys(feeds.get(each.name, ()))),
                choices=(),
            )
            for each in unit.inputs
        ),
        steps=tuple(program_lines(unit, plan)),
    )
