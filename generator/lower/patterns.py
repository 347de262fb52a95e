"""Regular expressions as the package has them: as written, and as its engine takes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..model.patterns import linear
from .package import Module
from .python import CallOf, Literal, Name, Python

_MODULE: Final = "._runtime.patterns"


def pattern_of(text: str, expression: str | None = None) -> Python:
    """`Pattern("^\\\\d+$", "^[0-9]+$")`; the second is made of the first where it is not given."""
    made = linear(text) if expression is None else expression
    return CallOf(Name("Pattern"), (Literal(text), Literal(made)))


def any_matches(modules: Iterable[Module]) -> bool:
    """Whether a package has any expression."""
    return any(each.imports_from(_MODULE) for each in modules)
