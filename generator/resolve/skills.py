"""Skill adapters: what their tools refer to."""

from __future__ import annotations

from ..diagnostics.rules import skills as rules
from ..diagnostics.spelling import listed, nearest
from ..model import McpAdapter, RestAdapter, SkillAdapter, SkillTool
from ..naming import environment_prefix
from ..origin import Origin
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
    actions = {
        each.namespace: _actions(each)
        for each in resolver.capability.exposes
        if isinstance(each, (RestAdapter, McpAdapter))
    }
    exposed = Origin(resolver.capability.origin.source, "/capability/exposes")
    for skill in adapter.skills:
        for tool in skill.tools:
            name = tool.source_namespace
            if name is None or resolver.implied:
                continue
            if name in modes:
                _check_action(tool, actions[name], resolver)
                continue
            # Where an error has cost an adapter its name, no reference to it is a mistake as well.
            if resolver.findings.may_lack_names(exposed):
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


def _actions(adapter: RestAdapter | McpAdapter) -> list[str]:
    """The names of what an adapter offers."""
    offered = adapter.operations if isinstance(adapter, RestAdapter) else adapter.tools
    return [each.name for each in offered]


def _check_action(tool: SkillTool, offered: list[str], resolver: Resolver) -> None:
    """A tool of a skill that its adapter has not: an agent is sent where nothing is."""
    action = tool.action
    if action is None or action in offered or resolver.findings.reported_at(tool.origin):
        return
    near = nearest(action, offered)
    advice = (
        f"did you mean `{near}`?" if near else f"it offers {listed(offered, 'and') or 'nothing'}"
    )
    resolver.findings.report(
        rules.SKILL_ACTION,
        tool.origin,
        within=action,
        action=action,
        namespace=tool.source_namespace,
        advice=advice,
    )
