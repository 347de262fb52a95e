"""Changes for code scanning, as SARIF 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from ... import __version__
from ...diagnostics.machine import SARIF_SCHEMA, reference
from ..change import Change
from ..rule import ChangeRule, Verdict

_LEVELS: Final = {
    Verdict.BREAKING: "error",
    Verdict.RISKY: "warning",
    Verdict.COMPATIBLE: "note",
}


def render_sarif(changes: Sequence[Change], file: str) -> str:
    """One run; every result is at the first line of `file`, the new side, since viewers want a place."""
    rules = {change.rule.code: change.rule for change in changes}
    codes = sorted(rules)
    driver = {
        "name": "capwright",
        "version": __version__,
        "rules": [_rule(rules[code]) for code in codes],
    }
    results = [_result(change, codes, file) for change in changes]
    log = {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return json.dumps(log, indent=2) + "\n"


def _rule(rule: ChangeRule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.explanation},
        "defaultConfiguration": {"level": _LEVELS[rule.verdict]},
    }


def _result(change: Change, codes: Sequence[str], file: str) -> dict[str, Any]:
    name = "/".join(
        part for part in (change.surface.value, change.namespace, change.subject) if part
    )
    return {
        "ruleId": change.rule.code,
        "ruleIndex": codes.index(change.rule.code),
        "level": _LEVELS[change.verdict],
        "message": {"text": change.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": reference(file)},
                    "region": {"startLine": 1},
                },
                "logicalLocations": [{"fullyQualifiedName": name}],
            }
        ],
    }
