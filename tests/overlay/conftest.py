"""A capability and overlays of it, as files beside each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator.diagnostics import Finding, Findings, Severity
from generator.overlay import apply_overlays
from generator.source.loader import load
from generator.source.sources import SourceSet


@dataclass(frozen=True)
class Applied:
    """What came of a document and its overlays."""

    ok: bool
    data: Any
    findings: tuple[Finding, ...]
    sources: SourceSet

    @property
    def codes(self) -> list[str]:
        return [each.code for each in self.findings]

    @property
    def error(self) -> Finding:
        [found] = [each for each in self.findings if each.severity is Severity.ERROR]
        return found

    def at(self, finding: Finding) -> tuple[str, str]:
        """The name of the file that a finding points into, and the text under its caret."""
        span = finding.span
        assert span is not None
        line = self.sources.line(span.file, span.start.line)
        end = span.end.column - 1 if span.end.line == span.start.line else None
        return Path(span.file).name, line[span.start.column - 1 : end]


Apply = Callable[..., Applied]


@pytest.fixture
def apply(tmp_path: Path) -> Apply:
    """Apply overlays (texts; the head may be left out) to a document (text)."""

    def run(document: str, *overlays: str, version: str = "1.2.0") -> Applied:
        spec = tmp_path / "doc.yaml"
        spec.write_text(document)
        paths = []
        for number, text in enumerate(overlays, 1):
            path = tmp_path / f"{number}.overlay.yaml"
            head = f"overlay: {version}\ninfo: {{title: T, version: '1'}}\nactions:\n"
            path.write_text(text if text.startswith("overlay:") else head + text)
            paths.append(path)
        findings = Findings()
        sources = load(spec, findings)
        assert sources is not None
        ok = apply_overlays(sources, paths, findings)
        return Applied(ok, sources.main.data, findings.sorted(), sources)

    return run
