"""Which findings are shown, and how bad they are: `--strict`, `--select`, `--ignore`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from ..diagnostics import Finding, Severity
from ..diagnostics.folding import folded
from ..records import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """What the user asked for. Codes may be shortened: `CAP4` means all that begin so.

    Errors are always shown: a file is never refused without the reason. Notes are not shown beside
    an error: what is inferred from an unsound file is provisional, and one mistake is one finding.
    """

    strict: bool = False
    keep_going: bool = False
    """The file is generated in spite of its errors, so that notes speak of what is generated."""
    select: tuple[str, ...] = ()
    """Warnings and notes other than these are not shown; empty: all are."""
    ignore: tuple[str, ...] = ()

    def apply(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings to be shown, in their order: notes of one kind once, warnings as errors if strict."""
        shown = [finding for finding in findings if self._is_shown(finding)]
        if has_errors(shown) and not self.keep_going:
            shown = [finding for finding in shown if finding.severity is not Severity.NOTE]
        return tuple(self._judged(finding) for finding in folded(shown))

    def _is_shown(self, finding: Finding) -> bool:
        if finding.severity is Severity.ERROR:
            return True
        if self.ignore and finding.code.startswith(self.ignore):
            return False
        return not self.select or finding.code.startswith(self.select)

    def _judged(self, finding: Finding) -> Finding:
        if self.strict and finding.severity is Severity.WARNING:
            return dataclasses.replace(finding, severity=Severity.ERROR)
        return finding


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether one of them is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
