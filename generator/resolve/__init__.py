"""Stage 4: a capability becomes a plan. Pure; where the thinking is."""

from __future__ import annotations

from ..diagnostics import Findings
from ..model import Capability, McpAdapter, RestAdapter, SkillAdapter
from ..plan import Plan
from .apis import resolve_api
from .calls import Resolver
from .control import control_surface
from .file_names import check_file_names
from .flows import aggregate_surfaces
from .mcp import mcp_surface
from .names import Binds
from .path_values import note_path_values
from .prefixes import distinct_prefixes
from .rest import rest_surface
from .shapes import with_results
from .skills import skill_surface

__all__ = ["resolve"]


def resolve(capability: Capability, findings: Findings) -> Plan:
    """Every name resolved, every input traced to where it goes, everything else reported.

    A unit that cannot be resolved is reported as an error and left out of the plan.
    """
    binds = Binds.of(capability.binds, capability.implied_inputs)
    apis = tuple(resolve_api(api, binds, findings) for api in capability.consumes)
    resolver = Resolver(capability, apis, binds, findings)
    resolver.find_targets()
    aggregates = aggregate_surfaces(capability, resolver)
    for kind in (RestAdapter, McpAdapter, SkillAdapter):
        check_file_names([each for each in capability.exposes if isinstance(each, kind)], findings)
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
    skills = tuple(
        skill_surface(adapter, resolver)
        for adapter in capability.exposes
        if isinstance(adapter, SkillAdapter)
    )
    note_path_values(resolver.apis, findings)
    plan = Plan(
        capability=capability,
        apis=resolver.apis,
        units=resolver.units.all(),
        rest=rest,
        mcp=mcp,
        omissions=tuple(resolver.omissions),
        aggregates=aggregates,
        skills=skills,
        control=control_surface(resolver),
    )
    return distinct_prefixes(with_results(plan))
