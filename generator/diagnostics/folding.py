"""The same finding many times is shown once, with a count and the places."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Final

from .finding import Finding, Place
from .registry import ALL_RULES
from .rule import Severity

LISTED: Final = 10
"""How many places people are shown; programs get all."""


def folded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Notes, and warnings whose rule says so, of one rule and one file as one, at the first place."""
    kept: list[Finding] = []
    groups: dict[tuple[str, str], list[Finding]] = {}
    for each in findings:
        if each.span is None or not _repeats(each):
            kept.append(each)
            continue
        key = (each.code, each.span.file)
        if key not in groups:
            kept.append(each)
        groups.setdefault(key, []).append(each)
    return tuple(
        (
            _together(groups[each.code, each.span.file])
            if each.span is not None and _repeats(each)
            else each
        )
        for each in kept
    )


def _repeats(finding: Finding) -> bool:
    rule = ALL_RULES.get(finding.code)
    return finding.severity is Severity.NOTE or (rule is not None and rule.repeats)


def _together(group: list[Finding]) -> Finding:
    first, *others = group
    places = tuple(Place(each.pointer, each.span) for each in others if each.span is not None)
    return dataclasses.replace(first, others=places)


def and_elsewhere(finding: Finding) -> str:
    """`57 more: lines 30, 41, … and 47 others`; nothing for a finding with one place."""
    lines = list(dict.fromkeys(place.span.start.line for place in finding.others))
    if not lines:
        return ""
    listed = ", ".join(map(str, lines[:LISTED]))
    rest = len(lines) - LISTED
    more = f" and {rest} {'other' if rest == 1 else 'others'}" if rest > 0 else ""
    return f"{len(finding.others)} more: {'line' if len(lines) == 1 else 'lines'} {listed}{more}"
