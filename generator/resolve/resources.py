"""Resources of MCP adapters: units whose inputs are the variables of a URI."""

from __future__ import annotations

from ..diagnostics.rules import offers as rules
from ..diagnostics.spelling import nearest, only_slip
from ..model import (
    ExposedParameter,
    McpAdapter,
    Placeholder,
    Resource,
    ResourceFolder,
    ValueType,
)
from ..plan import Operation, ResourcePlan
from .actions import make
from .calls import Resolver
from .exposures import ResourceExposure
from .made import KnownFlow, Made, Wanted


def resource_plans(
    adapter: McpAdapter, resolver: Resolver
) -> tuple[ResourcePlan | ResourceFolder, ...]:
    """What the adapter offers to read, as far as it could be resolved."""
    plans: list[ResourcePlan | ResourceFolder] = []
    for resource in adapter.resources:
        if isinstance(resource, ResourceFolder):
            plans.append(resource)
            continue
        plan = _plan(resource, adapter, resolver)
        if plan is None:
            resolver.omit(adapter.namespace, resource.name, resource.origin)
        else:
            plans.append(plan)
    return tuple(plans)


def _plan(resource: Resource, adapter: McpAdapter, resolver: Resolver) -> ResourcePlan | None:
    variables = frozenset(each.name for each in resource.variables)

    def exposure(target: Operation | KnownFlow | None) -> ResourceExposure:
        parameters = tuple(map(_parameter, resource.variables))
        return ResourceExposure(variables, resolver.implied, parameters)

    wanted = Wanted(
        name=resource.name,
        description=resource.description,
        action=resource.action,
        outputs=resource.outputs,
        exposure=exposure,
        variables=resource.variables,
        most_bytes=adapter.max_binary_size,
        media_type=resource.mime_type,
        empty_object=True,
    )
    made = make(wanted, resolver)
    if made is None:
        return None
    if _lacks(resource, made, variables, resolver):
        resolver.units.give_back(made.unit)
        return None
    for method in made.methods:
        if method not in ("GET", "HEAD", "SCRIPT"):
            resolver.findings.report(
                rules.RESOURCE_WRITES, resource.origin, at="key", method=method
            )
            break
    return ResourcePlan(resource, made.description, made.unit, made.inputs, made.binary)


def _lacks(resource: Resource, made: Made, variables: frozenset[str], resolver: Resolver) -> bool:
    """Whether something is needed that no URI gives; reported once for each."""
    lacking = [each for each in made.inputs if each.name not in variables and each.required]
    open_names = [each.name for each in made.inputs if each.name in variables and not each.feeds]
    for each in lacking:
        name = each.name
        near = nearest(name, open_names) or only_slip(name, open_names)
        if near is None and len(open_names) == len(lacking) == 1:
            near = open_names[0]
        if near is None:
            resolver.findings.report(rules.RESOURCE_NEEDS, resource.origin, at="key", name=name)
            continue
        hint = f"did you mean `{{{name}}}`, in place of `{{{near}}}`?"
        at = next(variable.origin for variable in resource.variables if variable.name == near)
        resolver.findings.report(
            rules.RESOURCE_NEEDS, at, within=f"{{{near}}}", hint=hint, name=name
        )
    return bool(lacking)


def _parameter(variable: Placeholder) -> ExposedParameter:
    """A variable of the URI says by itself that it is an input."""
    return ExposedParameter(
        name=variable.name,
        place=None,
        type=ValueType.ANY,
        required=True,
        description=None,
        pattern=None,
        enum=None,
        default=None,
        value=None,
        origin=variable.origin,
    )
