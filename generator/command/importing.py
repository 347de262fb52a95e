"""`capwright import openapi`: a document becomes a capability, beside what it was imported as."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from ..diagnostics import Findings, Position, Span
from ..diagnostics.rules import openapi as rules
from ..diagnostics.text import render_text
from ..openapi import OpenApiError, capability_of, read_document
from ..openapi.addresses import masked
from ..openapi.model import Remark
from ..openapi.names import namespace_of
from ..openapi.updating import Update, updated
from ..records import dataclass
from ..source.loader import load
from ..source.writing import as_yaml
from .terminal import has_colours, say

SUFFIX: Final = ".imported.json"
"""Of the file that keeps an import as it was made: what `--update` compares with."""

_A_DOCUMENT: Final = (
    "name a document of OpenAPI 2.0 or 3.0 to 3.2, in JSON or YAML, whose references stay below its folder"
)


@dataclass(frozen=True, slots=True)
class Import:
    """What the user asked for."""

    document: Path
    out: Path | None = None
    update: bool = False
    force: bool = False


def import_openapi(wanted: Import) -> int:
    """Write a capability and what it was imported as; the exit code."""
    findings = Findings()
    try:
        data, api = capability_of(read_document(wanted.document))
    except OpenApiError as error:
        place = error.place or _start(wanted.document)
        advice = error.advice or _A_DOCUMENT
        findings.report_at(rules.NOT_IMPORTED, place, problem=str(error), advice=advice)
        return _end(findings)
    out = wanted.out or Path(f"{namespace_of(api.title)}-capability.yaml")
    if out.exists() and not wanted.update and not wanted.force:
        say(f"Error: {out} is there: --update keeps what was edited in it, --force writes it anew.")
        return 2
    made = _merged(out, data, findings) if wanted.update and out.exists() else data
    if made is None:
        return _end(findings)
    _report(api.remarks, wanted.document, findings)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(_head(wanted.document) + as_yaml(made), encoding="utf-8", newline="\n")
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    _imported(out).write_text(text + "\n", encoding="utf-8", newline="\n")
    said = _end(findings)
    count = "1 operation" if len(api.operations) == 1 else f"{len(api.operations)} operations"
    say(f"{out.as_posix()}: {count} of {api.title}")
    return said


def _head(document: Path) -> str:
    name = "".join(each for each in document.name if each.isprintable())
    return (
        f"# Imported from {name} by `capwright import openapi`. Edit it as you like: `--update` keeps\n"
        "# names and edits. Comments are not kept.\n"
    )


def _imported(out: Path) -> Path:
    return out.with_name(out.name.removesuffix(out.suffix) + SUFFIX)


def _merged(out: Path, now: dict[str, Any], findings: Findings) -> dict[str, Any] | None:
    """The file with what is new; None where it, or what it was imported as, cannot be read."""
    sources = load(out, findings)
    if sources is None or findings.has_errors:
        return None
    try:
        before = json.loads(_imported(out).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        problem = f"`{_imported(out).name}`, which says what was imported before, cannot be read ({error})"
        advice = "restore that file, or import anew with `--force`"
        findings.report_at(rules.NOT_IMPORTED, _start(out), problem=problem, advice=advice)
        return None
    done: Update = updated(before, sources.main.data, now)
    for pointer in done.kept:
        findings.report_at(rules.EDITS_KEPT, _start(out), place=pointer)
    for word, pointers in (("new", done.added), ("gone", done.removed)):
        for pointer in pointers:
            say(f"{word}: {pointer}")
    return done.data


def _start(path: Path) -> Span:
    return Span(path.as_posix(), Position(1, 1), Position(1, 1))


def _report(remarks: tuple[Remark, ...], document: Path, findings: Findings) -> None:
    lines = document.read_text(encoding="utf-8", errors="replace").splitlines() if remarks else []
    for each in remarks:
        place = _place(each.pointer, lines)
        span = Span(document.as_posix(), place, Position(place.line, place.column + 1))
        findings.report_at(rules.NOT_SAID, span, pointer=each.pointer, problem=masked(each.text))


def _place(pointer: str, lines: list[str]) -> Position:
    """About where a place of the document stands: each key of its path behind the one before."""
    line = 0
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        found = next(
            (
                number
                for number in range(line, len(lines))
                if lines[number].strip().lstrip("\"'").startswith(key)
            ),
            None,
        )
        if found is None:
            break
        line = found
    text = lines[line] if line < len(lines) else ""
    return Position(line + 1, len(text) - len(text.lstrip()) + 1)


def _end(findings: Findings) -> int:
    found = findings.sorted()
    text = render_text(found, _Lines(), colour=has_colours(sys.stderr))
    say(text, newline=False)
    return 1 if findings.has_errors else 0


class _Lines:
    """The lines of the document, and of the files that it refers to."""

    def __init__(self) -> None:
        self._lines: dict[str, list[str]] = {}

    def line(self, file: str, number: int) -> str:
        if file not in self._lines:
            try:
                text = Path(file).read_text(encoding="utf-8", errors="replace")
            except OSError:
                text = ""
            self._lines[file] = text.splitlines()
        lines = self._lines[file]
        return masked(lines[number - 1]) if number <= len(lines) else ""
