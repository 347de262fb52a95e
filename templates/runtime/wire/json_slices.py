"""Large JSON documents, read a slice at a time, so that an event loop has other calls in between.

`json` reads a document in one piece and lets nobody else run meanwhile, in a thread neither: ten megabytes
of small numbers take half a second, of empty lists several. Here a document is cut at commas. Each slice
is made a document of its own: it opens what is open where it begins, and closes what is open where it
ends; what it holds is then added to the containers of the slices before. All reading is done by `json`,
so values and errors are the same.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from ..values import Json, JsonValue

MANY: Final = 100_000
"""Values that are read in one piece: about ten milliseconds."""
_SLICE: Final = 32 * 1024
"""Characters of a slice."""
_DEEPEST: Final = 900
"""What lies deeper is refused, as `json` does."""
_REST: Final = r'[^"\\]*+(?:\\.[^"\\]*+)*+"'
_BETWEEN: Final = r'[^"\[\]{}]{0,100}+'
_FLAT: Final = rf'{_BETWEEN}(?:"{_REST}{_BETWEEN}){{0,20}}+'
_MARK: Final = re.compile(
    rf'[\[\]{{}}"](?:(?<="){_REST}(?:{_BETWEEN}("{_REST})){{0,50}}+|(?<=\[){_FLAT}\]|(?<={{){_FLAT}}})?',
    re.DOTALL,
)
"""A bracket, or what may be passed over as one: some texts in a row, or a small container without others."""
_SPACE: Final = " \t\n\r"
_STAND_IN: Final = os.urandom(12).hex()
"""The key under which a slice has what its containers held before; no document can know it."""


def is_large(content: bytes) -> bool:
    """Whether a document may hold so many values that it is read in slices."""
    if len(content) < MANY:
        return False
    return content.count(b",") + content.count(b"[") + content.count(b"{") > MANY


async def read_in_slices(
    text: str, decoder: json.JSONDecoder, *, build: bool = True, deepest: int = _DEEPEST
) -> Json:
    """A document as `decoder.decode` reads it, or without `build` an empty one of its outermost type.

    Raises `ValueError`, and `RecursionError` for what is nested deeper than `deepest`.

    Args:
        text: the document.
        decoder: what reads each slice.
        build: see above.
        deepest: levels.
    """
    start = len(text) - len(text.lstrip(_SPACE))
    if text[start : start + 1] not in ("[", "{"):
        return decoder.decode(text)
    reader = _Reader(text, start, decoder, build, deepest)
    for _ in reader.slices():
        await asyncio.sleep(0)  # The turn of whoever else is served.
    return reader.root


@dataclass(frozen=True, slots=True)
class _Open:
    """A container that is not closed yet."""

    is_list: bool
    key: tuple[int, int] | None
    """Where its key stands, if it is in an object."""


class _Reader:
    """One document: the containers that are open, and what they hold already."""

    def __init__(
        self, text: str, start: int, decoder: json.JSONDecoder, build: bool, deepest: int
    ) -> None:
        self._text = text
        self._decoder = decoder
        self._build = build
        self._deepest = deepest
        self._from = start
        self._before: list[_Open] = []
        """What was open where the slice begins."""
        self._open: list[_Open] = []
        self._spine: list[Any] = []
        """The containers of `_before`."""
        self.root: Json = [] if text[start] == "[" else {}

    def slices(self) -> Iterator[None]:
        """Reads the document; others may run wherever it yields. Raises `ValueError`, `RecursionError`."""
        string: tuple[int, int] | None = None
        at = self._from
        for count, mark in enumerate(_MARK.finditer(self._text, at), 1):
            begin, end = mark.span()
            if begin - self._from > _SLICE:
                yield from self._cut_before(begin, at)
            at = end
            sign = self._text[begin]
            if sign == '"':
                string = mark.span(1) if mark.lastindex else (begin, end)
            elif sign in "]}":
                if self._leaves(sign):
                    break
            elif end - begin == 1:
                self._enter(sign == "[", string)
            elif not self._open:
                break  # The document is a small container.
            if count % 10_000 == 0:
                yield
        if self._open or not at:
            self._fail("Expecting ',' delimiter", len(self._text))
        self._take(at)
        rest = self._text[at:].lstrip(_SPACE)
        if rest:
            self._fail("Extra data", len(self._text) - len(rest))

    def _enter(self, is_list: bool, string: tuple[int, int] | None) -> None:
        if len(self._open) >= self._deepest:
            raise RecursionError
        is_member = bool(self._open) and not self._open[-1].is_list
        self._open.append(_Open(is_list, string if is_member else None))

    def _leaves(self, sign: str) -> bool:
        """Closes a container; whether it was the outermost one."""
        if not self._open or self._open.pop().is_list != (sign == "]"):
            # One slice more, up to here: `json` says what is wrong with it.
            self._fail("Expecting ',' delimiter", self._from)
        return not self._open

    def _cut_before(self, end: int, at: int) -> Iterator[None]:
        """Slices that end at commas between two marks."""
        while end - self._from > _SLICE and self._open:
            comma = self._text.find(",", max(at, self._from + _SLICE), end)
            if comma < 0:
                return
            self._take(comma)
            self._from = comma + 1
            self._before = list(self._open)
            yield

    def _take(self, end: int) -> None:
        """Reads what stands before `end`, and adds it to what is there."""
        begins = "".join(map(_opening, self._before)) + "0," if self._before else ""
        ends = "".join("]" if each.is_list else "}" for each in reversed(self._open))
        part: JsonValue = self._decoder.decode(begins + self._text[self._from : end] + ends)
        if not self._build:
            return
        if not self._before:
            self.root = part
        found = self._added(part) if self._before else self.root
        self._spine = self._still_open(found)

    def _added(self, part: Any) -> Any:
        """Adds a slice to the containers that were open; the slice's outermost container."""
        outermost = part
        for container, each in zip(self._spine, self._before, strict=True):
            if each.is_list:
                inner, new = part[0], part[1:]
                container.extend(new)
            else:
                inner = part.pop(_STAND_IN)
                container.update(part)
                part[_STAND_IN] = inner
            part = inner
        return outermost

    def _still_open(self, part: Any) -> list[Any]:
        """The containers that are open behind a slice, those of earlier slices first."""
        spine: list[Any] = []
        is_old = bool(self._before)
        for depth, each in enumerate(self._open):
            if depth:
                part, is_old = self._inner(part, each, is_old and depth < len(self._before))
            spine.append(self._spine[depth] if is_old else part)
        return spine

    def _inner(self, part: Any, each: _Open, may_be_old: bool) -> tuple[Any, bool]:
        """The last container inside of one, and whether earlier slices have its beginning."""
        if each.key is None:
            return part[-1], may_be_old and len(part) == 1
        key = self._decoder.decode(self._text[slice(*each.key)])
        return (part[key], False) if key in part else (part[_STAND_IN], may_be_old)

    def _fail(self, problem: str, at: int) -> NoReturn:
        raise json.JSONDecodeError(problem, self._text, at)


def _opening(each: _Open) -> str:
    return "[" if each.is_list else f'{{"{_STAND_IN}":'
