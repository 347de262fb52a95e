"""References to inputs that nobody declares: implied ones, or misspelt where another is unread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ..diagnostics import Findings
from ..diagnostics.rules import inputs as rules
from ..diagnostics.spelling import alike, is_slip, nearest
from ..origin import Origin
from ..plan import InputPlace
from ..records import dataclass
from .exposures import READ_AS

_LIKE: Final = 0.75


@dataclass(frozen=True, slots=True)
class Undeclared:
    """An input that is there because something names it."""

    name: str
    place: InputPlace
    origin: Origin


def report_undeclared(
    references: Iterable[Origin],
    unread: Sequence[str],
    implied: Sequence[Undeclared],
    findings: Findings,
    steps: Sequence[str] = (),
) -> frozenset[str]:
    """Reports what is referred to and nobody declares. Gives the names that were probably meant.

    `references` are the places of what was written on purpose (`with` entries, fixed values);
    `unread` are declared inputs and variables of the exposed path that nothing refers to; `steps` are
    the steps whose outputs may be named.
    """
    here = tuple(references)
    meant: set[str] = set()
    for each in implied:
        if not any(_stands_in(each.origin, place) for place in here):
            continue  # It passes by name: that is noted at the parameter of the operation.
        near = alike(each.name, unread, _LIKE) or _slip(each.name, unread)
        near = near or _output_of(each.name, steps)
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


def _slip(name: str, unread: Sequence[str]) -> str | None:
    """Short names have too few letters to be alike: `di` for `id`."""
    return next((each for each in unread if is_slip(name.lower(), each.lower())), None)


def _output_of(name: str, steps: Sequence[str]) -> str | None:
    """`fuond.isbn` where there is a step `found`."""
    head, dot, rest = name.partition(".")
    step = nearest(head, steps) if dot else None
    return None if step is None else f"{step}.{rest}"


def _stands_in(origin: Origin, place: Origin) -> bool:
    return origin.source == place.source and origin.pointer.startswith(place.pointer)
