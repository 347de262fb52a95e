"""A spec as a package in a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.diagnostics import Findings
from generator.options import Options
from generator.pipeline import build, understand


def write_package(
    spec: Path, folder: Path, *, name: str = "own", even_refused: bool = False, **choices: Any
) -> None:
    """The package of a spec; on demand also of one whose texts the validation refuses."""
    findings = Findings()
    understood = understand(spec, None, findings)
    assert understood is not None, spec
    assert even_refused or not findings.has_errors, spec
    for path, content in build(understood, Options(name, **choices)).items():
        place = folder / name / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
