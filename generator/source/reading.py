"""From a path to the text of a file, bounded: nothing is read that is too large to be one."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Final

from .. import regex
from ..diagnostics.finding import Findings, Position, Span
from ..diagnostics.rules import source as rules
from ..records import dataclass
from .sources import Source, SourceSet
from .text import LARGEST, Text, with_line_feeds

_LIMIT: Final = "8 MiB"
_MARKER: Final = regex.late(r"#\s*---\s*truncated at \S+ kB", re.IGNORECASE)
_FULL_SOURCE: Final = regex.late(r"#\s*Full source:\s*(\S+)")
_TAIL: Final = 4096
_BOM: Final = b"\xef\xbb\xbf"
_FORBIDDEN: Final = regex.late(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""What YAML 1.2.2, section 5.1 (c-printable), leaves out."""


@dataclass(frozen=True, slots=True)
class Content:
    text: Text
    sha256: str


def read(path: Path, name: str, findings: Findings, content: bytes | None = None) -> Content | None:
    """The text of the file, or None once it has been reported why there is none."""
    raw = _bytes(path, name, findings) if content is None else _bounded(content, name, findings)
    if raw is None:
        return None
    raw = with_line_feeds(raw)
    return None if _report_cut(raw, name, findings) else _decode(raw, name, findings)


def _bytes(path: Path, name: str, findings: Findings) -> bytes | None:
    try:
        with path.open("rb") as file:
            is_large = os.fstat(file.fileno()).st_size > LARGEST
            # One byte more than it may have: a file that grows, or has no size, is seen too.
            return _bounded(None if is_large else file.read(LARGEST + 1), name, findings)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        findings.report_at(rules.NOT_READABLE, _start(name), reason=reason)
        return None


def _bounded(raw: bytes | None, name: str, findings: Findings) -> bytes | None:
    if raw is None or len(raw) > LARGEST:
        findings.report_at(rules.TOO_LARGE, _start(name), limit=_LIMIT)
        return None
    return raw


def _report_cut(raw: bytes, name: str, findings: Findings) -> bool:
    """Whether the last comment lines say that the publisher cut the file; if so, report it."""
    tail = raw[-_TAIL:].decode("utf-8", "replace").splitlines()
    comments: list[str] = []
    for line in reversed(tail):
        if not line.strip():
            continue
        if not line.startswith("#"):
            break
        comments.insert(0, line)
    marked = [line for line in comments if _MARKER.match(line)]
    if not marked:
        return False
    addresses = [found[1] for line in comments if (found := _FULL_SOURCE.match(line))]
    where = f", from {addresses[0]}" if addresses else ""
    text = Text(raw.decode("utf-8", "replace").removeprefix("\ufeff"))
    offset = text.content.rfind(marked[0])
    span = Span(name, text.position(offset), text.position(offset + len(marked[0])))
    findings.attach(SourceSet(Source(name, text.content, None)))
    findings.report_at(rules.CUT, span, where=where)
    return True


def _decode(raw: bytes, name: str, findings: Findings) -> Content | None:
    try:
        text = raw.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        problem = _encoding_problem(raw, error.start)
        before = Text(error.object[: error.start].decode("utf-8"))
        at = before.position(len(before.content))
        findings.report_at(rules.NOT_TEXT, Span(name, at, _next(at)), problem=problem)
        return None
    content = Text(text)
    found = _FORBIDDEN.search(text)
    if found is not None:
        at = content.position(found.start())
        problem = f"it holds the character U+{ord(found[0]):04X}"
        findings.attach(SourceSet(Source(name, text, None)))
        findings.report_at(rules.NOT_TEXT, Span(name, at, _next(at)), problem=problem)
        return None
    return Content(content, hashlib.sha256(raw).hexdigest())


def _encoding_problem(raw: bytes, at: int) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "it is UTF-16"
    offset = at + (len(_BOM) if raw.startswith(_BOM) else 0)
    return f"the byte 0x{raw[offset]:02X} does not fit"


def _start(name: str) -> Span:
    return Span(name, Position(1, 1), Position(1, 1))


def _next(position: Position) -> Position:
    return Position(position.line, position.column + 1)
