"""Findings as people read them."""

from __future__ import annotations

import pytest

from generator.diagnostics import Finding, Position, Severity, Span
from generator.diagnostics.showing import visible
from generator.diagnostics.text import WIDEST, excerpt, render_text
from tests.frontend.support import GOOD, Bench

FINDING = Finding(
    "CAP302",
    Severity.ERROR,
    "`quay.getmanifets` names no operation of `quay`.",
    "did you mean `getmanifest`?",
    "/capability/exposes/0",
    Span("specs/x.yaml", Position(12, 7), Position(12, 17)),
)


class OneLine:
    def __init__(self, text: str) -> None:
        self._text = text

    def line(self, file: str, number: int) -> str:
        return self._text


def test_the_whole_picture() -> None:
    assert render_text([FINDING], OneLine("call: getmanifets")) == (
        "error[CAP302]: `quay.getmanifets` names no operation of `quay`.\n"
        "  --> specs/x.yaml:12:7\n"
        "   |\n"
        "12 | call: getmanifets\n"
        "   |       ^^^^^^^^^^\n"
        "   = hint: did you mean `getmanifest`?\n"
    )


def test_without_sources_the_place_is_still_there() -> None:
    assert render_text([FINDING]) == (
        "error[CAP302]: `quay.getmanifets` names no operation of `quay`.\n"
        "  --> specs/x.yaml:12:7\n"
        "   = hint: did you mean `getmanifest`?\n"
    )


def test_nothing() -> None:
    assert render_text([]) == ""


def test_a_finding_without_a_place_or_a_hint() -> None:
    bare = Finding("CAP999", Severity.NOTE, "Something.", "", "", None)
    assert render_text([bare]) == "note[CAP999]: Something.\n"


def test_blank_lines_between() -> None:
    assert render_text([FINDING, FINDING]).count("\n\nerror[") == 1


@pytest.mark.parametrize("severity", list(Severity))
def test_colours_change_nothing_else(severity: Severity) -> None:
    import dataclasses
    import re

    finding = dataclasses.replace(FINDING, severity=severity)
    lines = OneLine("call: getmanifets")
    coloured = render_text([finding], lines, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render_text([finding], lines)


def test_a_span_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    span = Span("x", Position(1, 3), Position(4, 2))
    finding = Finding("CAP1", Severity.NOTE, "m", "", "", span)
    assert render_text([finding], OneLine("a: bcd  ")).splitlines()[-1] == "  |   ^^^^"


@pytest.mark.parametrize(
    ("line", "start", "end", "shown", "before", "marked"),
    [
        ("abc", 0, 1, "abc", 0, 1),
        ("abc", 1, 1, "abc", 1, 1),
        ("abc", 3, 3, "abc", 3, 1),
        ("abc", 9, 12, "abc", 3, 1),
        ("a\tbc", 2, 4, "a bc", 2, 2),
        ("a\x1b[31mb", 1, 2, "a�[31mb", 1, 1),
        ("a\u202eb", 2, 3, "a�b", 2, 1),
        ("日本: x", 4, 5, "日本: x", 6, 1),
        ("é: x", 3, 4, "é: x", 3, 1),
        ("e\u0301: x", 4, 5, "e\u0301: x", 3, 1),
    ],
)
def test_excerpts(line: str, start: int, end: int, shown: str, before: int, marked: int) -> None:
    assert excerpt(line, start, end) == (shown, before, marked)


@pytest.mark.parametrize("start", [0, 10, 50, 5000, 9_990, 9_999])
def test_of_a_long_line_the_part_around_the_caret_is_shown(start: int) -> None:
    line = "".join(chr(ord("a") + number % 26) for number in range(10_000))
    shown, before, marked = excerpt(line, start, start + 3)
    assert len(shown) <= WIDEST + 2
    assert shown[before : before + marked] == line[start : start + 3][:marked]
    assert marked == min(3, 10_000 - start)


def test_a_marked_part_that_is_too_long_is_cut() -> None:
    shown, before, marked = excerpt("x" * 5000, 2, 4900)
    assert before + marked <= len(shown)


def test_no_text_of_a_file_reaches_a_terminal_as_it_is(bench: Bench) -> None:
    read = bench.check(GOOD.replace("method: GET", 'method: "\\e[2J\\u202Egnp\\n"', 1))
    assert "\x1b" not in read.only.message
    assert "\\x1b[2J\\u202egnp\\n" in read.only.message
    assert "\x1b" not in render_text(read.findings, read.collector.sources)


def test_long_values_are_shortened_in_messages(bench: Bench) -> None:
    read = bench.check(GOOD.replace("method: GET", f"method: {'G' * 5000}", 1))
    assert len(read.only.message) < 400
    assert "…" in read.only.message
    text = render_text(read.findings, read.collector.sources)
    assert max(map(len, text.splitlines())) < 400


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("é日", "é日"),
        ("a\nb", "a\\nb"),
        ("\x00\x7f", "\\x00\\x7f"),
        ("\u2028", "\\u2028"),
        ("\udc80", "\\udc80"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown
