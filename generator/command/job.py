"""One specification from its file to its folder: what a worker process does."""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Mapping
from pathlib import Path

from ..diagnostics import Finding, Findings, Severity
from ..diagnostics.rules import output as rules
from ..diagnostics.text import Lines, render_text
from ..pipeline import Understood, build, understand
from ..store import cache, comparison, manifest, writer
from ..store.folder import Kind, kind_of, look
from .calling import check_callers
from .jobs import Job, Mode, Outcome, Report
from .policy import has_errors
from .segment_names import check_segment_names
from .summing import for_people
from .token_budget import keep_within


def run(job: Job) -> Report:
    """Do one job. Never raises: a mistake in the generator is a report like any other."""
    try:
        return _run(job)
    except Exception:  # noqa: BLE001 - the other files of the run must not suffer from it
        return Report(job, Outcome.FAILED, failure=traceback.format_exc())


def _run(job: Job) -> Report:
    findings = Findings()
    recovered = job.mode is not Mode.WRITE or writer.recover(job.folder, findings)
    understood = understand(
        job.spec, job.options.dialect, findings, job.content, job.overlays, job.options.scripts
    )
    report = Report(job, Outcome.REFUSED)
    if recovered and _may_go_on(job, understood, findings):
        assert understood is not None
        report = _finish(job, understood, findings)
    shown = job.policy.apply(findings.sorted())
    return dataclasses.replace(
        report,
        findings=shown,
        text=_text(job, shown, findings.sources),
        has_errors=has_errors(shown) and not _was_asked_for(job, report, findings, shown),
    )


def _was_asked_for(
    job: Job, report: Report, findings: Findings, shown: tuple[Finding, ...]
) -> bool:
    """Whether all that is wrong is what the user asked to leave out, and the rest is written.

    A warning that `--strict` makes an error is none of these. `--check` asks whether the package is
    what the specification says, and then an omission counts.
    """
    if job.mode is not Mode.WRITE or not job.options.keep_going or not report.outcome.is_good:
        return False
    errors = sum(finding.severity is Severity.ERROR for finding in findings.sorted())
    return errors == sum(finding.severity is Severity.ERROR for finding in shown)


def _text(job: Job, shown: tuple[Finding, ...], sources: Lines | None) -> str:
    """The findings for people. Only `validate` shows each note; elsewhere their number is enough."""
    if job.mode is Mode.NOTHING and not job.quiet:
        return render_text(shown, sources, colour=job.colour)
    loud = tuple(finding for finding in shown if finding.severity is not Severity.NOTE)
    return render_text(for_people(job, loud), sources, colour=job.colour)


def _may_go_on(job: Job, understood: Understood | None, findings: Findings) -> bool:
    if understood is None:
        return False
    if not has_errors(job.policy.apply(findings.sorted())):
        return True
    return job.options.keep_going and understood.is_sound


def _finish(job: Job, understood: Understood, findings: Findings) -> Report:
    if not check_callers(understood, job.options, findings):
        return Report(job, Outcome.REFUSED)
    check_segment_names(understood, job.options, findings)
    if job.mode is Mode.NOTHING:
        writer.report_interrupted(job.folder, findings)
        if job.options.tool_tokens is not None:
            keep_within(understood, build(understood, job.options), job.options, findings)
        return Report(job, Outcome.UNCHANGED)
    files = build(understood, job.options)
    keep_within(understood, files, job.options, findings)
    if job.mode is Mode.WRITE:
        return _write(job, understood, files, findings)
    try:
        return compared(job, files, findings)
    except OSError as error:
        writer.report_refusal(error, job.folder, findings)
        return Report(job, Outcome.REFUSED)


def _write(
    job: Job, understood: Understood, files: Mapping[str, bytes], findings: Findings
) -> Report:
    done = writer.write(files, job.folder, findings, force=job.force)
    if done is None:
        return Report(job, Outcome.REFUSED)
    # Of a file with secrets nothing is kept: what is shown of it later would be its lines as they are.
    sources = understood.sources
    if job.cached and sources.is_whole and sources.page is None and not sources.withheld:
        overlays = {each: source.sha256 for each, source in sources.overlays.items()}
        made_of = cache.MadeOf(job.spec, sources.main.sha256, overlays, job.options)
        cache.remember(made_of, job.folder, findings.sorted(), files, sources.beside())
    return Report(
        job,
        Outcome.UNCHANGED if done.nothing_changed else Outcome.GENERATED,
        written=done.written,
        deleted=done.deleted,
        unchanged=done.unchanged,
        left_out=len(understood.plan.omissions),
    )


def compared(job: Job, files: Mapping[str, bytes], findings: Findings) -> Report:
    """`--check` and `--diff`: both say 1 at a difference; only the first makes findings of it."""
    if kind_of(job.folder) is Kind.LINK:
        writer.report(findings, rules.LINK, job.folder)
        return Report(job, Outcome.REFUSED)
    interrupted = writer.report_interrupted(job.folder, findings)
    contents = look(job.folder)
    difference = comparison.compare(files, contents)
    diff = ""
    if job.mode is Mode.DIFF:
        diff = "".join(
            comparison.unified_diff(
                files, contents, job.folder.as_posix().lstrip("/"), without={manifest.NAME}
            )
        )
    elif interrupted:
        pass  # one mistake, one finding: what is half written differs
    elif kind_of(job.folder) is Kind.NOTHING:
        writer.report(findings, rules.MISSING, job.folder)
    else:
        _report_difference(difference, job.folder, findings)
    outcome = Outcome.DIFFERENT if difference else Outcome.UNCHANGED
    return Report(job, outcome, unchanged=len(files), diff=diff)


def _report_difference(difference: comparison.Difference, folder: Path, findings: Findings) -> None:
    for rule, paths in (
        (rules.MISSING, difference.missing),
        (rules.STALE, difference.changed),
        (rules.EXTRA, difference.extra),
    ):
        for path in paths:
            writer.report(findings, rule, folder / path)
