"""What the mappings of steps gather: targets that stand in each other's way, or beside an output that was meant."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Findings
from ..diagnostics.rules import mappings as rules
from ..diagnostics.spelling import nearest
from ..model import OutputMapping, StepMapping


def report_prefixes(mappings: Sequence[StepMapping], findings: Findings) -> None:
    """A target inside another one replaces it: both cannot be in the answer."""
    for number, mapping in enumerate(mappings):
        for earlier in mappings[:number]:
            target, other = mapping.target, earlier.target
            if _is_inside(target, other) or _is_inside(other, target):
                origin = mapping.origin.child("target")
                findings.report(rules.TARGETS_COLLIDE, origin, target=target, other=other)
                break


def report_spelled(
    mappings: Sequence[StepMapping], outputs: Sequence[OutputMapping], findings: Findings
) -> None:
    """A target beside a declared output of nearly the same name, which nothing fills."""
    targets = [each.target.partition(".")[0] for each in mappings]
    declared = _declared_names(outputs)
    unfilled = [each for each in declared if each not in targets]
    for mapping, target in zip(mappings, targets, strict=True):
        meant = None if target in declared else nearest(target, unfilled)
        if meant is not None:
            findings.report(
                *(rules.TARGET_SPELLED, mapping.origin.child("target")),
                within=target,
                instead=meant,
                target=target,
                meant=meant,
            )


def _declared_names(outputs: Sequence[OutputMapping]) -> list[str]:
    """The names of the answer that outputs declare: their own, and of one object its properties."""
    found: list[str] = []
    for each in outputs:
        found += [each.name] if each.name is not None else [name for name, _ in each.properties]
    return found


def _is_inside(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(f"{outer}.")
