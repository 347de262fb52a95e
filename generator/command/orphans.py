"""Packages of the output folder that nothing in `[tool.capwright]` makes any more."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from ..diagnostics import Finding, Findings
from ..diagnostics.rules import output as rules
from ..options import SHARED
from ..store import manifest, writer
from ..store.folder import Kind, kind_of

_NAME: Final = "capwright"


def orphaned(out: Path, packages: Collection[str]) -> tuple[Finding, ...]:
    """A finding for each.

    Args:
        out: the output folder.
        packages: the names of those that are made.
    """
    findings = Findings()
    known = {*packages, SHARED}
    for folder in _packages_in(out):
        if folder.name not in known:
            writer.report(findings, rules.ORPHAN, folder)
    return findings.sorted()


def _packages_in(out: Path) -> Iterator[Path]:
    """The folders that were generated, by their manifests; links are not followed."""
    if kind_of(out) is not Kind.FOLDER:
        return
    for folder in sorted(out.iterdir()):
        if kind_of(folder) is Kind.FOLDER and _is_ours(folder / manifest.NAME):
            yield folder


def _is_ours(path: Path) -> bool:
    try:
        if kind_of(path) is not Kind.FILE or path.stat().st_size > manifest.LARGEST:
            return False
        content = path.read_bytes()
        manifest.listed_files(content)
        document: Any = json.loads(content)
    except (OSError, manifest.ManifestError):
        return False
    generator = document.get("generator")
    return isinstance(generator, dict) and generator.get("name") == _NAME
