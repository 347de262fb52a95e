"""Findings for programs: JSON, SARIF 2.1.0, and GitHub's workflow commands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from .. import __version__
from .finding import Finding, Severity, Span
from .folding import others
from .registry import ALL_RULES
from .rule import Rule
from .showing import visible

SARIF_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_GITHUB: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render_json(findings: Iterable[Finding]) -> str:
    """One object with the list `diagnostics`. Lines and columns count from 1, ends exclusive."""
    diagnostics = [_as_json(finding) for finding in findings]
    return json.dumps({"diagnostics": diagnostics}, indent=2) + "\n"


def _as_json(finding: Finding) -> dict[str, Any]:
    span = finding.span
    also = [{"line": each.start.line, "column": each.start.column} for each in finding.also]
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "file": span.file if span else None,
        "line": span.start.line if span else None,
        "column": span.start.column if span else None,
        "end_line": span.end.line if span else None,
        "end_column": span.end.column if span else None,
        "pointer": finding.pointer,
        # Where the same was found too: only where a note was made more than once.
        **({"also": also} if also else {}),
    }


def render_sarif(findings: Iterable[Finding]) -> str:
    """A log with one run (OASIS, SARIF 2.1.0). Its rules are those that were triggered."""
    listed = list(findings)
    codes = sorted({finding.code for finding in listed})
    driver = {
        "name": "capwright",
        "semanticVersion": __version__,
        "rules": [_sarif_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        # Columns of a finding count characters, not the UTF-16 units that SARIF supposes.
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, codes) for finding in listed],
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def _sarif_rule(code: str) -> dict[str, Any]:
    rule: Rule | None = ALL_RULES.get(code)
    if rule is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.explanation},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _sarif_result(finding: Finding, codes: Sequence[str]) -> dict[str, Any]:
    text = f"{finding.message} Hint: {finding.hint}" if finding.hint else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.severity.value,
        "message": {"text": text},
    }
    if finding.span is not None:
        result["locations"] = [_sarif_location(finding.span, finding.pointer)]
    if finding.also:
        result["relatedLocations"] = [_sarif_location(each, "") for each in finding.also]
    return result


def _sarif_location(span: Span, pointer: str) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": reference(span.file)},
            "region": {
                "startLine": span.start.line,
                "startColumn": span.start.column,
                "endLine": span.end.line,
                "endColumn": span.end.column,
            },
        }
    }
    if pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": pointer}]
    return location


def reference(file: str) -> str:
    """A reference: relative for a relative path, so that it fits any checkout (RFC 3986)."""
    if file.startswith("/"):
        return PurePosixPath(file).as_uri()
    # A colon in the first segment would make a scheme of what is before it.
    prefix = "./" if ":" in file.partition("/")[0] else ""
    return prefix + quote(file, safe="/:@!$&'()*+,;=-._~", errors="surrogateescape")


def render_github(findings: Iterable[Finding]) -> str:
    """One workflow command for each finding; GitHub shows them at their lines."""
    return "".join(_github(finding) for finding in findings)


def _github(finding: Finding) -> str:
    properties: dict[str, object] = {}
    if finding.span is not None:
        start, end = finding.span.start, finding.span.end
        properties = {"file": visible(finding.span.file), "line": start.line, "endLine": end.line}
        properties["col"] = start.column
        if end.line == start.line:
            # Here the end is inclusive.
            properties["endColumn"] = max(start.column, end.column - 1)
    properties["title"] = finding.code
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    text = "\n".join(filter(None, (finding.message, others(finding), finding.hint)))
    return f"::{_GITHUB[finding.severity]} {listed}::{_data(text)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
