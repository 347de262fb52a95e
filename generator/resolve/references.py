"""`ref`: which flow a unit runs, and what its inputs get."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Final

from ..diagnostics import Findings
from ..diagnostics.rules import flows as rules
from ..model import Reference
from .made import KnownFlow

_ALIKE: Final = 0.6


def find_flow(
    reference: Reference, flows: Mapping[tuple[str, str], KnownFlow], findings: Findings
) -> KnownFlow | None:
    """The flow of a reference, or None (and then it was reported)."""
    found = flows.get((reference.namespace, reference.flow))
    if found is not None:
        return found if found.made is not None else None
    if not findings.reported_at(reference.origin):
        _report(reference, flows, findings)
    return None


def _report(
    reference: Reference, flows: Mapping[tuple[str, str], KnownFlow], findings: Findings
) -> None:
    names = [f"{namespace}.{flow}" for namespace, flow in flows]
    written = f"{reference.namespace}.{reference.flow}"
    close = difflib.get_close_matches(written, names, n=1, cutoff=_ALIKE)
    if close:
        advice = f"did you mean `{close[0]}`?"
    elif names:
        advice = "the file has " + ", ".join(f"`{name}`" for name in names[:8])
    else:
        advice = "the file has no aggregates"
    findings.report(rules.UNKNOWN_FLOW, reference.origin, ref=written, advice=advice)
