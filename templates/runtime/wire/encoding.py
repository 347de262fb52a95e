"""Values to text: path segments, query strings, headers (RFC 3986, RFC 9110).

No value of a caller changes the structure of a request: what would is encoded, or refused with
`InvalidArgumentError`.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, cast

from ..errors import InvalidArgumentError
from ..values import OMIT, Json
from .brackets import is_container, pairs_of
from .spelling import encoded, items, plain, text

_FORBIDDEN_IN_HEADER: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")

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

_kind: Final = cast("Callable[[object], type[object]]", type)
"""`type`, to which type checkers need not know what a container holds."""
_PLAIN: Final = re.compile(r"(?:[A-Za-z0-9_:.-]|/(?!\.))*")
"""Constants of paths with no dot segment, whatever stands beside them."""
_MOST_PLAIN: Final = 4096
_plain: Final[set[str]] = set()
"""Constants of paths that were looked at: a specification has so many."""
QueryPair = tuple[str, Any]
"""A wire name and its value; `OMIT` leaves no trace."""


class Bare(enum.Enum):
    """The type of `BARE`: a query name that is sent without `=`."""

    BARE = "BARE"


BARE: Final = Bare.BARE


class Path(str):
    """A path that knows what it was made of, for the check of its values."""

    __slots__ = ("is_plain", "parts")

    parts: tuple[str | tuple[str, Json], ...]
    is_plain: bool
    """Whether its values are letters and digits, its constants little else, so that nobody can misread it."""


class Own(str):
    """A value in a path that no caller gave: of the specification or of the environment."""

    __slots__ = ()


def not_null(name: str, value: Json) -> Json:
    """A value that null has no form for, or that is required. Raises `InvalidArgumentError` for null."""
    if value is None:
        raise InvalidArgumentError(name, "must not be null")
    return value


class Written(str):
    """A whole pair, or several, that are encoded already (`styles`)."""

    __slots__ = ()


def path(*parts: str | tuple[str, Json]) -> Path:
    """A path: constants as they are, each value a pair of its name and itself, percent-encoded.

    Nothing of a value is left reserved, so it cannot leave its segment: `ns/name` becomes
    `ns%2Fname`. Raises `InvalidArgumentError` for a value that makes its segment empty, `.` or
    `..`, and for NUL.
    """
    pieces: list[str] = []
    hollow: str | None = None
    is_plain = True
    for part in parts:
        if isinstance(part, str):
            pieces.append(part)
            is_plain = is_plain and (part in _plain or _is_plain(part))
            continue
        value = part[1]
        if type(value) is str and value.isascii() and value.isalnum():
            pieces.append(value)
            continue
        is_plain = False
        encoded = percent_encoded(part[0], part[1])
        if not encoded.strip("."):
            hollow = part[0]
        pieces.append(encoded)
    rendered = Path("".join(pieces))
    rendered.parts, rendered.is_plain = parts, is_plain
    if hollow is not None:
        _refuse_hollow(hollow, rendered, "".join(p if isinstance(p, str) else "x" for p in parts))
    return rendered


def _is_plain(constant: str) -> bool:
    if not _PLAIN.fullmatch(constant):
        return False
    if len(_plain) < _MOST_PLAIN:
        _plain.add(constant)
    return True


def _refuse_hollow(name: str, rendered: str, solid: str) -> None:
    """Refuse a path that has more segments without a name than its constants alone."""
    if _hollow(rendered) > _hollow(solid):
        raise InvalidArgumentError(name, "must not make a path segment empty, `.` or `..`")


def _hollow(rendered: str) -> int:
    return sum(segment in ("", ".", "..") for segment in rendered.split("/"))


def percent_encoded(name: str, value: Json) -> str:
    """A value as text of which nothing is reserved. Raises `InvalidArgumentError` for NUL.

    Args:
        name: the argument's, for the error.
        value: what is written.
    """
    spelled = text(not_null(name, value), name)
    if "\x00" in spelled:
        raise InvalidArgumentError(name, "must not contain NUL")
    return _quoted(name, spelled)


def _quoted(name: str, spelled: str) -> str:
    if spelled.isascii() and spelled.isalnum():
        return spelled  # As most are, and quicker to see than to encode.
    # Late: with what it needs itself it is a tenth of the import of a client.
    from urllib.parse import quote_from_bytes

    return quote_from_bytes(encoded(spelled, name), safe="")


def query(*pairs: QueryPair) -> str:
    """A query string; spaces are `%20`, omitted values and null leave no trace: a null is JSON's.

    A list repeats its name, an object is `created[gt]=5` for each of its values. Raises
    `InvalidArgumentError` for a null in a list, which would be another list without it.
    """
    made: list[str] = []
    for name, value in pairs:
        if value is OMIT or value is None:
            continue
        kind = _kind(value)
        if kind is str:
            made.append(f"{_key(name)}={_quoted(name, value)}")
        elif kind is bool:
            made.append(f"{_key(name)}=true" if value else f"{_key(name)}=false")
        elif value is BARE:
            made.append(_key(name))
        elif kind is Written:
            if value:
                made.append(value)
        elif kind is int or kind is float:
            made.append(pair(name, name, value))
        elif is_container(meant := plain(value)):
            made.extend(pair(name, key, item) for key, item in pairs_of(name, meant))
        elif meant is not None:
            made.append(pair(name, name, meant))
    return "&".join(made)


@lru_cache(_MOST_PLAIN)
def _key(name: str) -> str:
    """A name, encoded; remembered, for names come from specifications."""
    return _quoted(name, name)


def pair(name: str, key: str, value: Json) -> str:
    """`key=value`, both percent-encoded; `name` is the argument's, for errors."""
    return f"{_quoted(name, key)}={_quoted(name, text(not_null(name, value), name))}"


def header(name: str, value: Json) -> tuple[str, str]:
    """One header; text that is not ASCII goes out as UTF-8.

    Raises `InvalidArgumentError` for control characters, line breaks among them (RFC 9110, 5.5).

    Args:
        name: the header's.
        value: a list is written with commas between.
    """
    if not _HEADER_NAME.fullmatch(name):
        raise InvalidArgumentError("header", f"has a name that is not a token: {name!r}")
    spelled = ", ".join(text(not_null(name, item), name) for item in items(value))
    if _FORBIDDEN_IN_HEADER.search(spelled):
        raise InvalidArgumentError(name, "must not contain line breaks or control characters")
    encoded(spelled, name)
    return (name, spelled.strip(" \t"))


def headers(*pairs: QueryPair) -> tuple[tuple[str, str], ...]:
    """The headers that have a value; null is none."""
    return tuple(
        header(name, value) for name, value in pairs if value is not OMIT and value is not None
    )
