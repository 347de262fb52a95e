"""Findings for people: the line with a caret, as compilers show it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final, Protocol

from .finding import Finding, Severity, Span
from .folding import others
from .showing import visible

_COLOURS: Final = {
    Severity.ERROR: "\x1b[1;31m",
    Severity.WARNING: "\x1b[1;33m",
    Severity.NOTE: "\x1b[1;36m",
}
_BOLD: Final = "\x1b[1m"
_FAINT: Final = "\x1b[34m"
_RESET: Final = "\x1b[0m"

WIDEST: Final = 100
"""Columns of a source line that are shown; of a longer one, the part around the caret."""
_BEFORE: Final = 40
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_INVISIBLE: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


class Lines(Protocol):
    """What gives the lines of a file: a source set."""

    def line(self, file: str, number: int) -> str: ...


def render_text(
    findings: Iterable[Finding], sources: Lines | None = None, *, colour: bool = False
) -> str:
    """All findings, a blank line between them; empty where there are none."""
    paint = _Paint(colour)
    return "\n".join(_finding(finding, sources, paint) for finding in findings)


class _Paint:
    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, style: str, text: str) -> str:
        return f"{style}{text}{_RESET}" if self._colour and text else text


def _finding(finding: Finding, sources: Lines | None, paint: _Paint) -> str:
    style = _COLOURS[finding.severity]
    head = paint(style, f"{finding.severity.value}[{finding.code}]")
    lines = [f"{head}{paint(_BOLD, f': {finding.message}')}"]
    gutter = " "
    if finding.span is not None:
        gutter = " " * len(str(finding.span.start.line))
        lines += _place(finding.span, gutter, paint)
        lines += _source(finding.span, sources, gutter, style, paint)
    if more := others(finding):
        lines.append(f"{gutter} {paint(_FAINT, '=')} {paint(_BOLD, 'also:')} {more}")
    if finding.hint:
        lines.append(f"{gutter} {paint(_FAINT, '=')} {paint(_BOLD, 'hint:')} {finding.hint}")
    return "".join(f"{line}\n" for line in lines)


def _place(span: Span, gutter: str, paint: _Paint) -> list[str]:
    where = f"{visible(span.file)}:{span.start.line}:{span.start.column}"
    return [f"{gutter}{paint(_FAINT, '-->')} {where}"]


def _source(span: Span, sources: Lines | None, gutter: str, style: str, paint: _Paint) -> list[str]:
    line = sources.line(span.file, span.start.line) if sources is not None else ""
    if not line.strip():
        return []
    start = span.start.column - 1
    end = span.end.column - 1 if span.end.line == span.start.line else len(line)
    shown, before, marked = excerpt(line, start, end)
    bar = paint(_FAINT, "|")
    caret = paint(style, "^" * marked)
    return [
        f"{gutter} {bar}",
        f"{paint(_FAINT, str(span.start.line))} {bar} {shown}",
        f"{gutter} {bar} {' ' * before}{caret}",
    ]


def excerpt(line: str, start: int, end: int) -> tuple[str, int, int]:
    """A source line made fit to be shown, the columns before the caret, and those it marks.

    `start` and `end` count characters of the line. What is shown has no control characters and is
    never wider than `WIDEST` columns, or a little more where characters are two columns wide.
    """
    line = line.rstrip()
    start = min(start, len(line))
    end = max(start + 1, min(end, len(line)))
    first = 0
    if len(line) > WIDEST:
        first = min(max(0, start - _BEFORE), len(line) - WIDEST)
    last = first + WIDEST
    left = "…" if first else ""
    right = "…" if last < len(line) else ""
    shown = "".join(_printable(character) for character in line[first:last])
    before = len(left) + _width(shown[: start - first])
    marked = max(1, _width(shown[start - first : min(end, last) - first]))
    return f"{left}{shown}{right}", before, marked


def _printable(character: str) -> str:
    if character == "\t":
        return " "
    return _REPLACEMENT if unicodedata.category(character) in _INVISIBLE else character


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
