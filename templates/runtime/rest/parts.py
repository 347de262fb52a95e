"""Inputs that stand deeper in the JSON request body, where a path leads to them."""

from __future__ import annotations

from dataclasses import dataclass

from ..values import Json, JsonValue
from ..wire.paths import Path, at
from .inputs import STRING, Inside, Type


@dataclass(frozen=True, slots=True, init=False)
class Part(Inside):
    """What a path leads to in the JSON request body; null is nothing."""

    path: Path = ()

    def __init__(
        self,
        name: str,
        path: Path,
        type: Type = STRING,  # noqa: A002 - as of every input
        required: bool = False,
        into: str | None = None,
    ) -> None:
        Inside.__init__(self, name, type, required, into)
        object.__setattr__(self, "path", path)

    def find(self, document: JsonValue) -> Json:
        """The value in the document, or None."""
        return at(self.path, document)
