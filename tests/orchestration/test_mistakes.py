"""Mistakes in steps and mocks: one finding each, at the place where it was made."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import Findings, Severity
from generator.pipeline import understand

SPEC = """\
ikanos: 1.0.0-beta5
info: {display: Shop, description: A shop.}
capability:
  consumes:
  - type: http
    namespace: shop
    description: A shop.
    baseUri: https://shop.test/v1
    resources:
      items:
        path: /items
        operations:
          list-items: {method: GET, inputParameters: {page: {in: query}}}
  exposes:
  - type: mcp
    namespace: till
    port: 9090
    description: A till.
    tools:
      items:
        description: The items.
        steps:
          first: {type: call, call: shop.list-items}
STEPS
"""


def found(folder: Path, lines: str) -> list[tuple[str, int, int]]:
    """Code, line (of `lines`, from 1) and column of every error and warning."""
    before, _, after = SPEC.partition("STEPS")
    path = folder / "spec.yaml"
    path.write_text(before + lines + after, encoding="utf-8")
    findings = Findings()
    assert understand(path, None, findings) is not None
    offset = before.count("\n")
    return [
        (each.code, each.span.start.line - offset, each.span.start.column)
        for each in findings.sorted()
        if each.severity is not Severity.NOTE
    ]


STEP = "          then: "
MAPS = "        mappings: [{target: a, value: $.first.a}]"


@pytest.mark.parametrize(
    ("step", "code", "text"),
    [
        (
            "{type: lookup, index: last, match: id, lookupValue: '1', outputParameters: [n]}",
            "CAP370",
            "last",
        ),
        (
            "{type: lookup, index: $.first.all, match: id, lookupValue: '1', outputParameters: [n]}",
            "CAP370",
            "$.first.all",
        ),
        (
            "{type: lookup, index: first, match: id, lookupValue: $.last.id, outputParameters: [n]}",
            "CAP376",
            "$.last.id",
        ),
        (
            "{type: lookup, index: first, match: id, lookupValue: till.id, outputParameters: [n]}",
            "CAP377",
            "till.id",
        ),
        ("{type: call, call: shop.list-items, with: {page: $.first.next}}", "CAP375", "$.first"),
        ("{type: script, file: ../a.py}", "CAP384", "../a"),
        ("{type: script, file: a/../../b.py}", "CAP384", "a/.."),
        ("{type: script, file: /etc/a.py}", "CAP384", "/etc"),
        ("{type: script, file: 'a b.py'}", "CAP384", "'a b"),
        ("{type: call, call: shop.no-items}", "CAP302", "no-items"),
        ("{type: call, call: stock.list-items}", "CAP301", "stock"),
        ("{call: shop.list-items}", "CAP202", "then"),
        ("{type: cal, call: shop.list-items}", "CAP204", "cal,"),
    ],
)
def test_a_mistake_in_a_step(tmp_path: Path, step: str, code: str, text: str) -> None:
    line = STEP + step
    assert found(tmp_path, f"{line}\n{MAPS}") == [(code, 1, line.index(text) + 1)]


def test_a_lookup_in_a_later_step(tmp_path: Path) -> None:
    lookup = "{type: lookup, index: more, match: id, lookupValue: '1', outputParameters: [n]}"
    lines = [STEP + lookup, "          more: {type: call, call: shop.list-items}", MAPS]
    assert found(tmp_path, "\n".join(lines)) == [("CAP371", 1, lines[0].index("more") + 1)]


def test_a_placeholder_for_a_later_step(tmp_path: Path) -> None:
    call = "{type: call, call: shop.list-items, with: {page: '{{more.page}}'}}"
    lines = [STEP + call, "          more: {type: call, call: shop.list-items}", MAPS]
    assert found(tmp_path, "\n".join(lines)) == [("CAP372", 1, lines[0].index("more") + 1)]


@pytest.mark.parametrize(
    "value", ["constant", "'{{first.a}}'", "'$.first.all[0]'", "$.last.a", "first.a", "$first.a"]
)
def test_a_mapping_that_reads_nothing(tmp_path: Path, value: str) -> None:
    line = f"        mappings: [{{target: b, value: $.first.b}}, {{target: a, value: {value}}}]"
    assert found(tmp_path, line) == [("CAP373", 1, line.rindex("value: ") + 8)]


@pytest.mark.parametrize(("one", "other"), [("a", "a.b"), ("a.b", "a"), ("a", "a")])
def test_a_target_inside_another(tmp_path: Path, one: str, other: str) -> None:
    line = (
        f"        mappings: [{{target: {one}, value: $.first.b}}, "
        f"{{target: {other}, value: $.first.c}}]"
    )
    assert found(tmp_path, line) == [("CAP374", 1, line.rindex("target: ") + 9)]


def test_targets_that_only_begin_alike(tmp_path: Path) -> None:
    line = "        mappings: [{target: a, value: $.first.b}, {target: ab.c, value: $.first.c}]"
    assert found(tmp_path, line) == []


def test_an_unused_lookup_in_a_template(tmp_path: Path) -> None:
    lines = [
        STEP + "{type: lookup, index: first, match: id, lookupValue: '1', outputParameters: [n]}",
        "          more: {type: call, call: shop.list-items, with: {page: '{{then.n}}'}}",
        MAPS,
    ]
    assert found(tmp_path, "\n".join(lines)) == [("CAP378", 2, lines[1].index("then") + 1)]


FLOWS = """\
  aggregates:
  - namespace: stock
    display: Stock.
    flows:
      list: {description: List., call: shop.list-items}
"""


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        ("stock.lits", "CAP381"),
        ("stocks.list", "CAP381"),
        ("list", "CAP381"),
        ("stock.list.more", "CAP381"),
    ],
)
def test_a_reference_to_nothing(tmp_path: Path, ref: str, code: str) -> None:
    text = SPEC.replace("  consumes:\n", FLOWS + "  consumes:\n").partition("        steps:")[0]
    path = tmp_path / "spec.yaml"
    path.write_text(f"{text}        ref: {ref}\n", encoding="utf-8")
    findings = Findings()
    assert understand(path, None, findings) is not None
    found = [each for each in findings.sorted() if each.severity is not Severity.NOTE]
    assert [(each.code, each.span.start.column) for each in found] == [(code, 14)]


def test_a_reference_in_a_file_without_aggregates(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(SPEC.partition("        steps:")[0] + "        ref: x.y\n", encoding="utf-8")
    findings = Findings()
    assert understand(path, None, findings) is not None
    found = [each.code for each in findings.sorted() if each.severity is not Severity.NOTE]
    assert found == ["CAP381"]
