"""`ref`: which flow a unit runs, and what its inputs get."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Final

from ..diagnostics import Findings
from ..diagnostics.rules import flows as rules
from ..model import Aggregate, Reference
from ..origin import Origin
from .made import KnownFlow

_ALIKE: Final = 0.6


def find_flow(
    reference: Reference,
    flows: Mapping[tuple[str, str], KnownFlow],
    aggregates: Sequence[Aggregate],
    findings: Findings,
) -> KnownFlow | None:
    """The flow of a reference, or None (and then it was reported)."""
    found = flows.get((reference.namespace, reference.flow))
    if found is not None:
        return found if found.made is not None else None
    # Where an error has cost an aggregate or a flow its name, no reference to it is a mistake as well.
    here = Origin(reference.origin.source, "/capability/aggregates")
    if not findings.reported_at(reference.origin) and not findings.may_lack_names(here):
        _report(
            reference,
            [f"{each.namespace}.{flow.name}" for each in aggregates for flow in each.flows],
            findings,
        )
    return None


def _report(reference: Reference, names: Sequence[str], findings: Findings) -> None:
    written = f"{reference.namespace}.{reference.flow}".rstrip(".")
    if written in names:
        findings.report(rules.FLOW_LATER, reference.origin, ref=written)
        return
    close = difflib.get_close_matches(written, names, n=1, cutoff=_ALIKE)
    if close:
        advice = f"did you mean `{close[0]}`?"
    elif names:
        advice = "the file has " + ", ".join(f"`{name}`" for name in names[:8])
    else:
        advice = "the file has no aggregates"
    findings.report(rules.UNKNOWN_FLOW, reference.origin, ref=written, advice=advice)
