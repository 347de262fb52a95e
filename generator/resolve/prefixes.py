"""The prefixes of environment variables: one for each API and adapter."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ..plan import Plan


def distinct_prefixes(plan: Plan) -> Plan:
    """Prefixes that two would share get a number, in the order of the file.

    An adapter with the namespace of an API gets the kind of the adapter instead: `QUAY_REST`.
    """
    taken: Counter[str] = Counter(api.prefix for api in plan.apis)

    def distinct(prefix: str, kind: str) -> str:
        name = prefix
        if taken[name]:
            name = f"{prefix}_{kind}"
        number = 1
        while taken[name]:
            number += 1
            name = f"{prefix}_{kind}_{number}"
        taken[name] += 1
        return name

    rest = tuple(replace(each, prefix=distinct(each.prefix, "REST")) for each in plan.rest)
    mcp = tuple(replace(each, prefix=distinct(each.prefix, "MCP")) for each in plan.mcp)
    skills = tuple(replace(each, prefix=distinct(each.prefix, "SKILL")) for each in plan.skills)
    control = plan.control
    if control is not None:
        control = replace(control, prefix=distinct(control.prefix, "PORT"))
    return replace(plan, rest=rest, mcp=mcp, skills=skills, control=control)
