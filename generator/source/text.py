"""The text of a source: from bytes to characters, and from offsets to lines and columns."""

from __future__ import annotations

import bisect
from dataclasses import field
from typing import Final

from .. import regex
from ..diagnostics.finding import Position
from ..records import dataclass

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of a capability file."""
_LINE_END: Final = regex.late(r"\r\n?|\n")


def with_line_feeds(raw: bytes) -> bytes:
    """The bytes with the line ends of Unix: a checkout on Windows gives the same package."""
    return raw.replace(b"\r\n", b"\n")


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its table of lines. Offsets count characters from 0."""

    content: str
    starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0, *(match.end() for match in _LINE_END.finditer(self.content))]
        object.__setattr__(self, "starts", starts)

    def position(self, offset: int) -> Position:
        """The line and column of an offset."""
        line = bisect.bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The line without its end; empty where there is no such line."""
        if not 1 <= number <= len(self.starts):
            return ""
        end = self.starts[number] if number < len(self.starts) else len(self.content)
        return self.content[self.starts[number - 1] : end].rstrip("\r\n")
