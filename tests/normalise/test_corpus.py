"""Every published file comes through; those that are whole come through without an error."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from generator.diagnostics import Findings
from generator.normalise import detect_dialect, normalise
from generator.source.loader import load
from generator.source.sources import SourceSet
from generator.validate import validate

SHARED = os.environ.get("CAPWRIGHT_SHARED")


@pytest.mark.skipif(not SHARED, reason="CAPWRIGHT_SHARED is not set")
def test_every_published_file() -> None:
    refused: list[str] = []
    whole = 0
    for path in sorted(Path(SHARED or "", "corpus").rglob("*.y*ml")):
        findings = Findings()
        sources = load(path, findings)
        if sources is None:
            continue
        dialect = detect_dialect(sources)
        validate(sources, dialect, findings)
        capability = normalise(sources, dialect, findings)
        if _is_whole(sources):
            whole += 1
            if capability is None or findings.has_errors:
                refused.append(str(path))
    assert refused == []
    assert whole == 1109


def _is_whole(sources: SourceSet) -> bool:
    """Whether the file has calls, and each names an operation of the file."""
    data = sources.main.data
    capability = data.get("capability") if isinstance(data, dict) else None
    if not isinstance(capability, dict):
        return False
    known = {
        f"{api.get('namespace')}.{operation.get('name') or operation.get('id')}"
        for api in capability.get("consumes") or ()
        for resource in api.get("resources") or ()
        for operation in resource.get("operations") or ()
    }
    calls = [unit["call"] for unit in _units(capability) if "call" in unit]
    return bool(calls) and known.issuperset(calls)


def _units(capability: dict[str, Any]) -> list[dict[str, Any]]:
    units: list[dict[str, Any]] = []
    for adapter in capability.get("exposes") or ():
        units.extend(adapter.get("tools") or ())
        for resource in adapter.get("resources") or ():
            units.extend(resource.get("operations") or ())
    return units
