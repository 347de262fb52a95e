"""What the mappings of steps gather: targets that stand in each other's way."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Findings
from ..diagnostics.rules import steps as rules
from ..model import StepMapping


def report_prefixes(mappings: Sequence[StepMapping], findings: Findings) -> None:
    """A target inside another one replaces it: both cannot be in the answer."""
    for number, mapping in enumerate(mappings):
        for earlier in mappings[:number]:
            target, other = mapping.target, earlier.target
            if _is_inside(target, other) or _is_inside(other, target):
                origin = mapping.origin.child("target")
                findings.report(rules.TARGETS_COLLIDE, origin, target=target, other=other)
                break


def _is_inside(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(f"{outer}.")
