"""What a file has at every other operation is shown once: notes, and warnings whose rule says so.

Source: 58,000 notes for 2,099 published files.
"""

from __future__ import annotations

from generator.diagnostics import Findings
from generator.diagnostics.finding import Position, Span
from generator.diagnostics.folding import folded
from generator.diagnostics.rules import inputs


def test_notes_and_warnings_that_repeat_are_folded_and_others_are_not() -> None:
    findings = Findings()
    for line in (1, 2, 3):
        span = Span("spec.yaml", Position(line, 1), Position(line, 2))
        for rule in (inputs.IMPLIED_INPUT, inputs.PATH_VARIABLE_READ_AS, inputs.FRAMING_HEADER):
            findings.report_at(rule, span, name="n", operation="a.b", input="i")
    shown = folded(findings.sorted())
    assert [(each.code, len(each.also)) for each in shown] == [
        ("CAP404", 2),
        ("CAP407", 0),
        ("CAP420", 2),
        ("CAP407", 0),
        ("CAP407", 0),
    ]
