"""Inputs that callers send in headers and cookies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..server.incoming import header_text
from .inputs import MISSING, Finder, Input, Parse, Sources, single


class Header(Input):
    """A header, its name without case."""

    place = "header"

    def finder(self, *, takes_encoded: bool) -> Finder:
        """See `Input`."""
        name = self.name.lower().encode("latin-1")
        read, takes_list = self.type.reader(), self.type.takes_list

        def found(sources: Sources) -> Any:
            content = sources.incoming.headers.get(name)
            if content is None:
                return MISSING
            text = header_text(content)
            if takes_list:
                items = [item.strip(" \t") for item in text.split(",")]
                return items if read is None else [read(item) for item in items]
            return text if read is None else read(text)

        return found


def _cookies(declared: Sequence[Input]) -> Parse:
    def parse(sources: Sources) -> None:
        sources.cookies = _parsed(sources.incoming.headers.get(b"cookie", b""))

    return parse


def _parsed(content: bytes) -> dict[str, str]:
    """The cookies of a request (RFC 6265, 5.4); of a name that comes twice, the first."""
    cookies: dict[str, str] = {}
    for piece in header_text(content).split(";"):
        name, found, value = piece.strip().partition("=")
        if found:
            cookies.setdefault(name, value)
    return cookies


class Cookie(Input):
    """A cookie."""

    place = "cookie"
    parsers = (_cookies,)

    def finder(self, *, takes_encoded: bool) -> Finder:
        """See `Input`."""
        name = self.name
        return single(self.type.reader(), lambda sources: sources.cookies.get(name))
