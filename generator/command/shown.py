"""Findings in the format that was asked for: for people, or to standard output for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from ..diagnostics import Finding
from ..diagnostics.text import Lines, render_text
from .terminal import give, has_colours, say


def machine_text(found: Iterable[Finding], format_: str) -> str:
    """The findings as JSON, SARIF, or GitHub's workflow commands."""
    from ..diagnostics.machine import render_github, render_json, render_sarif

    made = {"json": render_json, "sarif": render_sarif, "github": render_github}
    return made[format_](found)


def findings(found: Iterable[Finding], lines: Lines | None, format_: str) -> None:
    """Print findings that belong to no job."""
    if format_ != "text":
        give(machine_text(found, format_))
    else:
        colour = has_colours(sys.stderr)
        say(render_text(found, lines, colour=colour), newline=False)
