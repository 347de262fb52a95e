"""`capwright inspect`: one file, understood and shown."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from ..diagnostics import Findings, Severity
from ..diagnostics.text import render_text
from ..dialect import Dialect
from ..options import Options
from ..pipeline import Understood, effective_text, reach_page, understand
from ..records import dataclass
from . import arguments
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


_Chosen: TypeAlias = tuple[Path, bytes | None, str | None]
"""A file, what came from standard input, and the name of a package."""


def inspected(
    spec: Path | None,
    *,
    config: Path | None,
    package: str | None,
    dialect: str | None,
    stdin_name: Path | None,
    overlay: tuple[Path, ...],
) -> Iterator[tuple[Path, bytes | None, Options, tuple[Path, ...]]]:
    """The packages that are shown: each with its file, what came from standard input, choices and overlays.

    Raises `click.UsageError`.
    """
    configuration = arguments.configured(config)
    if spec is None:
        named = arguments.listed(configuration, package, stdin_name)
        chosen: list[_Chosen] = [(path, None, name) for path, name in named]
    else:
        chosen = [(*arguments.one(spec, stdin_name), package)]
    for path, content, name in chosen:
        options, overlays = arguments.alone(configuration, path, name, dialect, overlays=overlay)
        yield path, content, options, overlays


def inspect_all(wanted: Sequence[tuple[str, Inspection]]) -> int:
    """Print what was understood of each package, by its name where there are several; the exit code."""
    failed = 0
    for number, (name, one) in enumerate(wanted):
        if len(wanted) > 1:
            # A heading of a page, and what begins a document of YAML and comments on it.
            between = ("---\n" if one.effective else "\n") if number else ""
            give(f"{between}# {name}\n")
        failed = max(failed, inspect_spec(one))
    return failed


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
