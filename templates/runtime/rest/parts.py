"""Inputs that stand deeper in the JSON request body, where a path leads to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..server.problem import Refusal
from ..wire.paths import Path, follow
from .checks import check_of
from .inputs import MISSING, Finder, Input, Parse, Sources
from .json_in import read_json, require_json
from .types import STRING, Type


def _document(_declared: Sequence[Input]) -> Parse:
    def parse(sources: Sources) -> None:
        incoming = sources.incoming
        if not incoming.body:
            return
        require_json(incoming)
        try:
            sources.document = read_json(incoming.body)
        except ValueError:
            raise Refusal(400, "The body is not JSON.") from None

    return parse


@dataclass(frozen=True, slots=True, init=False)
class Part(Input):
    """What a path leads to in the JSON request body; null is nothing."""

    place = "body"
    takes_body = True
    parsers = (_document,)

    path: Path = ()

    def __init__(
        self,
        name: str,
        path: Path,
        type: Type = STRING,  # noqa: A002 - as of every input
        required: bool = False,
        into: str | None = None,
    ) -> None:
        Input.__init__(self, name, type, required, into)
        object.__setattr__(self, "path", path)

    def finder(self, *, takes_encoded: bool) -> Finder:
        """See `Input`."""
        path, check = self.path, check_of(self.type)

        def found(sources: Sources) -> Any:
            document = sources.document
            # Without a body there is nothing to look in, though `$..id` would find an empty list there.
            value = None if document is None else follow(path, document)
            if value is None:
                return MISSING
            check(value)
            return value

        return found
