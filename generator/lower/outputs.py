"""Mapped outputs as declarations of the runtime."""

from __future__ import annotations

from generator.module import Declaration, Identifier
from generator.plan import Mapped, Output


def output_declaration(output: Output, name: Identifier) -> Declaration | None:
    """The constant that a mapped unit hands to the runtime; None where nothing is mapped."""
    if not isinstance(output, Mapped):
        return None
    raise AssertionError("mapped outputs")
