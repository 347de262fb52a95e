"""Findings in the format that was asked for: for people, or to standard output for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from ..diagnostics import Finding
from ..diagnostics.machine import render_github, render_json, render_sarif
from ..diagnostics.text import Lines, render_text
from .terminal import give, has_colours, say

MACHINE: Final[Mapping[str, Callable[[Iterable[Finding]], str]]] = {
    "json": render_json,
    "sarif": render_sarif,
    "github": render_github,
}


def findings(found: Iterable[Finding], lines: Lines | None, format_: str) -> None:
    """Print findings that belong to no job."""
    if format_ in MACHINE:
        give(MACHINE[format_](found))
    else:
        colour = has_colours(sys.stderr)
        say(render_text(found, lines, colour=colour), newline=False)
