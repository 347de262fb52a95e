"""Values to text: path segments, query strings, headers, cookies (RFC 3986, RFC 9110, RFC 6265).

No value of a caller changes the structure of a request: what would is encoded, or refused with
`InvalidArgumentError`.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import quote, quote_from_bytes

from ..errors import InvalidArgumentError
from ..values import (
    OMIT,
    Json,
    JsonArgument,
    JsonArray,
    JsonObject,
    JsonValue,
    Omit,
    RawJson,
    Scalar,
)
from .brackets import is_container, nested, pairs_of
from .spelling import encoded, items, json_text, text

_FORBIDDEN_IN_HEADER: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_FORBIDDEN_IN_COOKIE: Final = re.compile(r"[^\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]")

FRAMING_HEADERS: Final = frozenset(
    (
        "connection",
        "content-length",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)
"""Headers that say where a message ends or where it goes (RFC 9110, 7.6.1); the transport's own."""

QueryPair = tuple[str, Any]
"""A wire name and its value; `OMIT` leaves no trace."""


class Bare(enum.Enum):
    """The type of `BARE`: a query name that is sent without `=`."""

    BARE = "BARE"


BARE: Final = Bare.BARE


_XML_ENTITIES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
)


Known: TypeAlias = Scalar | JsonArray | JsonObject | None
"""A value that is there: whatever it is, it has a spelling as text."""


Part = str | tuple[str, Json]
"""A constant, or the name of an argument and its value."""


def concatenated(*parts: str | tuple[str, Known]) -> str:
    """A text made of several parts, each of which is there."""
    return "".join(part if isinstance(part, str) else text(part[1], part[0]) for part in parts)


def joined(*parts: str | tuple[str, Known | Omit]) -> str | Omit:
    """A text made of several parts; absent when one of them is."""
    if any(part[1] is OMIT for part in parts if not isinstance(part, str)):
        return OMIT
    return "".join(part if isinstance(part, str) else text(part[1], part[0]) for part in parts)


def json_joined(*parts: Part) -> str:
    """JSON written as text: constants as they are, values as JSON."""
    return "".join(p if isinstance(p, str) else json_text(p[1], p[0]) for p in parts)


def form_joined(*parts: Part) -> str:
    """A form written as text: constants as they are, a value adds no pair of its own."""
    return "".join(part if isinstance(part, str) else _encoded(*part) for part in parts)


def xml_joined(*parts: Part) -> str:
    """XML written as text: constants as they are, a value adds no markup (XML 1.0, 2.4)."""
    return "".join(
        part if isinstance(part, str) else text(part[1], part[0]).translate(_XML_ENTITIES)
        for part in parts
    )


class Path(str):
    """A path that knows what it was made of, for the check of its values."""

    __slots__ = ("parts",)

    parts: tuple[str | tuple[str, Json], ...]


class Own(str):
    """A value in a path that no caller gave: of the specification or of the environment."""

    __slots__ = ()


def path(*parts: str | tuple[str, Json]) -> Path:
    """A path: constants as they are, each value a pair of its name and itself, percent-encoded.

    Nothing of a value is left reserved, so it cannot leave its segment: `ns/name` becomes
    `ns%2Fname`. Raises `InvalidArgumentError` for a value that makes its segment empty, `.` or
    `..`, and for NUL.
    """
    pieces: list[str] = []
    hollow: str | None = None
    for part in parts:
        if isinstance(part, str):
            pieces.append(part)
            continue
        encoded = _encoded(part[0], part[1])
        if not encoded.strip("."):
            hollow = part[0]
        pieces.append(encoded)
    rendered = Path("".join(pieces))
    rendered.parts = parts
    if hollow is not None:
        _refuse_hollow(hollow, rendered, "".join(p if isinstance(p, str) else "x" for p in parts))
    return rendered


def own(value: Json) -> Json:
    """A value of the specification or of the environment: it may have slashes in it."""
    return Own(value) if isinstance(value, str) else value


def _refuse_hollow(name: str, rendered: str, solid: str) -> None:
    """Refuse a path that has more segments without a name than its constants alone."""
    if _hollow(rendered) > _hollow(solid):
        raise InvalidArgumentError(name, "must not make a path segment empty, `.` or `..`")


def _hollow(rendered: str) -> int:
    return sum(segment in ("", ".", "..") for segment in rendered.split("/"))


def segment(name: str, value: Json) -> str:
    """One path segment; refused as in `path`."""
    return path("/", (name, value))[1:]


def _encoded(name: str, value: Json) -> str:
    spelled = text(value, name)
    if "\x00" in spelled:
        raise InvalidArgumentError(name, "must not contain NUL")
    return _quoted(name, spelled)


def _quoted(name: str, spelled: str) -> str:
    if spelled.isascii() and spelled.isalnum():
        return spelled  # As most are, and quicker to see than to encode.
    return quote_from_bytes(encoded(spelled, name), safe="")


def query(*pairs: QueryPair) -> str:
    """A query string; spaces are `%20`, omitted values leave no trace.

    A list repeats its name, an object is `created[gt]=5` for each of its values.
    """
    made: list[str] = []
    for name, value in pairs:
        if value is OMIT:
            continue
        if value is BARE:
            made.append(_quoted(name, name))
        elif isinstance(value, str):
            made.append(_pair(name, name, value))
        elif is_container(value):
            made.extend(_pair(name, key, item) for key, item in pairs_of(name, value))
        else:
            made.append(_pair(name, name, value))
    return "&".join(made)


def fields_of(fields: Mapping[str, Json]) -> str:
    """A form whose fields are those of an object; nested ones in brackets, `a[b]` and `a[0]`."""
    return "&".join(
        _pair(name, key, item)
        for name, value in fields.items()
        for key, item in nested(text(name), value, text(name))
    )


def _pair(name: str, key: str, value: Json) -> str:
    return f"{_quoted(name, key)}={_quoted(name, text(value, name))}"


def form(fields: Iterable[QueryPair]) -> bytes:
    """`application/x-www-form-urlencoded` (WHATWG URL 5.2, with `%20` for a space)."""
    return query(*fields).encode("ascii")


def header(name: str, value: Json) -> tuple[str, str]:
    """One header; text that is not ASCII goes out as UTF-8.

    Raises `InvalidArgumentError` for control characters, line breaks among them (RFC 9110, 5.5).
    """
    if not _HEADER_NAME.fullmatch(name):
        raise InvalidArgumentError("header", f"has a name that is not a token: {name!r}")
    spelled = ", ".join(text(item, name) for item in items(value))
    if _FORBIDDEN_IN_HEADER.search(spelled):
        raise InvalidArgumentError(name, "must not contain line breaks or control characters")
    encoded(spelled, name)
    return (name, spelled.strip(" \t"))


def headers(*pairs: QueryPair) -> tuple[tuple[str, str], ...]:
    """The headers that have a value."""
    return tuple(header(name, value) for name, value in pairs if value is not OMIT)


def cookies(*pairs: QueryPair) -> tuple[tuple[str, str], ...]:
    """At most one `Cookie` header; values are percent-encoded where RFC 6265 forbids them."""
    crumbs = [
        f"{name}={_FORBIDDEN_IN_COOKIE.sub(_percent, text(value, name))}"
        for name, value in pairs
        if value is not OMIT
    ]
    return (("Cookie", "; ".join(crumbs)),) if crumbs else ()


def _percent(match: re.Match[str]) -> str:
    return quote(match.group(), safe="")


def needed(name: str, value: Json) -> Json:
    """A value that is made of others. Raises `InvalidArgumentError` where none of them was given."""
    if value is OMIT:
        raise InvalidArgumentError(name, "is required")
    return value


def inside(value: Json, *path: str) -> Json:
    """What keys lead to, one inside the other; `OMIT` where nothing or null is there."""
    found: JsonValue | Omit = value
    for key in path:
        if not isinstance(found, dict):
            return OMIT
        found = found.get(key)
    return OMIT if found is None else found


def listed(value: JsonArgument | Omit) -> Json:
    """A single value as a list of one, for what takes an array; a list stays what it is."""
    if value is OMIT or value is None or isinstance(value, (list, tuple)):
        return value
    return [value]


def as_given(value: Json) -> Json:
    """The value as it came, where the two sides of a specification declare different types."""
    return value


def compact(value: JsonObject | JsonValue | RawJson | Omit) -> Json:
    """A body template without its omitted leaves; containers that become empty go with them.

    What becomes empty itself is `OMIT`. The type does not say so: a required argument takes it too.
    """
    if isinstance(value, Mapping):
        entries = {key: kept for key, item in value.items() if (kept := compact(item)) is not OMIT}
        return OMIT if value and not entries else entries
    if isinstance(value, list):
        items = [kept for item in value if (kept := compact(item)) is not OMIT]
        return OMIT if value and not items else items
    if isinstance(value, RawJson) and not value.content:
        return OMIT
    return value
