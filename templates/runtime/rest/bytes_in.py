"""The whole body of a request as one input: bytes, whatever they are."""

from __future__ import annotations

from typing import Any

from .inputs import MISSING, Finder, Input, Sources


def _found(sources: Sources) -> Any:
    return sources.incoming.body or MISSING


class RawBody(Input):
    """The whole request body as bytes, whatever it is."""

    place = "body"
    takes_body = True

    @property
    def pointer(self) -> str:
        """See `Input`."""
        return "/body"

    def finder(self, *, takes_encoded: bool) -> Finder:
        """See `Input`."""
        return _found
