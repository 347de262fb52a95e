"""One run of the command: jobs made, done and shown."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..diagnostics import Finding, Findings, Position, Span
from ..diagnostics.text import render_text
from ..options import SHARED, Runtime
from ..store import cache, manifest
from ..store.folder import Kind, kind_of
from ..store.packages import collisions
from . import console, shown
from .apology import apology
from .jobs import Job, Mode, Outcome, Report
from .policy import has_errors
from .remembered import remembered
from .request import Request, Target
from .terminal import give, has_colours, say

if TYPE_CHECKING:
    from .shared_runtime import SharedRuntime


def carry_out(request: Request) -> int:
    """Do it; the exit code."""
    jobs = [_job(request, target) for target in request.targets()]
    writes = request.mode is not Mode.NOTHING
    refused = _collisions(jobs) if writes else ()
    runtime = _shared_runtime(request, jobs) if writes and not refused else None
    if runtime is not None:
        refused = runtime.refused()
    taken = {id(report.job) for report in refused}
    show = _Show(request, len(jobs))
    for report in refused:
        show.one(report)
    for report in _done([job for job in jobs if id(job) not in taken], request.workers):
        show.one(report)
    for report in runtime.keep() if runtime is not None and not refused else ():
        show.one(report)
    if writes and request.whole and request.package is None:
        # Without files all is asked for: what else stands in the folder belongs to nothing.
        from .orphans import orphaned

        show.beside(orphaned(request.out, {job.options.package for job in jobs}))
    from .unused_overlays import unused

    show.beside(unused(request))
    if request.mode is Mode.WRITE and request.cached:
        cache.prune()
    return show.end()


def _done(jobs: Sequence[Job], workers: int | None) -> Iterator[Report]:
    """The reports in the order of the jobs; what is remembered is not done again."""
    known = [remembered(job) for job in jobs]
    left = [job for job, report in zip(jobs, known, strict=True) if report is None]
    others: Iterator[Report] = iter(())
    if left:
        # Half a second of imports that a look at hashes does not need.
        from .batch import run_all

        others = run_all(left, workers)
    for report in known:
        yield next(others) if report is None else report


def _shared_runtime(request: Request, jobs: Sequence[Job]) -> SharedRuntime | None:
    """None where no package of the run has one, nor the folder."""
    is_there = kind_of(request.out / SHARED / manifest.NAME) is Kind.FILE
    if not is_there and all(job.options.runtime is not Runtime.SHARED for job in jobs):
        return None
    from .shared_runtime import SharedRuntime

    return SharedRuntime(request.out, jobs)


def _job(request: Request, target: Target) -> Job:
    options = request.options(target)
    return Job(
        spec=target.spec,
        overlays=request.overlays_of(target),
        options=options,
        folder=request.out / options.package,
        mode=request.mode,
        policy=request.policy_of(options),
        force=request.force,
        cached=request.cached,
        colour=has_colours(sys.stderr),
        content=request.content,
        command=request.generate_command(target.spec),
        verbose=request.verbose,
        quiet=request.quiet,
    )


def _collisions(jobs: Sequence[Job]) -> tuple[Report, ...]:
    """A refusal for each file whose package another file would have; one finding for each name."""
    from ..diagnostics.rules import output as rules

    reports: list[Report] = []
    for name, taking in collisions((job, job.options.package) for job in jobs).items():
        findings = Findings()
        first = taking[0].spec.as_posix()
        start = Position(1, 1)
        listed = ", ".join(job.spec.as_posix() for job in taking)
        findings.report_at(
            rules.COLLISION, Span(first, start, start), hint=None, specs=listed, package=name
        )
        found = findings.sorted()
        text = render_text(found, colour=taking[0].colour)
        reports.append(Report(taking[0], Outcome.REFUSED, found, text, has_errors=True))
        reports += [Report(job, Outcome.REFUSED, has_errors=True) for job in taking[1:]]
    return tuple(reports)


class _Show:
    """Shows reports as they come, and what they come to."""

    def __init__(self, request: Request, total: int) -> None:
        self._format = request.format
        self._quiet = request.quiet
        self._policy = request.policy
        self._mode = request.mode
        self._many = total > 1
        self._findings: dict[Finding, None] = {}
        """Each once: what is wrong in a file that several specifications share is one mistake."""
        self._shown: set[int] = set()
        """Hashes of the texts of reports, for the same reason."""
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
            self._tell(report.text)
            self._remark(console.notes_line(report))
        else:
            self._findings |= dict.fromkeys(self._for_programs(report))
        if report.diff:
            console.show_diff(report.diff)
        if report.failure:
            self._say(apology(report.failure, report.job.spec.as_posix()))
        self._remark(console.result_line(report))
        self._progress.advance(report.job.spec.name)

    def _tell(self, text: str) -> None:
        if text and hash(text) not in self._shown:
            self._shown.add(hash(text))
            self._say(f"{text}\n")

    def beside(self, findings: Sequence[Finding]) -> None:
        """Show what is said of no file of the run."""
        found = self._policy.apply(findings)
        self._is_good = self._is_good and not has_errors(found)
        if self._format == "text":
            self._say(render_text(found, colour=has_colours(sys.stderr)))
        else:
            self._findings |= dict.fromkeys(found)

    def _for_programs(self, report: Report) -> Sequence[Finding]:
        if self._format != "github":
            return report.findings
        from .summing import summed_up

        return summed_up(report.job, report.findings)

    def end(self) -> int:
        """Show the whole; the exit code."""
        self._progress.clear()
        if self._format != "text":
            give(shown.machine_text([*self._findings], self._format))
        if self._many and not self._quiet:
            for line in console.summary(self._lines, self._mode):
                say(line)
        return 0 if self._is_good else 1

    def _say(self, text: str) -> None:
        if text:
            say(text, newline=False)

    def _remark(self, line: str) -> None:
        """What is no finding: `--quiet` leaves it out."""
        if line and not self._quiet:
            say(line)
