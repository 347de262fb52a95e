"""CAP1xx: the file itself, before anybody asks what it says."""

from __future__ import annotations

from generator.diagnostics.rule import Rule, Severity

NOT_READABLE = Rule(
    code="CAP101",
    severity=Severity.ERROR,
    title="The file cannot be read",
    message="the file cannot be read: {reason}",
    hint="check the path and the permissions",
    explanation="The file does not exist, is a folder, or may not be read.",
    example="",
    correction="",
)
