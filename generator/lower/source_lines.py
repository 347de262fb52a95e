"""Where a declaration stands in the spec: `quay-capability.yaml:26`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from ..diagnostics import Span
from ..origin import Origin


class Source(Protocol):
    """A file."""

    @property
    def text(self) -> str: ...


class Sources(Protocol):
    """What lowering needs of the source set: places, and the text of the spec."""

    @property
    def main(self) -> Source: ...

    def value_span(self, origin: Origin) -> Span: ...


@dataclass(frozen=True, slots=True)
class SourceLines:
    """Names a place by file name and line: never a path of the machine."""

    sources: Sources

    def place(self, origin: Origin) -> str:
        span = self.sources.value_span(origin)
        return f"{PurePath(origin.source).name}:{span.start.line}"
