"""`capwright inspect`: one file, understood and shown."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

from ..diagnostics import Findings, Severity
from ..diagnostics.text import render_text
from ..dialect import Dialect
from ..options import Options
from ..pipeline import Understood, effective_text, reach_page, understand
from ..records import dataclass
from .apology import apology
from .inspect_report import inspect_report
from .policy import has_errors
from .terminal import give, has_colours, say


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the user asked for."""

    spec: Path
    dialect: Dialect | None
    content: bytes | None = None
    overlays: tuple[Path, ...] = ()
    effective: bool = False
    """The capability itself, with its overlays and imports applied."""
    tokens: Options | None = None
    """The choices of its package, where the size of its tools is asked for."""
    reach: Options | None = None
    """The same, where it is asked what the package can reach."""


def inspect_spec(wanted: Inspection) -> int:
    """Print what was understood of a file; the exit code."""
    findings = Findings()
    try:
        understood = understand(
            wanted.spec, wanted.dialect, findings, wanted.content, wanted.overlays
        )
        report = "" if understood is None else _report(understood, wanted, findings)
    except Exception:  # noqa: BLE001 - a mistake in the generator, whatever it is
        say(apology(traceback.format_exc(), wanted.spec.as_posix()), newline=False)
        return 1
    found = findings.sorted()
    # What notes say stands in the report itself, at each input.
    loud = [finding for finding in found if finding.severity is not Severity.NOTE]
    colour = has_colours(sys.stderr)
    say(render_text(loud, findings.sources, colour=colour), newline=False)
    give(report)
    return 1 if has_errors(found) else 0


def _report(understood: Understood, wanted: Inspection, findings: Findings) -> str:
    if wanted.tokens is not None:
        if has_errors(findings.sorted()):
            return ""
        from .token_budget import tokens_report

        return tokens_report(understood, wanted.tokens, findings)
    if wanted.reach is not None:
        return reach_page(understood, wanted.reach)
    return effective_text(understood) if wanted.effective else inspect_report(understood)
