"""Stage 4: a capability becomes a plan. Pure; where the thinking is."""

from __future__ import annotations

from generator.diagnostics import Findings
from generator.model import Capability, McpAdapter, RestAdapter
from generator.plan import Plan
from generator.resolve.apis import resolve_api
from generator.resolve.calls import Resolver
from generator.resolve.mcp import mcp_surface
from generator.resolve.names import Binds
from generator.resolve.prefixes import distinct_prefixes
from generator.resolve.rest import rest_surface
from generator.resolve.shapes import with_results

__all__ = ["resolve"]


def resolve(capability: Capability, findings: Findings) -> Plan:
    """Every name resolved, every input traced to where it goes, everything else reported.

    A unit that cannot be resolved is reported as an error and left out of the plan.
    """
    binds = Binds.of(capability.binds, capability.implied_inputs)
    apis = tuple(resolve_api(api, binds, findings) for api in capability.consumes)
    resolver = Resolver(capability, apis, binds, findings)
    resolver.find_targets()
    rest = tuple(
        rest_surface(adapter, resolver)
        for adapter in capability.exposes
        if isinstance(adapter, RestAdapter)
    )
    mcp = tuple(
        mcp_surface(adapter, resolver)
        for adapter in capability.exposes
        if isinstance(adapter, McpAdapter)
    )
    plan = Plan(
        capability=capability,
        apis=resolver.apis,
        units=resolver.units.all(),
        rest=rest,
        mcp=mcp,
        omissions=tuple(resolver.omissions),
    )
    return distinct_prefixes(with_results(plan))
