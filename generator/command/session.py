"""One run of the command: jobs made, done and shown."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from ..diagnostics import Finding, Findings, Position, Severity, Span
from ..diagnostics.rules import output as rules
from ..diagnostics.text import render_text
from ..dialect import Dialect
from ..pipeline import understand
from ..store import cache
from ..store.packages import collisions
from . import console, shown
from .apology import apology
from .batch import run_all
from .inspect_report import inspect_report
from .job import Job, Mode, Outcome, Report, summed_up
from .policy import has_errors
from .request import Request
from .shared_runtime import SharedRuntime
from .terminal import give, has_colours, say


def carry_out(request: Request) -> int:
    """Do it; the exit code."""
    jobs = [_job(request, spec) for spec in request.specs]
    writes = request.mode is not Mode.NOTHING
    refused = _collisions(jobs) if writes else ()
    runtime = SharedRuntime(request.out, jobs) if writes and not refused else None
    if runtime is not None:
        refused = runtime.refused()
    taken = {report.job.spec for report in refused}
    show = _Show(request, len(jobs))
    for report in refused:
        show.one(report)
    for report in run_all([job for job in jobs if job.spec not in taken], request.workers):
        show.one(report)
    for report in runtime.keep() if runtime is not None and not refused else ():
        show.one(report)
    if request.mode is Mode.WRITE and request.cached:
        cache.prune()
    return show.end()


def inspect_spec(spec: Path, dialect: Dialect | None, content: bytes | None = None) -> int:
    """Print what was understood of a file; the exit code."""
    findings = Findings()
    try:
        understood = understand(spec, dialect, findings, content)
        report = "" if understood is None else inspect_report(understood)
    except Exception:  # noqa: BLE001 - a mistake in the generator, whatever it is
        say(apology(traceback.format_exc(), spec.as_posix()), newline=False)
        return 1
    found = findings.sorted()
    # What notes say stands in the report itself, at each input.
    loud = [finding for finding in found if finding.severity is not Severity.NOTE]
    colour = has_colours(sys.stderr)
    say(render_text(loud, findings.sources, colour=colour), newline=False)
    give(report)
    return 1 if has_errors(found) else 0


def _job(request: Request, spec: Path) -> Job:
    options = request.options(spec)
    return Job(
        spec=spec,
        options=options,
        folder=request.out / options.package,
        mode=request.mode,
        policy=request.policy_of(options),
        force=request.force,
        cached=request.cached,
        colour=has_colours(sys.stderr),
        content=request.content,
        command=request.generate_command(spec),
    )


def _collisions(jobs: Sequence[Job]) -> tuple[Report, ...]:
    """A refusal for each file whose package another file would have; one finding for each name."""
    by_spec = {job.spec: job for job in jobs}
    reports: list[Report] = []
    for name, specs in collisions((job.spec, job.options.package) for job in jobs).items():
        findings = Findings()
        first = specs[0].as_posix()
        start = Position(1, 1)
        listed = ", ".join(spec.as_posix() for spec in specs)
        findings.report_at(
            rules.COLLISION, Span(first, start, start), hint=None, specs=listed, package=name
        )
        found = findings.sorted()
        text = render_text(found, colour=by_spec[specs[0]].colour)
        reports.append(Report(by_spec[specs[0]], Outcome.REFUSED, found, text, has_errors=True))
        reports += [Report(by_spec[spec], Outcome.REFUSED, has_errors=True) for spec in specs[1:]]
    return tuple(reports)


class _Show:
    """Shows reports as they come, and what they come to."""

    def __init__(self, request: Request, total: int) -> None:
        self._format = request.format
        self._quiet = request.quiet
        self._many = total > 1
        self._findings: list[Finding] = []
        self._lines: list[console.SummaryLine] = []
        self._is_good = True
        on_terminal = self._many and not self._quiet and sys.stderr.isatty()
        self._progress = console.Progress(total, shown=on_terminal)

    def one(self, report: Report) -> None:
        """Show one report."""
        self._progress.clear()
        self._is_good = self._is_good and report.is_good
        self._lines.append(console.SummaryLine(report))
        if self._format == "text":
            self._say(report.text and f"{report.text}\n")
            self._remark(console.notes_line(report))
        else:
            self._findings += summed_up(report) if self._format == "github" else report.findings
        if report.diff:
            console.show_diff(report.diff)
        if report.failure:
            self._say(apology(report.failure, report.job.spec.as_posix()))
        self._remark(console.result_line(report))
        self._progress.advance(report.job.spec.name)

    def end(self) -> int:
        """Show the whole; the exit code."""
        self._progress.clear()
        if self._format != "text":
            give(shown.MACHINE[self._format](self._findings))
        if self._many and not self._quiet:
            for line in console.summary(self._lines):
                say(line)
        return 0 if self._is_good else 1

    def _say(self, text: str) -> None:
        if text:
            say(text, newline=False)

    def _remark(self, line: str) -> None:
        """What is no finding: `--quiet` leaves it out."""
        if line and not self._quiet:
            say(line)
