"""`variables.json`: the variables that the package reads, for a start that finds one misspelt."""

from __future__ import annotations

import json
from typing import Final

from ..options import Options
from ..plan import Plan
from .environment import variables
from .package import PlainFile

PATH: Final = "variables.json"


def variables_file(plan: Plan, options: Options) -> PlainFile:
    """Their names, and what those of APIs and adapters begin with."""
    prefixes = {
        *(each.prefix for each in plan.apis),
        *(each.prefix for each in plan.rest),
        *(each.prefix for each in plan.mcp),
        *(each.prefix for each in plan.skills),
    }
    if plan.control is not None:
        prefixes.add(plan.control.prefix)
    names = (each.name for group in variables(plan, options) for each in group.variables)
    document = {"prefixes": sorted(prefixes), "names": sorted(set(names))}
    return PlainFile(PATH, (json.dumps(document, indent=2) + "\n").encode())
