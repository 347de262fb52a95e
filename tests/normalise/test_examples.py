"""The example of every rule of this stage triggers it, and its correction does not."""

from __future__ import annotations

import pytest

from generator.diagnostics import Rule
from generator.diagnostics.rules import advice, bodies, exposure, not_yet, shape, templates

from .reading import read

_RULES = [
    rule
    for module in (advice, shape, templates, bodies, exposure, not_yet)
    for rule in vars(module).values()
    if isinstance(rule, Rule)
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
