"""Whatever the bytes: findings or data, never a traceback, and every finding has its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.diagnostics import Findings, Severity
from generator.diagnostics.machine import render_github, render_json, render_sarif
from generator.diagnostics.text import render_text
from generator.model import Dialect
from generator.source.loader import load
from generator.validate import validate
from tests.frontend.support import GOOD, OFFICIAL

QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TOKENS = [
    "a", "b: ", "- ", ": ", "? ", "{", "}", "[", "]", ", ", "{{x}}", "'", '"', "|", ">", "&a ", "*a",
    "!!str ", "!x ", "#c", "\n", "\n  ", "\n    ", "\t", "---\n", "...\n", "%YAML 1.2\n", "12", "1e999",
    ".nan", "~", "<<: ", "\r\n", "\u2028", "😀", "\ufeff", "\x85", "\\", "@", "`", "true", "0x",
]  # fmt: skip
KEYS = [
    "capability", "consumes", "exposes", "resources", "operations", "type", "namespace", "method", "path",
    "name", "body", "data", "with", "call", "authentication", "token", "inputParameters", "tools", "in",
    "outputParameters", "info", "binds", "keys", "steps", "from", "import", "x", "baseUri", "ikanos",
]  # fmt: skip
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 99_999), st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12), st.sampled_from(["rest", "mcp", "http", "GET", "{{x}", "{{}}", "{a", "json", "call"]),
)  # fmt: skip
DOCUMENTS = st.recursive(
    VALUES,
    lambda below: st.lists(below, max_size=3)
    | st.dictionaries(st.sampled_from(KEYS), below, max_size=5),
    max_leaves=30,
)


def _survives(raw: bytes, folder: Path) -> None:
    path = folder / "spec.yaml"
    path.write_bytes(raw)
    for dialect in Dialect:
        findings = Findings()
        sources = load(path, findings)
        if sources is None:
            assert findings.has_errors
        else:
            assert isinstance(sources.main.data, dict)
            before = _errors(findings)
            assert validate(sources, dialect, findings) is (_errors(findings) == before)
        _is_showable(findings)


def _is_showable(findings: Findings) -> None:
    shown = findings.sorted()
    for finding in shown:
        assert finding.span is not None
        assert finding.span.start <= finding.span.end
        assert finding.span.start.line >= 1
        assert finding.span.start.column >= 1
        assert finding.message.isprintable()
        assert finding.hint.isprintable()
    assert render_text(shown, findings.sources).count("\x1b") == 0
    for render in (render_json, render_sarif, render_github):
        render(shown).encode("utf-8")


def _errors(findings: Findings) -> int:
    return sum(finding.severity is Severity.ERROR for finding in findings.sorted())


@QUICK
@given(st.binary(max_size=200))
def test_any_bytes(tmp_path: Path, raw: bytes) -> None:
    _survives(raw, tmp_path)


@QUICK
@given(st.lists(st.sampled_from(TOKENS), max_size=25))
def test_any_tokens(tmp_path: Path, tokens: list[str]) -> None:
    _survives("".join(tokens).encode(), tmp_path)


@QUICK
@given(st.integers(0, len(GOOD)), st.integers(0, 30), st.sampled_from(["", *TOKENS]))
def test_a_good_file_with_a_hole(tmp_path: Path, at: int, length: int, put: str) -> None:
    _survives((GOOD[:at] + put + GOOD[at + length :]).encode(), tmp_path)


@QUICK
@given(st.dictionaries(st.sampled_from(KEYS), DOCUMENTS, max_size=5))
def test_any_data(tmp_path: Path, data: dict[str, Any]) -> None:
    import json

    _survives(json.dumps(data).encode(), tmp_path)


@QUICK
@given(st.sampled_from([GOOD, OFFICIAL]), st.data())
def test_a_good_file_with_another_value(tmp_path: Path, text: str, data: st.DataObject) -> None:
    """Any value of a good file replaced by any other."""
    import json

    import yaml

    document = yaml.safe_load(text)
    places = list(_containers(document))
    container, key = data.draw(st.sampled_from(places))
    container[key] = data.draw(DOCUMENTS)
    _survives(json.dumps(document).encode(), tmp_path)


def _containers(value: Any) -> list[tuple[Any, Any]]:
    keys = (
        list(value)
        if isinstance(value, dict)
        else range(len(value) if isinstance(value, list) else 0)
    )
    return [(value, key) for key in keys] + [
        found for key in keys for found in _containers(value[key])
    ]


@pytest.mark.parametrize("cut", range(7, len(GOOD), 23))
def test_a_file_cut_anywhere_is_no_good_file(tmp_path: Path, cut: int) -> None:
    """Cut without a marker: what is left may be YAML, but something it must have is missing."""
    _survives(GOOD[:cut].encode(), tmp_path)
