"""Findings of `--check` about single files as one, unless somebody wants each of them."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Finding, Findings, Position, Span
from ..diagnostics.rules import output as rules
from .jobs import Job

_ABOUT_FILES = (rules.MISSING, rules.STALE, rules.EXTRA)


def summed_up(job: Job, found: Sequence[Finding], more: str = "") -> tuple[Finding, ...]:
    """The findings, those about single files of the package as one, at the specification.

    Args:
        job: whose they are.
        found: all findings of it.
        more: what else one can do.
    """
    about = {rule.code: 0 for rule in _ABOUT_FILES}
    others: list[Finding] = []
    for finding in found:
        if finding.code in about:
            about[finding.code] += 1
        else:
            others.append(finding)
    missing, changed, extra = about.values()
    count = missing + changed + extra
    if not count:
        return tuple(found)
    findings, start = Findings(), Position(1, 1)
    findings.report_at(
        rules.OUT_OF_DATE,
        Span(job.spec.as_posix(), start, start),
        package=job.folder.as_posix(),
        count="1 file" if count == 1 else f"{count} files",
        missing=missing,
        changed=changed,
        extra=extra,
        hint=f"run `{job.command}` and commit the result{more}",
    )
    return (*others, *findings.sorted())


def for_people(job: Job, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings as text shows them: several files of a package are one, a single one is named.

    Args:
        job: whose they are.
        found: all findings of it that are shown.
    """
    codes = {rule.code for rule in _ABOUT_FILES}
    if job.verbose or sum(each.code in codes for each in found) < 2:
        return tuple(found)
    return summed_up(job, found, "; --diff shows what differs, --verbose names each file")
