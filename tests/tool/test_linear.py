"""A specification twice as long takes twice the work, and no more: the work is counted, not timed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest

from generator import own_files
from generator.diagnostics import Findings
from generator.options import Options
from generator.pipeline import build, understand

FEW: Final = 60
OURS: Final = str(own_files.PACKAGE)


def _exposed(names: list[str], kind: str) -> dict[str, Any]:
    if kind == "rest":
        resources = [
            {
                "path": f"/{each}",
                "operations": [{"method": "GET", "name": each, "call": f"many.{each}"}],
            }
            for each in names
        ]
        return {"type": "rest", "namespace": "many-rest", "port": 8080, "resources": resources}
    tools = [
        {
            "name": each,
            "description": f"Lists {each}.",
            "call": f"many.{each}",
            "outputParameters": [{"name": "id", "type": "string", "mapping": "$.id"}],
        }
        for each in names
    ]
    return {"type": "mcp", "namespace": "many-mcp", "port": 9090, "tools": tools}


def _specification(folder: Path, count: int, kind: str) -> Path:
    names = [f"list-things-{index:04}" for index in range(count)]
    resources = [
        {"name": each, "path": f"/{each}", "operations": [{"method": "GET", "name": each}]}
        for each in names
    ]
    api = {"type": "http", "namespace": "many", "baseUri": "https://api.example.com"}
    document = {
        "naftiko": "1.0.0-alpha2",
        "info": {"label": "Many", "description": "Many operations."},
        "capability": {
            "consumes": [{**api, "resources": resources}],
            "exposes": [_exposed(names, kind)],
        },
    }
    path = folder / f"many-{count}-{kind}.yaml"
    path.write_text(json.dumps(document), "utf-8")
    return path


def _work(spec: Path) -> int:
    """Lines of the generator that run, each turn of a loop among them."""
    lines = 0

    def line(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal lines
        lines += event == "line"
        return line

    def enter(frame: FrameType, _event: str, _argument: object) -> Any:
        return line if frame.f_code.co_filename.startswith(OURS) else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        findings = Findings()
        understood = understand(spec, None, findings)
        assert understood is not None
        assert not findings.has_errors
        build(understood, Options("many"))
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("kind", ["rest", "mcp"])
def test_twice_the_operations_are_twice_the_work(tmp_path: Path, kind: str) -> None:
    _work(_specification(tmp_path, 1, kind))  # What is done once only is done.
    few, many = (_work(_specification(tmp_path, count, kind)) for count in (FEW, 2 * FEW))
    assert many <= 2.05 * few
