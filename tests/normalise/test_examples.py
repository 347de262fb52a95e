"""The example of every rule of this stage triggers it, and its correction does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import Findings, Rule
from generator.diagnostics.rules import advice, bodies, exposure, not_yet, shape, templates
from generator.pipeline import understand

from .reading import read

_RULES = [
    rule
    for module in (advice, shape, templates, bodies, exposure, not_yet)
    for rule in vars(module).values()
    if isinstance(rule, Rule) and rule is not not_yet.SCRIPT
]


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule.code)
def test_example_triggers_the_rule(rule: Rule) -> None:
    if rule.example:
        found = read(rule.example)
        assert rule.code in found.codes, found.findings


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule.code)
def test_correction_does_not(rule: Rule) -> None:
    if rule.correction:
        found = read(rule.correction)
        assert rule.code not in found.codes, found.findings
        assert not found.errors


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule.code)
def test_an_error_is_found_once(rule: Rule) -> None:
    if rule.example:
        found = read(rule.example)
        assert len(found.errors) <= 1, found.errors


@pytest.mark.parametrize(("text", "count"), [("example", 1), ("correction", 0)])
def test_a_script_is_reported_once_it_is_known_what_becomes_of_it(
    tmp_path: Path, text: str, count: int
) -> None:
    """The one rule of these modules that a later stage reports: `--copy-scripts` decides."""
    spec = tmp_path / "spec.yaml"
    spec.write_text(getattr(not_yet.SCRIPT, text), encoding="utf-8")
    findings = Findings()
    understand(spec, None, findings)
    assert [each.code for each in findings.sorted()].count("CAP904") == count
