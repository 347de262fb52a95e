"""References to inputs that nobody declares: implied ones, or misspelt where another is unread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..diagnostics import Findings
from ..diagnostics.rules import inputs as rules
from ..diagnostics.spelling import nearest
from ..model import Call
from ..origin import Origin
from ..plan import InputPlace
from .exposures import READ_AS

_LIKE: Final = 0.75


@dataclass(frozen=True, slots=True)
class Undeclared:
    """An input that is there because something names it."""

    name: str
    place: InputPlace
    origin: Origin


def report_undeclared(
    call: Call, unread: Sequence[str], implied: Sequence[Undeclared], findings: Findings
) -> frozenset[str]:
    """Reports what `with` refers to and nobody declares. Gives the names that were probably meant.

    `unread` are declared inputs and variables of the exposed path that nothing refers to.
    """
    here = tuple(entry.origin.pointer for entry in call.arguments or ())
    meant: set[str] = set()
    for each in implied:
        if not each.origin.pointer.startswith(here):
            continue  # It passes by name: that is noted at the parameter of the operation.
        near = nearest(each.name, unread, at_least=_LIKE)
        if near is not None:
            rule = rules.MISSPELT_INPUT
            findings.report(rule, each.origin, within=each.name, name=each.name, meant=near)
            meant.add(near)
        elif each.place in READ_AS:
            read_as = READ_AS[each.place]
            findings.report(
                rules.UNDECLARED_REFERENCE, each.origin, name=each.name, read_as=read_as
            )
    return frozenset(meant)
