"""Short ways to load and check a text."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.diagnostics import Finding, Findings, Severity
from generator.diagnostics.rules.samples import capability
from generator.model import Dialect
from generator.pipeline import understand
from generator.source.loader import load
from generator.source.sources import SourceSet
from generator.validate import validate

QUAY = Path(__file__).parents[2] / "specs" / "quay-capability.yaml"
GOOD = capability()
OFFICIAL = GOOD.replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5")


@dataclass(frozen=True)
class Result:
    sources: SourceSet | None
    findings: tuple[Finding, ...]
    collector: Findings

    @property
    def data(self) -> Any:
        assert self.sources is not None, self.findings
        return self.sources.main.data

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]

    @property
    def only(self) -> Finding:
        assert len(self.findings) == 1, self.findings
        return self.findings[0]

    @property
    def places(self) -> list[tuple[str, int, int]]:
        """Code, line and column of each finding."""
        return [
            (finding.code, finding.span.start.line, finding.span.start.column)
            for finding in self.findings
            if finding.span is not None
        ]

    def marked(self) -> str:
        """The text under the caret of the only finding."""
        span = self.only.span
        assert span is not None
        assert self.collector.sources is not None
        assert span.start.line == span.end.line
        line = self.collector.sources.line(span.file, span.start.line)
        return line[span.start.column - 1 : span.end.column - 1]


class Bench:
    """Loads texts in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "spec.yaml"

    def load(self, text: str | bytes) -> Result:
        """Stage 1 alone. Short text is dedented."""
        raw = (
            text
            if isinstance(text, bytes)
            else (textwrap.dedent(text) if len(text) < 100_000 else text).encode()
        )
        self._path.write_bytes(raw)
        findings = Findings()
        sources = load(self._path, findings)
        return Result(sources, findings.sorted(), findings)

    def check(self, text: str, dialect: Dialect = Dialect.PUBLISHED) -> Result:
        """Stages 1 and 2."""
        loaded = self.load(text)
        if loaded.sources is not None:
            validate(loaded.sources, dialect, loaded.collector)
        return Result(loaded.sources, loaded.collector.sorted(), loaded.collector)


def mistakes_found(text: str, folder: Path) -> list[tuple[int, int, str]]:
    """The line, the column and the words of each finding that is more than a note."""
    path = folder / "capability.yaml"
    path.write_text(text, encoding="utf-8")
    findings = Findings()
    understand(path, None, findings)
    return [
        (each.span.start.line, each.span.start.column, f"{each.code} {each.message} {each.hint}")
        for each in findings.sorted()
        if each.severity is not Severity.NOTE and each.span is not None
    ]
