"""The collector: order, repetition, and what a later stage may ask it."""

from __future__ import annotations

import pytest

from generator.diagnostics import Findings, Position, Rule, Severity, Span
from generator.diagnostics.rules import schema as rules
from generator.origin import Origin
from tests.frontend.support import Bench

NOTE = Rule("CAP000", Severity.NOTE, "t", "`{name}` is noted.", "see `{name}`", "e", "", "")
ERROR = Rule("CAP001", Severity.ERROR, "t", "`{name}` is wrong.", "", "e", "", "")
TEXT = "a: 1\nb:\n  c: x {{y}} z\n  d: [1, 2]\n"


def _origin(bench: Bench, pointer: str = "") -> tuple[Findings, Origin]:
    read = bench.load(TEXT.encode())
    assert read.sources is not None
    return read.collector, Origin(read.sources.main.name, pointer)


def test_places(bench: Bench) -> None:
    findings, origin = _origin(bench, "/b/c")
    findings.report(NOTE, origin, name="1")
    findings.report(NOTE, origin, at="key", name="2")
    findings.report(NOTE, origin, within="{{y}}", name="3")
    columns = {each.message[1]: each.span.start.column for each in findings.sorted() if each.span}
    assert columns == {"1": 6, "2": 3, "3": 8}


def test_before_there_are_sources_the_file_is_known() -> None:
    findings = Findings()
    findings.report(NOTE, Origin("x.yaml", "/a"), name="a")
    assert findings.sorted()[0].span == Span("x.yaml", Position(1, 1), Position(1, 1))
    assert not findings.reported_at(Origin("x.yaml", "/a"))


def test_order_and_repetition(bench: Bench) -> None:
    findings, origin = _origin(bench)
    for pointer in ("/b/d/1", "/a", "/b/c", "/a"):
        findings.report(NOTE, Origin(origin.source, pointer), name="x")
    assert [each.pointer for each in findings.sorted()] == ["/a", "/b/c", "/b/d/1"]


def test_the_facts_are_quoted_safely(bench: Bench) -> None:
    findings, origin = _origin(bench, "/a")
    findings.report(NOTE, origin, name="{x}\x1b" + "y" * 500)
    (found,) = findings.sorted()
    assert found.message.startswith("`{x}\\x1byyy")
    assert len(found.message) < 200


def test_a_hint_of_its_own(bench: Bench) -> None:
    findings, origin = _origin(bench, "/a")
    findings.report(NOTE, origin, name="x", hint="do {this}\n")
    assert findings.sorted()[0].hint == "do {this}\\n"


def test_a_missing_fact_is_a_mistake_of_ours(bench: Bench) -> None:
    findings, origin = _origin(bench, "/a")
    with pytest.raises(KeyError):
        findings.report(NOTE, origin)


def test_errors(bench: Bench) -> None:
    findings, origin = _origin(bench, "/b/c")
    findings.report(NOTE, origin, name="x")
    assert not findings.has_errors
    assert not findings.reported_at(origin)
    findings.report(ERROR, origin, name="x")
    assert findings.has_errors


@pytest.mark.parametrize(
    ("error", "asked", "answer"),
    [
        ("/b/c", "/b/c", True),
        ("/b/c", "/b", True),
        ("/b/c", "", True),
        ("/b/c", "/b/c/part", True),  # an error at a scalar covers what is made from it
        ("/b/c", "/b/d", False),
        ("/b/c", "/a", False),
        ("/b/d", "/b/d/0", False),  # at a list it does not
        ("/b", "/b/c", False),
        ("/b/c", "/b/cc", False),
    ],
)
def test_what_is_reported(bench: Bench, error: str, asked: str, answer: bool) -> None:
    findings, origin = _origin(bench)
    findings.report(ERROR, Origin(origin.source, error), name="x")
    assert findings.reported_at(Origin(origin.source, asked)) is answer
    assert not findings.reported_at(Origin("other.yaml", asked))


def test_rules_are_templates_of_their_facts() -> None:
    facts = {"key": "k", "thing": "t", "missing": "m"}
    assert rules.MISSPELT_KEY.message.format(**facts)
    assert rules.MISSPELT_KEY.hint.format(**facts) == "did you mean `m`?"
