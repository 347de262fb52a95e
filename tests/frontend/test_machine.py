"""Findings for programs: their formats, and that no text of a file breaks out of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.diagnostics import Finding, Position, Severity, Span
from generator.diagnostics.machine import render_github, render_json, render_sarif
from tests.frontend.support import GOOD, Bench

FINDING = Finding(
    "CAP205",
    Severity.ERROR,
    "`port` is 70000 and must be from 0 to 65535.",
    "choose another",
    "/capability/exposes/0/port",
    Span("specs/a b.yaml", Position(3, 11), Position(3, 16)),
)
BARE = Finding("CAP160", Severity.WARNING, "Two names.", "", "", None)
NOTE = Finding(
    "CAP401",
    Severity.NOTE,
    "50% of a,b: c\nd",
    "",
    "",
    Span("/x:y,z.yaml", Position(1, 1), Position(2, 4)),
)

# What section 3 of SARIF 2.1.0 demands of the parts that we write, in our own words.
_TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}},
}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_COUNT = {"type": "integer", "minimum": 1}
_REGION = {
    "type": "object",
    "required": ["startLine"],
    "properties": dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), _COUNT),
    "additionalProperties": False,
}
_LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "additionalProperties": False,
    "properties": {
        "physicalLocation": {
            "type": "object",
            "additionalProperties": False,
            "required": ["artifactLocation", "region"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {
                        "uri": {"type": "string", "pattern": "^[!#-;=?-\\[\\]_a-z~%]+$"}
                    },
                },
                "region": _REGION,
            },
        },
        "logicalLocations": {
            "type": "array",
            "items": {
                "properties": {"fullyQualifiedName": {"type": "string"}},
                "additionalProperties": False,
            },
        },
    },
}
_RESULT = {
    "type": "object",
    "required": ["message"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": -1},
        "level": _LEVEL,
        "message": _TEXT,
        "locations": {"type": "array", "items": _LOCATION},
    },
}
_RULE = {
    "type": "object",
    "required": ["id"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string"},
        "shortDescription": _TEXT,
        "fullDescription": _TEXT,
        "defaultConfiguration": {"properties": {"level": _LEVEL}, "additionalProperties": False},
    },
}
_DRIVER = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "semanticVersion": {"type": "string"},
        "rules": {"type": "array", "uniqueItems": True, "items": _RULE},
    },
}
_RUN = {
    "type": "object",
    "required": ["tool"],
    "additionalProperties": False,
    "properties": {
        "tool": {"type": "object", "required": ["driver"], "properties": {"driver": _DRIVER}},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"type": ["array", "null"], "items": _RESULT},
    },
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": _RUN},
    },
}


def _sarif(findings: list[Finding]) -> Any:
    log = json.loads(render_sarif(findings))
    Draft202012Validator(SARIF).validate(log)
    return log


def test_json() -> None:
    assert json.loads(render_json([FINDING])) == {
        "diagnostics": [
            {
                "code": "CAP205",
                "severity": "error",
                "message": "`port` is 70000 and must be from 0 to 65535.",
                "hint": "choose another",
                "file": "specs/a b.yaml",
                "line": 3,
                "column": 11,
                "end_line": 3,
                "end_column": 16,
                "pointer": "/capability/exposes/0/port",
            }
        ]
    }
    assert json.loads(render_json([])) == {"diagnostics": []}
    assert json.loads(render_json([BARE]))["diagnostics"][0]["line"] is None


def test_sarif() -> None:
    log = _sarif([FINDING, NOTE, BARE, FINDING])
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["CAP160", "CAP205", "CAP401"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    first, second, third, _ = run["results"]
    assert [each["level"] for each in (first, second, third)] == ["error", "note", "warning"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "specs/a%20b.yaml"
    assert place["region"] == {"startLine": 3, "startColumn": 11, "endLine": 3, "endColumn": 16}
    assert second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith(
        "file:///"
    )
    assert "locations" not in third


def test_sarif_of_nothing() -> None:
    assert _sarif([])["runs"][0]["results"] == []


def test_a_colon_in_the_first_segment_makes_no_scheme() -> None:
    import dataclasses

    span = Span("a:b.yaml", Position(1, 1), Position(1, 1))
    log = _sarif([dataclasses.replace(FINDING, span=span)])
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "./a:b.yaml"


def test_github() -> None:
    assert render_github([FINDING, NOTE, BARE]).splitlines() == [
        "::error file=specs/a b.yaml,line=3,endLine=3,col=11,endColumn=15,title=CAP205::"
        "`port` is 70000 and must be from 0 to 65535.%0Achoose another",
        "::notice file=/x%3Ay%2Cz.yaml,line=1,endLine=2,col=1,title=CAP401::50%25 of a,b: c%0Ad",
        "::warning title=CAP160::Two names.",
    ]
    assert render_github([]) == ""


@pytest.mark.parametrize("render", [render_json, render_sarif, render_github])
def test_nothing_breaks_out(bench: Bench, render: Any) -> None:
    name = '\\n::error::x\\r%0A\\u2028\\uFEFF😀\\"}]'
    read = bench.check(GOOD.replace("method: GET", f'method: "{name}"', 1))
    text = render(read.findings)
    text.encode("utf-8")
    if render is render_github:
        assert text.count("\n") == len(read.findings)
    else:
        json.loads(text)


def test_a_name_of_a_file_that_is_no_text() -> None:
    import dataclasses

    span = Span("a\udcff.yaml", Position(1, 1), Position(1, 1))
    for render in (render_json, render_sarif, render_github):
        render([dataclasses.replace(FINDING, span=span)]).encode("utf-8")
