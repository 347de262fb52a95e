"""--strict, --select and --ignore."""

from __future__ import annotations

from generator.command.policy import Policy, has_errors
from generator.diagnostics import Finding, Severity


def finding(code: str, severity: Severity) -> Finding:
    return Finding(code, severity, "", "", "", None)


FINDINGS = (
    finding("CAP101", Severity.ERROR),
    finding("CAP301", Severity.WARNING),
    finding("CAP401", Severity.NOTE),
    finding("CAP402", Severity.WARNING),
)


def codes(policy: Policy) -> list[str]:
    return [each.code for each in policy.apply(FINDINGS)]


def test_everything_by_default() -> None:
    assert Policy().apply(FINDINGS[1:]) == FINDINGS[1:]


def test_notes_are_not_shown_beside_an_error() -> None:
    assert codes(Policy()) == ["CAP101", "CAP301", "CAP402"]
    assert codes(Policy(keep_going=True)) == ["CAP101", "CAP301", "CAP401", "CAP402"]


def test_select_and_ignore_leave_errors() -> None:
    assert codes(Policy(select=("CAP4",))) == ["CAP101", "CAP402"]
    assert codes(Policy(ignore=("CAP4",))) == ["CAP101", "CAP301"]
    assert codes(Policy(select=("CAP4",), ignore=("CAP402",))) == ["CAP101"]
    assert codes(Policy(ignore=("CAP1",))) == codes(Policy())


def test_strict_makes_warnings_errors() -> None:
    strict = Policy(strict=True).apply(FINDINGS[1:])
    assert [each.severity for each in strict] == [Severity.ERROR, Severity.NOTE, Severity.ERROR]
    assert has_errors(strict)
    assert not has_errors(Policy().apply(FINDINGS[1:]))


def test_what_is_ignored_is_not_strict() -> None:
    policy = Policy(strict=True, ignore=("CAP301", "CAP402"))
    assert not has_errors(policy.apply(FINDINGS[1:]))
