"""From a folder to its configuration: the nearest `pyproject.toml` that has a table for us."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from ... import regex
from ...diagnostics import Findings, Position, Span
from ...diagnostics.rules import configuration as rules
from .tables import Configuration, configuration
from .values import Document, Value

FILE: Final = "pyproject.toml"
TABLE: Final = ("tool", "capwright")
LARGEST: Final = 1024 * 1024
"""Bytes."""
_MENTIONED: Final = regex.late(rb"capwright")
_PLACE: Final = regex.late(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")


def find(start: Path) -> Path | None:
    """The file that configures a folder, or None.

    Above the root of a repository (a folder with `.git`) nothing is looked for. A file without the
    table is passed over; one that cannot be read is the one, if it speaks of capwright.
    """
    folder = start.resolve()
    for parent in (folder, *folder.parents):
        path = parent / FILE
        if path.is_file() and _has_table(path):
            return _from(start, path)
        if (parent / ".git").exists():
            return None
    return None


def load(path: Path, findings: Findings) -> tuple[Configuration, Document]:
    """What the file says, and its lines; what is wrong in it goes to `findings`."""
    text, content = _content(path, findings)
    document = Document(path, text, findings)
    value = Value(document, (), content)
    for name in TABLE:
        inner = value.value.get(name, {}) if isinstance(value.value, dict) else {}
        value = Value(document, (*value.path, name), inner)
    return configuration(value), document


def _has_table(path: Path) -> bool:
    try:
        raw = path.read_bytes()[: LARGEST + 1]
        if not _MENTIONED.search(raw):
            return False
        import tomllib

        tool = tomllib.loads(raw.decode("utf-8-sig")).get(TABLE[0])
    except (OSError, ValueError, RecursionError):
        return True
    return isinstance(tool, dict) and TABLE[1] in tool


def _content(path: Path, findings: Findings) -> tuple[str, dict[str, Any]]:
    """The text and what it says; nothing, and a finding, where it cannot be read."""
    import tomllib  # Most runs have no configuration.

    text, start = "", Position(1, 1)
    try:
        raw = path.read_bytes()
        if len(raw) > LARGEST:
            raise ValueError("it is larger than 1 MiB")
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem, start = _explained(error, text)
    except UnicodeDecodeError as error:
        problem = f"the byte 0x{error.object[error.start]:02X} is not UTF-8"
    except (OSError, ValueError, RecursionError) as error:
        problem = (getattr(error, "strerror", None) or str(error)).lower()
    span = Span(path.as_posix(), start, Position(start.line, start.column + 1))
    findings.report_at(rules.NOT_TOML, span, problem=problem)
    return text, {}


def _explained(error: ValueError, text: str) -> tuple[str, Position]:
    """The message in our style, and its place: the library writes it into the message."""
    message = str(error)
    found = _PLACE.search(message)
    if found is None:
        return message, Position(1, 1)
    lines = text.splitlines() or [""]
    place = Position(len(lines), len(lines[-1]) + 1)
    if found[1]:
        place = Position(int(found[1]), int(found[2]))
    short = message[: found.start()]
    return short[:1].lower() + short[1:], place


def _from(start: Path, path: Path) -> Path:
    """The path as one would write it in `start`: findings and results are shown with it."""
    try:
        return Path(os.path.relpath(path, start.resolve())) if start == Path() else path
    except ValueError:
        return path
