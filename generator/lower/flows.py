"""`flows.py`: a class for each aggregate, a method for each flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..naming import ClassName, Identifier, Names, class_name
from ..plan import AggregateSurface, FlowPlan, Plan
from ..records import dataclass
from .docs import sentence
from .imports import imports
from .package import Module
from .python import AwaitOf, CallOf, Function, Name, Python
from .signatures import type_names
from .units import LoweredUnit

_RESERVED = ("self", "send", "result", "aclose")


@dataclass(frozen=True, slots=True)
class FlowsClass:
    name: ClassName
    doc: str
    flows: tuple[Function, ...]


def flows_module(plan: Plan, units: Mapping[str, LoweredUnit]) -> Module:
    """The classes of all aggregates that have a flow."""
    classes = Names(("Flows", "Settings", "AsyncTransport", "Json", "Omit"))
    made = tuple(_class(each, classes, units) for each in plan.aggregates if each.flows)
    used = {"Flows", "AsyncTransport", "Json", "units"}
    used |= type_names(flow.signature for each in made for flow in each.flows)
    lines = imports(used).plus(".settings", ["Settings"])
    return Module("flows.py", "flows.py.j2", {"aggregates": made, "import_lines": lines})


def _class(
    aggregate: AggregateSurface, classes: Names, units: Mapping[str, LoweredUnit]
) -> FlowsClass:
    names = Names(_RESERVED)
    name = ClassName(classes.fresh(class_name(aggregate.namespace, "Flows")))
    doc = sentence(aggregate.display or aggregate.namespace)
    flows = tuple(_method(each, names, units[each.unit]) for each in aggregate.flows)
    return FlowsClass(name, doc, flows)


def _method(flow: FlowPlan, names: Names, unit: LoweredUnit) -> Function:
    required = {unit.inputs[each] for each in flow.required}
    parameters = unit.function.signature.keyword_only
    # What the flow declares as required is so here; whoever refers to it may feed less.
    parameters = tuple(
        (
            replace(each, default=None, annotation=each.annotation.without("Omit"))
            if each.name in required
            else each
        )
        for each in parameters
    )
    ordered = sorted(parameters, key=lambda each: each.default is not None)
    keywords: tuple[tuple[Identifier, Python], ...] = tuple(
        (each.name, Name(each.name)) for each in parameters
    )
    call = CallOf(Name(f"units.{unit.function.name}"), (Name("self.send"),), keywords)
    return Function(
        name=names.fresh(flow.name),
        signature=replace(unit.function.signature, keyword_only=tuple(ordered)),
        doc=sentence(flow.description or flow.name),
        value=AwaitOf(CallOf(Name("self.result"), (call,))),
    )
