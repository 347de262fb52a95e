"""Skill adapters: what their tools refer to."""

from __future__ import annotations

from ..diagnostics.rules import skills as rules
from ..diagnostics.spelling import listed, nearest
from ..model import McpAdapter, RestAdapter, SkillAdapter
from ..naming import environment_prefix
from ..plan import SkillSurface
from .authentication import authentication_plan
from .calls import Resolver


def skill_surface(adapter: SkillAdapter, resolver: Resolver) -> SkillSurface:
    """A catalogue. A tool that refers to no adapter is reported."""
    modes = {
        each.namespace: "rest" if isinstance(each, RestAdapter) else "mcp"
        for each in resolver.capability.exposes
        if isinstance(each, (RestAdapter, McpAdapter))
    }
    for skill in adapter.skills:
        for tool in skill.tools:
            name = tool.source_namespace
            if name is None or name in modes or resolver.implied:
                continue
            near = nearest(name, list(modes))
            known = listed(list(modes), "and") or "no adapter"
            advice = f"did you mean `{near}`?" if near else f"the file exposes {known}"
            resolver.findings.report(
                rules.SKILL_SOURCE, tool.origin, within=name, namespace=name, advice=advice
            )
    prefix = environment_prefix(adapter.namespace)
    return SkillSurface(
        namespace=adapter.namespace,
        prefix=prefix,
        declaration=adapter,
        authentication=authentication_plan(
            adapter.authentication, prefix, resolver.binds, resolver.findings
        ),
        modes=tuple(modes.items()),
    )
