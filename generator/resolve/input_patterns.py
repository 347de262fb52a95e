"""Expressions that inputs are held against, where they can be matched safely."""

from __future__ import annotations

from ..diagnostics import Findings
from ..diagnostics.rules import patterns as rules
from ..model import ConsumedParameter, ExposedParameter
from ..model.patterns import BacktrackingError, PatternError, linear


def checked_pattern(
    declared: ExposedParameter | ConsumedParameter | None, findings: Findings
) -> str | None:
    """The pattern of an input; one that cannot be matched safely is reported and not checked."""
    if declared is None or declared.pattern is None:
        return None
    try:
        linear(declared.pattern)
    except PatternError as error:
        goes_back = isinstance(error, BacktrackingError)
        rule = rules.BACKTRACKING_PATTERN if goes_back else rules.BROKEN_PATTERN
        findings.report(rule, declared.origin, name=declared.name, problem=str(error))
        return None
    return declared.pattern
