"""Findings of `--check` about single files as one, where a program shows each of them by itself."""

from __future__ import annotations

from ..diagnostics import Finding, Findings, Position, Span
from ..diagnostics.rules import output as rules
from .jobs import Report


def summed_up(report: Report) -> tuple[Finding, ...]:
    """The findings, those about single files of the package as one, at the specification."""
    about = {rule.code: 0 for rule in (rules.MISSING, rules.STALE, rules.EXTRA)}
    others: list[Finding] = []
    for finding in report.findings:
        if finding.code in about:
            about[finding.code] += 1
        else:
            others.append(finding)
    missing, changed, extra = about.values()
    count = missing + changed + extra
    if not count:
        return report.findings
    findings, start = Findings(), Position(1, 1)
    findings.report_at(
        rules.OUT_OF_DATE,
        Span(report.job.spec.as_posix(), start, start),
        package=report.job.folder.as_posix(),
        count="1 file" if count == 1 else f"{count} files",
        missing=missing,
        changed=changed,
        extra=extra,
        hint=f"run `{report.job.command}` and commit the result",
    )
    return (*others, *findings.sorted())
