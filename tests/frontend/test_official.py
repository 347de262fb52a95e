"""Against the official schemas and published files, where a copy of them is at hand."""

from __future__ import annotations

import functools
import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.diagnostics import Findings, Severity
from generator.model import Dialect
from generator.source.loader import load
from generator.validate import validate
from generator.validate.schemas import validator
from tests.frontend.sampler import Sampler

SHARED = Path(os.environ.get("CAPWRIGHT_SHARED", "/nonexistent"))
SCHEMAS = sorted(SHARED.glob("schemas/*.schema.json"))
SAMPLES = int(os.environ.get("CAPWRIGHT_SAMPLES", "40"))

pytestmark = pytest.mark.skipif(not SCHEMAS, reason="CAPWRIGHT_SHARED names no folder with schemas")


@functools.cache
def _official(path: Path) -> Draft202012Validator:
    return Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name.removesuffix(".schema.json"))
def test_what_is_valid_officially_is_valid_here(path: Path) -> None:
    official = _official(path)
    schema: Any = official.schema
    valid = 0
    for seed in range(SAMPLES):
        document = Sampler(schema, seed).document()
        if not official.is_valid(document):
            continue
        valid += 1
        errors = [
            (str(error.validator), list(error.absolute_path), error.message[:100])
            for error in validator(Dialect.OFFICIAL).iter_errors(document)
        ]
        assert errors == [], json.dumps(document)
    assert valid >= SAMPLES // 10


def test_published_files() -> None:
    """Refused by the schema: what was cut, what is no capability, and three kinds of mistakes."""
    refused: dict[str, set[str]] = {}
    for path in sorted(SHARED.glob("corpus/*/*.y*ml")):
        findings = Findings()
        sources = load(path, findings)
        if sources is not None:
            validate(sources, Dialect.PUBLISHED, findings)
        codes = {each.code for each in findings.sorted() if each.severity is Severity.ERROR}
        for code in codes:
            refused.setdefault(code, set()).add(path.name)
        text = path.read_text(encoding="utf-8")
        if "# --- truncated at 32" in text:
            assert codes == {"CAP103"}, path
        elif "\ncapability:" not in f"\n{text}":
            assert codes == {"CAP201"}, path
    assert set(refused) <= {"CAP103", "CAP201", "CAP202", "CAP204", "CAP208"}
    # Adapters that say nothing but their type and port; an adapter of a type that nobody knows,
    # whose file writes `calls` for `call`.
    assert len(refused.get("CAP202", ())) <= 2
    assert len(refused.get("CAP204", ())) <= 2
    assert refused.get("CAP208", set()) <= refused.get("CAP204", set())
