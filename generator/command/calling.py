"""What the configuration says of callers, held against the adapters that there are."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Findings
from ..diagnostics.rules import configuration as rules
from ..diagnostics.spelling import listed
from ..model import OAuth2Auth
from ..options import CallerRule, CallersOf, Options
from ..pipeline import Understood
from ..plan import McpSurface, ResourcePlan, RestSurface, SkillSurface

Surface = RestSurface | McpSurface | SkillSurface


def check_callers(understood: Understood, options: Options, findings: Findings) -> bool:
    """Reports names of adapters and calls that are not there, and rules that nobody can meet.

    False where an adapter would be left without what was meant for it.
    """
    good = True
    plan = understood.plan
    every: tuple[Surface, ...] = (*plan.rest, *plan.mcp, *plan.skills)
    surfaces = {each.namespace: each for each in every}
    for said in options.callers:
        if said.adapter != "*" and said.adapter not in surfaces:
            known = listed(sorted(surfaces), "and") or "none"
            origin = plan.capability.origin
            findings.report(rules.NO_ADAPTER, origin, name=said.adapter, known=known)
            good = False
        elif said.adapter != "*":
            _check(said, surfaces[said.adapter], findings)
    return good


def _check(said: CallersOf, surface: Surface, findings: Findings) -> None:
    origin, calls = surface.declaration.origin, list(_calls(surface))
    for rule in said.rules:
        for name in rule.names:
            if not any(CallerRule((name,)).speaks_of(call) for call in calls):
                findings.report(rules.NO_CALL, origin, adapter=said.adapter, name=name)
    wanted = any(rule.scopes or rule.roles for rule in said.rules)
    if wanted and not isinstance(surface.authentication, OAuth2Auth):
        findings.report(rules.NO_TOKEN, origin, adapter=said.adapter)


def _calls(surface: Surface) -> Iterator[str]:
    """Everything that rules can speak of, by its name."""
    if isinstance(surface, RestSurface):
        yield from (f"{route.method} {route.path}" for route in surface.routes)
        yield from (f"* {each.path}" for each in surface.forwards)
        return
    if isinstance(surface, SkillSurface):
        yield from (f"skill {skill.name}" for skill in surface.declaration.skills)
        return
    yield from (tool.name for tool in surface.tools)
    for each in surface.resources:
        name = each.declaration.name if isinstance(each, ResourcePlan) else each.name
        yield f"resource {name}"
    yield from (f"prompt {prompt.name}" for prompt in surface.prompts)
