"""Stage 1: read a file and what it refers to."""

from __future__ import annotations

from pathlib import Path

from generator.diagnostics.finding import Findings
from generator.source.sources import SourceSet


def load(path: Path, findings: Findings) -> SourceSet | None:
    """Read a capability file."""
    raise NotImplementedError
