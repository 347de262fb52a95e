"""The same note many times is one finding, with a count and the places."""

from __future__ import annotations

import json

import pytest

from generator.command.policy import Policy
from generator.diagnostics import Finding, Findings
from generator.diagnostics.finding import Position, Span
from generator.diagnostics.folding import LISTED, and_elsewhere, folded
from generator.diagnostics.machine import render_github, render_json, render_sarif
from generator.diagnostics.rules import bodies, inputs
from generator.diagnostics.text import render_text


def _found(*lines: tuple[str, int], file: str = "spec.yaml") -> tuple[Finding, ...]:
    """A finding for each (kind, line)."""
    findings = Findings()
    for kind, line in lines:
        rule = {"note": inputs.IMPLIED_INPUT, "other": bodies.FREE_BODY}.get(
            kind, inputs.FRAMING_HEADER if kind == "warning" else inputs.PATH_VARIABLE_READ_AS
        )
        span = Span(file, Position(line, 3), Position(line, 9))
        facts = {"name": f"n{line}", "operation": "a.b", "method": "POST", "input": "i"}
        findings.report_at(rule, span, pointer=f"/{line}", **facts)
    return findings.sorted()


def test_notes_of_one_rule_are_one_with_their_places() -> None:
    shown = folded(_found(("note", 1), ("other", 2), ("note", 3), ("warning", 4), ("note", 5)))
    assert [(each.code, len(each.others)) for each in shown] == [
        ("CAP404", 2),
        ("CAP451", 0),
        ("CAP407", 0),
    ]
    assert [(p.pointer, p.span.start.line) for p in shown[0].others] == [("/3", 3), ("/5", 5)]


def test_warnings_are_not_folded_but_those_that_repeat() -> None:
    lines = (("warning", 1), ("warning", 2), ("repeats", 3), ("repeats", 4))
    assert [each.code for each in folded(_found(*lines))] == ["CAP407", "CAP407", "CAP420"]


def test_files_are_kept_apart() -> None:
    both = (*_found(("note", 1), ("note", 2)), *_found(("note", 1), file="other.yaml"))
    assert [len(each.others) for each in folded(both)] == [1, 0]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([1], ""),
        ([1, 7], "1 more: line 7"),
        ([1, 7, 9], "2 more: lines 7, 9"),
        ([1, *range(2, 2 + LISTED)], f"{LISTED} more: lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"),
        ([*range(1, 14)], "12 more: lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 others"),
    ],
)
def test_people_are_told_how_many_and_where(lines: list[int], said: str) -> None:
    (shown,) = folded(_found(*(("note", line) for line in lines)))
    assert and_elsewhere(shown) == said
    assert said in render_text([shown])
    assert said in render_github([shown]).replace("%0A", "\n")


def test_programs_get_every_place() -> None:
    (shown,) = folded(_found(*(("note", line) for line in range(1, 40))))
    (entry,) = json.loads(render_json([shown]))["diagnostics"]
    assert [place["line"] for place in entry["others"]] == [*range(2, 40)]
    assert entry["others"][0] == {
        "line": 2,
        "column": 3,
        "end_line": 2,
        "end_column": 9,
        "pointer": "/2",
    }
    (result,) = json.loads(render_sarif([shown]))["runs"][0]["results"]
    assert len(result["relatedLocations"]) == 38
    assert "38 more" in result["message"]["text"]


def test_the_command_shows_them_folded_and_errors_all() -> None:
    found = _found(("note", 1), ("note", 2), ("warning", 3), ("warning", 4))
    assert [each.code for each in Policy().apply(found)] == ["CAP404", "CAP407", "CAP407"]
    assert [each.severity.value for each in Policy(strict=True).apply(found)] == [
        "note",
        "error",
        "error",
    ]
