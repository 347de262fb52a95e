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
    owners = (*plan.apis, *plan.rest, *plan.mcp, *plan.skills)
    if plan.control is not None:
        owners += (plan.control,)
    names = (each.name for group in variables(plan, options) for each in group.variables)
    document = {
        "prefixes": sorted({each.prefix for each in owners}),
        "names": sorted(set(names)),
    }
    return PlainFile(PATH, (json.dumps(document, indent=2) + "\n").encode())
