"""Places in files, and what finds them."""

from __future__ import annotations

import dataclasses
from typing import Protocol

from ..origin import Origin
from ..records import dataclass


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text. Both numbers count from 1; columns count characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a file; `end` is exclusive."""

    file: str
    start: Position
    end: Position


class Locator(Protocol):
    """Turns origins into spans: the source set, seen from here."""

    def key_span(self, origin: Origin) -> Span: ...

    def value_span(self, origin: Origin) -> Span: ...

    def text_span(self, origin: Origin, text: str) -> Span: ...

    def is_scalar(self, origin: Origin) -> bool: ...

    def line(self, file: str, number: int) -> str: ...
