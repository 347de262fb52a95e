"""References to inputs that nobody declares, beside declared ones that nothing refers to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from generator.diagnostics import Findings
from generator.diagnostics.rules import inputs as rules
from generator.model import Call
from generator.origin import Origin
from generator.validate.spelling import nearest

_LIKE: Final = 0.75


def report_misspelt(
    call: Call,
    unread: Sequence[str],
    implied: Sequence[tuple[str, Origin]],
    findings: Findings,
) -> frozenset[str]:
    """Reports what `with` refers to and only nearly is the name of an input. Gives those meant.

    `unread` are declared inputs and variables of the exposed path, `implied` the names that are
    neither.
    """
    here = tuple(entry.origin.pointer for entry in call.arguments or ())
    meant: set[str] = set()
    for name, origin in implied:
        near = nearest(name, unread, at_least=_LIKE)
        if near is not None and origin.pointer.startswith(here):
            findings.report(rules.MISSPELT_INPUT, origin, within=name, name=name, meant=near)
            meant.add(near)
    return frozenset(meant)
