"""Capabilities out of YAML texts, as the stages before and including this one read them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from generator.diagnostics import Finding, Findings, Severity
from generator.model import Capability, Dialect
from generator.normalise import detect_dialect, normalise
from generator.origin import Origin
from generator.source.loader import load
from generator.source.sources import Source, SourceSet
from generator.validate import validate


@dataclass(frozen=True)
class Read:
    """What came of a text."""

    capability: Capability | None
    findings: tuple[Finding, ...]
    dialect: Dialect

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]

    @property
    def errors(self) -> list[Finding]:
        return [each for each in self.findings if each.severity is Severity.ERROR]

    @property
    def good(self) -> Capability:
        assert self.capability is not None
        assert not self.errors, self.errors
        return self.capability


def read(text: str, dialect: Dialect | None = None, *, validated: bool = True) -> Read:
    """Stages 1 to 3 over a text."""
    findings = Findings()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "spec.yaml")
        path.write_text(text, encoding="utf-8")
        sources = load(path, findings)
    assert sources is not None, findings.sorted()
    chosen = dialect or detect_dialect(sources)
    if validated:
        validate(sources, chosen, findings)
    return Read(normalise(sources, chosen, findings), findings.sorted(), chosen)


def read_data(data: Any, dialect: Dialect | None = None) -> Read:
    """Stage 3 alone over plain data of any shape."""
    findings = Findings()
    sources = SourceSet(Source("spec.yaml", "", data))
    chosen = dialect or detect_dialect(sources)
    return Read(normalise(sources, chosen, findings), findings.sorted(), chosen)


def simplified(value: Any) -> Any:
    """A value of the model as plain data without origins, to compare it with."""
    if isinstance(value, (list, tuple)):
        return [simplified(each) for each in value]
    if isinstance(value, Mapping):
        return {key: simplified(each) for key, each in value.items()}
    names = [each.name for each in fields(value)] if is_dataclass(value) else []
    if names and not isinstance(value, Origin):
        kept = {name: getattr(value, name) for name in names if name != "origin"}
        return {type(value).__name__: simplified(kept)}
    return value
