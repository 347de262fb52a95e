"""Paths: split into segments, constants in the one spelling that every transport leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import quote, unquote

from .. import regex
from ..model import Placeholder, Section, Template, TextPart
from ..plan import Atom, Fixed, PathSegment

# What RFC 3986 allows in a path segment; a percent sign is kept where it begins an escape.
_SEGMENT_SAFE: Final = "!$&'()*+,;=:@-._~"
_QUERY_SAFE: Final = "!$()*,;:@-._~/?"
_ESCAPE: Final = regex.late(r"%[0-9A-Fa-f]{2}")


def encoded(text: str, safe: str = _SEGMENT_SAFE) -> str:
    """A constant, percent-encoded; escapes that it already has are kept."""
    parts: list[str] = []
    end = 0
    for escape in _ESCAPE.finditer(text):
        parts.append(quote(text[end : escape.start()], safe=safe))
        parts.append(escape.group().upper())
        end = escape.end()
    parts.append(quote(text[end:], safe=safe))
    return "".join(parts)


def encoded_base(text: str) -> str:
    """The path of a base URI: as `encoded`, with its slashes."""
    return encoded(text, _SEGMENT_SAFE + "/")


def query_name(text: str) -> str:
    """The decoded name of a constant query pair; it is encoded anew when it is sent."""
    return unquote(text)


def segments(
    path: Template, atom: Callable[[Placeholder], Atom], section: Callable[[Section], Atom]
) -> tuple[PathSegment, ...]:
    """The segments after each slash; dot segments are resolved (RFC 3986, 5.2.4).

    A section stands in one of them, whatever slashes it has: it may not be there at all.
    """
    if not path.parts:
        return ()
    split: list[list[Atom]] = [[]]
    for part in path.parts:
        if isinstance(part, Placeholder):
            split[-1].append(atom(part))
            continue
        if isinstance(part, Section):
            split[-1].append(section(_encoded_section(part)))
            continue
        pieces = part.split("/")
        for index, piece in enumerate(pieces):
            if index:
                split.append([])
            if piece:
                split[-1].append(Fixed(encoded(piece)))
    first = [PathSegment(tuple(split[0]), "")] if split[0] else []
    return _without_dots([*first, *(PathSegment(tuple(parts)) for parts in split[1:])])


def _encoded_section(section: Section) -> Section:
    """The same with its constants as a request spells them."""
    parts: list[TextPart] = []
    for part in section.parts:
        match part:
            case str():
                parts.append(encoded_route(part))
            case Section():
                parts.append(_encoded_section(part))
            case _:
                parts.append(part)
    return replace(section, parts=tuple(parts))


def _without_dots(parts: list[PathSegment]) -> tuple[PathSegment, ...]:
    kept: list[PathSegment] = []
    for index, segment in enumerate(parts):
        name = _constant(segment)
        dots = unquote(name) if name is not None else ""
        if dots == ".." and kept:
            kept.pop()
        if dots in (".", ".."):
            if index == len(parts) - 1:
                kept.append(PathSegment(()))
            continue
        kept.append(segment)
    return tuple(kept)


def _constant(segment: PathSegment) -> str | None:
    texts = [str(part.value) for part in segment.parts if isinstance(part, Fixed)]
    return "".join(texts) if len(texts) == len(segment.parts) else None


def encoded_route(text: str) -> str:
    """The constant text of an exposed path, as a request spells it."""
    return encoded(text, _SEGMENT_SAFE + "/")


def route_path(path: Template) -> str:
    """The template as the router reads it: constants encoded, variables in braces."""
    return "".join(
        encoded_route(part) if isinstance(part, str) else f"{{{part.name}}}"
        for part in path.parts
        if not isinstance(part, Section)
    )
