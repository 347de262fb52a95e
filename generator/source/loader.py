"""Stage 1: a path becomes a source set, or findings that say why it does not."""

from __future__ import annotations

from pathlib import Path

import yaml

from ..diagnostics.finding import Findings, Position, Span
from ..diagnostics.rules import source as rules
from ..origin import Origin
from .builder import Builder
from .problems import Problem, RefusedError
from .reading import Content, read
from .sources import Source, SourceSet
from .syntax import explain


def load(path: Path, findings: Findings, content: bytes | None = None) -> SourceSet | None:
    """Read a capability file, from the disk unless its content is given.

    What is wrong goes to `findings`, which can locate origins in the result from then on. None
    means that there are no data at all; with data there may be errors all the same (a key that
    stands twice), so that the later stages can report the rest in the same run.
    """
    source, complete = _read_source(path, path.as_posix(), findings, content)
    if source is None:
        return None
    sources = SourceSet(source)
    findings.attach(sources)
    return sources if complete and _is_document(source, findings) else None


def read_source(path: Path, name: str, findings: Findings, sources: SourceSet) -> Source | None:
    """Read one more file into a set; None where it holds no mapping, which was reported."""
    source, complete = _read_source(path, name, findings, None)
    # Findings in it are shown with its lines, also where it could not be read to its end.
    if source is not None:
        sources.add(source)
    findings.attach(sources)
    if source is None:
        return None
    if complete and _is_document(source, findings):
        return source
    sources.broken.add(name)
    return None


def read_overlay(path: Path, findings: Findings, sources: SourceSet) -> Source | None:
    """Read a file whose actions are to change the main one; None where it holds no mapping."""
    name = path.as_posix()
    source, complete = _read_source(path, name, findings, None)
    if source is None:
        return None
    sources.overlays[name] = source
    return source if complete and _is_document(source, findings) else None


def _read_source(
    path: Path, name: str, findings: Findings, content: bytes | None
) -> tuple[Source | None, bool]:
    text = read(path, name, findings, content)
    if text is None:
        return None, False
    builder = Builder(text.text)
    complete = _build(builder, text, name, findings)
    return Source(name, text.text.content, builder.data, text.sha256, builder.root), complete


def _build(builder: Builder, content: Content, name: str, findings: Findings) -> bool:
    """Read the YAML and report its problems; False where it broke off."""
    last: Problem | None = None
    try:
        builder.read()
        complete = True
    except RefusedError as refusal:
        last, complete = refusal.problem, False
    except yaml.YAMLError as error:
        last, complete = explain(content.text, error, builder), False
    for problem in [*builder.problems, *([last] if last is not None else [])]:
        start = content.text.position(problem.start)
        end = content.text.position(problem.end)
        span = Span(name, start, end)
        origin = Origin(name, problem.pointer)
        findings.report_in(origin, problem.rule, span, instead=problem.instead, **problem.facts)
    return complete


def _is_document(source: Source, findings: Findings) -> bool:
    if isinstance(source.data, dict):
        return True
    if findings.has_errors:
        return False
    if source.data is None:
        findings.report_at(rules.EMPTY, Span(source.name, Position(1, 1), Position(1, 1)))
    else:
        end = min(len(source.lines.line(1)), 80) + 1
        span = Span(source.name, Position(1, 1), Position(1, end))
        found = "a list" if isinstance(source.data, list) else "a single value"
        findings.report_at(rules.NOT_A_MAPPING, span, found=found)
    return False
