"""The rules: complete, and true. Every example triggers its rule and nothing else."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from generator.diagnostics import Findings, Rule, Severity
from generator.diagnostics.docs import page
from generator.diagnostics.explain import explain
from generator.diagnostics.registry import ALL_RULES
from generator.diagnostics.rules.samples import capability
from generator.pipeline import understand

RULES = list(ALL_RULES.values())
EXAMPLES = [rule for rule in RULES if rule.example]
CORRECTIONS = [rule for rule in RULES if rule.correction]
NO_FILE_CAN_SHOW = (
    *(
        "CAP101",
        "CAP102",
        "CAP13",
        "CAP15",
        "CAP16",
        "CAP17",
        "CAP385",
        "CAP386",
        "CAP528",
        "CAP539",
        "CAP541",
        "CAP599",
    ),
)
"""Of files that are not there, too large, of the output folder, of `pyproject.toml`, of scripts, or of files of skills."""


def _id(rule: Rule) -> str:
    return rule.code


def _findings(text: str, folder: Path) -> dict[str, Severity]:
    """Severity by code. An overlay is one of the smallest capability of the examples."""
    path, overlay = folder / "spec.yaml", folder / "spec.overlay.yaml"
    is_overlay = text.startswith("overlay:")
    path.write_text(capability() if is_overlay else text, encoding="utf-8", newline="")
    overlay.write_text(text, encoding="utf-8")
    findings = Findings()
    understand(path, None, findings, overlays=[overlay] if is_overlay else [])
    return {finding.code: finding.severity for finding in findings.sorted()}


@pytest.mark.parametrize("rule", EXAMPLES, ids=_id)
def test_the_example_triggers_the_rule_and_nothing_worse(rule: Rule, tmp_path: Path) -> None:
    found = _findings(rule.example, tmp_path)
    assert found.pop(rule.code, None) is rule.severity
    assert _is_quiet(found), found


@pytest.mark.parametrize("rule", CORRECTIONS, ids=_id)
def test_the_correction_does_not(rule: Rule, tmp_path: Path) -> None:
    found = _findings(rule.correction, tmp_path)
    assert rule.code not in found
    assert _is_quiet(found), found


def _is_quiet(found: dict[str, Severity]) -> bool:
    """Whether there are only notes (what was concluded from the file) and what is yet to come."""
    return all(
        severity is Severity.NOTE or code.startswith("CAP9") for code, severity in found.items()
    )


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_every_rule_is_told_in_full(rule: Rule) -> None:
    assert re.fullmatch(r"CAP[1-9]\d\d", rule.code)
    assert rule.title
    assert not rule.title.endswith(".")
    assert not rule.title[0].islower()
    assert rule.explanation.endswith((".", ")"))
    assert rule.message
    assert not rule.hint.endswith(".")
    assert bool(rule.example) is not rule.code.startswith(NO_FILE_CAN_SHOW)
    for template in (rule.message, rule.hint):
        for _, name, _, _ in string.Formatter().parse(template):
            assert name is None or name.isidentifier()


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_explain(rule: Rule) -> None:
    text = explain(rule)
    assert text.startswith(f"{rule.severity.value}[{rule.code}]: {rule.title}\n")
    assert text.endswith("\n")
    assert "\x07" not in text
    assert not re.search(r"[ \t]\n", text)


def test_the_page_lists_every_rule() -> None:
    text = page(RULES)
    for rule in RULES:
        assert f"\n### {rule.code}\n" in text
        assert f"| [{rule.code}](#{rule.code.lower()}) |" in text
    assert text == page(reversed(RULES))
    assert text.endswith("\n")
    assert "\n\n\n" not in text
