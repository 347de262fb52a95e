"""One value of the table, and what is read from it; whatever is wrong is a finding at its place."""

from __future__ import annotations

import enum
import os
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from ...diagnostics import Findings, Position, Rule, Span, words
from ...diagnostics.rules import configuration as rules
from ...records import dataclass
from ..specifications import is_overlay
from . import places

T = TypeVar("T")
Choice = TypeVar("Choice", bound=enum.Enum)
Reader = Callable[["Value"], Any]


class Document:
    """`pyproject.toml`: its folder, its text, and where its keys stand."""

    def __init__(self, path: Path, text: str, findings: Findings) -> None:
        self.path = path
        self.folder = path.parent
        self.findings = findings
        self._text = text

    @cached_property
    def places(self) -> Mapping[places.Path, places.Place]:
        return places.places(self._text)

    def line(self, _file: str, number: int) -> str:
        """A line of the file, for the findings."""
        lines = self._text.splitlines()
        return lines[number - 1] if number <= len(lines) else ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value, and the names that lead to it."""

    document: Document
    path: places.Path
    value: Any

    def children(self) -> Iterator[tuple[str, Value]]:
        """The entries of a table; none, and a finding, where the value is no table."""
        if not isinstance(self.value, dict):
            self.wrong("a table")
            return
        for name, value in self.value.items():
            yield name, Value(self.document, (*self.path, name), value)

    def report(
        self, rule: Rule, *, at_key: bool = False, hint: str | None = None, **facts: object
    ) -> None:
        """A finding at the value, or at its key."""
        place = self._place()
        start = place.key if at_key else place.value
        span = Span(self.document.path.as_posix(), start, Position(start.line, start.column + 1))
        if at_key:
            span = Span(span.file, start, Position(start.line, start.column + len(self.path[-1])))
        self.document.findings.report_at(rule, span, pointer="", hint=hint, **facts)

    def wrong(self, wanted: str, hint: str | None = None) -> None:
        """The value is not of the kind that its key takes."""
        found = words.kind(self.value)
        self.report(rules.WRONG_VALUE, hint=hint, key=self.path[-1], found=found, wanted=wanted)

    def lacks(self, key: str) -> None:
        """The table has not what it cannot do without."""
        found = f"a table without `{key}`"
        self.report(
            rules.WRONG_VALUE, at_key=True, key=self.path[-1], found=found, wanted=f"a `{key}`"
        )

    def bad_name(self, name: str) -> None:
        """The key is to be a package and cannot be imported."""
        self.report(
            rules.WRONG_VALUE,
            at_key=True,
            key=name,
            found="no name that Python can import",
            wanted="a name of letters, digits and underscores",
        )

    def twice(self, first: str, second: str, spec: Path) -> None:
        """Two tables have one specification; `second` is the one that is wrong."""
        path = os.path.relpath(spec, self.document.folder)
        child = Value(self.document, (*self.path, second), None)
        name = Path(path).as_posix()
        child.report(rules.PACKAGE_TWICE, at_key=True, path=name, first=first, second=second)

    def _place(self) -> places.Place:
        """Of the value, or of what is nearest above it and stands in the file."""
        for end in range(len(self.path), 0, -1):
            found = self.document.places.get(self.path[:end])
            if found is not None:
                return found
        return places.Place(Position(1, 1), Position(1, 1))


def read_table(value: Value, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """What the keys of a table say, by the names of the fields that they fill (`-` as `_`)."""
    read: dict[str, Any] = {}
    for key, child in value.children():
        reader = readers.get(key)
        if reader is None:
            _unknown(child, key, readers)
            continue
        found = reader(child)
        if found is not None:
            read[key.replace("-", "_")] = found
    return read


def _unknown(value: Value, key: str, readers: Mapping[str, Reader]) -> None:
    from ...diagnostics.spelling import listed, nearest

    meant = nearest(key, readers)
    known = listed(list(readers), "and")
    hint = f"did you mean `{meant}`? The keys are {known}" if meant else None
    table = ".".join(value.path[:-1])
    value.report(rules.UNKNOWN_KEY, at_key=True, hint=hint, table=table, key=key, known=known)


def flag(value: Value) -> bool | None:
    """`true` or `false`."""
    if isinstance(value.value, bool):
        return value.value
    value.wrong("`true` or `false`")
    return None


def text(value: Value) -> str | None:
    """A text that is not empty."""
    if isinstance(value.value, str) and value.value:
        return value.value
    value.wrong("a text that is not empty")
    return None


def number(minimum: int, maximum: int) -> Callable[[Value], int | None]:
    """A whole number between two bounds, both included."""

    def read(value: Value) -> int | None:
        found = value.value
        if isinstance(found, int) and not isinstance(found, bool) and minimum <= found <= maximum:
            return found
        value.wrong(f"a whole number from {minimum} to {maximum}")
        return None

    return read


def texts(value: Value) -> tuple[str, ...] | None:
    """A list of texts; one text is a list of one."""
    found = [value.value] if isinstance(value.value, str) else value.value
    if isinstance(found, list) and all(isinstance(each, str) and each for each in found):
        return tuple(found)
    value.wrong("a list of texts")
    return None


def one_of(kind: type[Choice]) -> Callable[[Value], Choice | None]:
    """A member of an enumeration, by its value."""

    def read(value: Value) -> Choice | None:
        allowed = [each.value for each in kind]
        if value.value in allowed:
            return kind(value.value)
        from ...diagnostics.spelling import listed, nearest

        wanted = listed(allowed)
        meant = nearest(value.value, allowed) if isinstance(value.value, str) else None
        hint = f"did you mean `{meant}`? It takes {wanted}" if meant else None
        value.wrong(wanted, hint)
        return None

    return read


def some_of(kind: type[Choice]) -> Callable[[Value], tuple[Choice, ...] | None]:
    """Members of an enumeration in its order, by their values: at least one; one alone needs no list."""
    one = one_of(kind)

    def read(value: Value) -> tuple[Choice, ...] | None:
        listed = value.value if isinstance(value.value, list) else [value.value]
        if not listed:
            value.wrong("at least one of its values")
            return None
        found = [one(Value(value.document, value.path, each)) for each in listed]
        return None if None in found else tuple(each for each in kind if each in found)

    return read


def path(value: Value) -> Path | None:
    """A path from the folder of the file."""
    found = text(value)
    return None if found is None else value.document.folder / found


def existing(value: Value) -> tuple[Path, ...] | None:
    """Files and folders that are there; `*` and `**` stand for names, as in a shell."""
    found = texts(value)
    if found is None:
        return None
    paths: dict[Path, None] = {}
    for pattern in found:
        matched = _matches(value.document.folder, pattern)
        if not matched:
            value.report(rules.NO_SPECIFICATION, key=value.path[-1], path=pattern)
        paths.update(dict.fromkeys(matched))
    return tuple(paths)


def _matches(folder: Path, pattern: str) -> list[Path]:
    if "*" not in pattern:
        path = folder / pattern
        return [path] if path.is_file() or path.is_dir() else []
    try:
        # An overlay is no specification: `specs/*.yaml` does not mean it.
        whole = "overlay" in pattern
        return sorted(p for p in folder.glob(pattern) if whole or not is_overlay(p))
    except (ValueError, NotImplementedError, OSError):
        return []
