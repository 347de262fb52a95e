"""Overlays that look as if they were in force, and are not: their names are nearly right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..diagnostics import Finding, Findings
from ..diagnostics.rules import output as rules
from ..diagnostics.spelling import nearest
from ..store import writer
from .request import Request
from .specifications import SUFFIXES, is_overlay


def unused(request: Request) -> tuple[Finding, ...]:
    """A finding for each overlay beside the specifications of a run that none of them uses.

    Where all was asked for that the table lists, every such file is one. Where files were named, others may
    stand beside them that have nothing to do with them: then it is one only if its name is nearly theirs.

    Args:
        request: the run.
    """
    findings = Findings()
    used = _used(request)
    for folder, stems in _folders(request).items():
        for path, name in _overlays_in(folder):
            meant = nearest(name, sorted(stems))
            if path.resolve() in used or not (request.whole or meant):
                continue
            advice = f"call it `{meant}.overlay{path.suffix}`" if meant else None
            writer.report(findings, rules.UNUSED_OVERLAY, path, hint=advice)
    return findings.sorted()


def _used(request: Request) -> set[Path]:
    """Resolved: those of the run, and all that the table lists for others."""
    tables = (request.configuration.choices, *(e.choices for e in request.configuration.packages))
    listed = (file for each in tables for entry in each.overlays or () for file in entry.files)
    found = (path for target in request.targets() for path in request.overlays_of(target))
    return {path.resolve() for path in (*listed, *found)}


def _folders(request: Request) -> dict[Path, set[str]]:
    """The folders of the specifications, with the names of these without an ending."""
    if request.content is not None:
        return {}
    found: dict[Path, set[str]] = {}
    for spec in request.specs:
        found.setdefault(spec.parent, set()).add(spec.stem)
    return found


def _overlays_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each with the name of the specification that it would be of; none that has one."""
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return
    specs = {path.stem for path in paths if path.suffix in SUFFIXES and not is_overlay(path)}
    for path in paths:
        name = path.with_suffix("").stem
        if is_overlay(path) and path.is_file() and name not in specs:
            yield path, name
