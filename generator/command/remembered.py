"""Packages that need nothing done: known from the last run, without the stages and what they import."""

from __future__ import annotations

from ..diagnostics import Severity
from ..diagnostics.text import render_text
from ..store import cache
from ..store.folder import Kind, kind_of
from ..store.journal import staging_of
from .jobs import Job, Mode, Outcome, Report
from .policy import has_errors


def remembered(job: Job) -> Report | None:
    """The report of a job whose package is as it was generated; None where the stages have to tell."""
    if not job.cached or job.content is not None or job.mode not in (Mode.WRITE, Mode.CHECK):
        return None
    if kind_of(staging_of(job.folder)) is not Kind.NOTHING:
        return None  # Somebody is writing, or was killed.
    known = cache.recall(
        job.spec, job.folder, job.options, job.overlays, alone=job.mode is Mode.CHECK
    )
    if known is None:
        return None
    shown = job.policy.apply(known.findings)
    if has_errors(shown):
        return None
    loud = tuple(each for each in shown if each.severity is not Severity.NOTE)
    text = render_text(loud, known, colour=job.colour)
    return Report(job, Outcome.UNCHANGED, shown, text, unchanged=known.files)
