"""The same note many times is said once, with the places: what was concluded is one thing to know."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Final

from .finding import Finding
from .rule import Severity

SHOWN: Final = 12
"""Places that a text names; programs get all of them."""


def folded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Notes of one kind in one file as one, at the first of them, and warnings whose rule says so."""
    kept: dict[object, Finding] = {}
    for number, finding in enumerate(findings):
        key: object = number
        if finding.span is not None and _repeats(finding):
            key = (finding.code, finding.span.file)
        first = kept.get(key)
        if first is None:
            kept[key] = finding
        else:
            assert finding.span is not None
            kept[key] = dataclasses.replace(first, also=(*first.also, finding.span))
    return tuple(kept.values())


def _repeats(finding: Finding) -> bool:
    if finding.severity is Severity.NOTE:
        return True
    # All rules: a package that needs nothing done rarely has a finding that they must be asked for.
    from .registry import ALL_RULES

    rule = ALL_RULES.get(finding.code)
    return rule is not None and rule.repeats


def others(finding: Finding) -> str:
    """`2 more, in lines 14 and 20`; empty where the finding stands alone."""
    if not finding.also:
        return ""
    lines = list(dict.fromkeys(str(span.start.line) for span in finding.also))
    named = ", ".join(lines[:SHOWN]) + (", …" if len(lines) > SHOWN else "")
    word = "line" if len(lines) == 1 else "lines"
    return f"{len(finding.also)} more, in {word} {named}"
