"""Bytes of an answer to values: undoing gzip and deflate, JSON, text (RFC 9110, 8.4; RFC 8259)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..errors import DecodingError
from ..messages import ACCEPT_JSON, Format, Headers, decode_any, json_in_charset
from ..transport.base import Bound
from ..values import Json, JsonValue

if TYPE_CHECKING:
    from .inflating import Inflater

_MESSAGES: Final = ("error_message", "message", "detail", "error_description", "title", "error")
"""Fields in which an API says what went wrong, the most telling one first."""
_NO_CODING: Final = frozenset(("", "identity", "none", "binary", "utf-8", "utf8", "7bit", "8bit"))
"""What servers write in `Content-Encoding` for a body that they did not encode."""


def codings(headers: Headers) -> tuple[str, ...]:
    """The content codings in the order in which they were applied; several lines are one list."""
    if headers.get("content-encoding") is None:
        return ()
    lines = headers.get_all("content-encoding")
    names = (name.strip().lower() for line in lines for name in line.split(","))
    return tuple(name for name in names if name not in _NO_CODING)


def inflated(content: bytes, names: tuple[str, ...], limit: int) -> bytes:
    """The bytes behind some codings. Raises `ResponseTooLargeError`, `DecodingError`.

    Args:
        content: the body as it came.
        names: of the codings, in the order in which they were applied.
        limit: in bytes, for what comes out.
    """
    for coding in reversed(names):
        inflater, bound = inflater_of(coding), Bound(limit)
        content = b"".join(map(bound.admit, inflater.feed(content)))
        inflater.end()
    return content


def inflater_of(coding: str) -> Inflater:
    """What undoes a content coding; few APIs compress what is small. Raises `DecodingError`."""
    from .inflating import Inflater

    return Inflater(coding)


def decode(content: bytes, headers: Headers, wanted: Format) -> Json:
    """A body as a value; an empty one is None. Raises `DecodingError`.

    Args:
        content: the body, decompressed.
        headers: the answer's.
        wanted: its format.
    """
    return wanted.read(content, headers) if content else None


def _strict_json(content: bytes, headers: Headers) -> Json:
    try:
        return json_in_charset(content, headers)
    except (LookupError, ValueError, RecursionError) as error:
        raise DecodingError(f"the body is not JSON: {type(error).__name__}") from None


AS_JSON: Final = Format("json", _strict_json, ACCEPT_JSON)


def excerpt(content: bytes, headers: Headers, length: int = 200) -> str:
    """What a failed answer says, in one short line, for an error message.

    Args:
        content: the body, decompressed.
        headers: the answer's.
        length: in characters.
    """
    body: JsonValue = decode_any(content[:65536], headers)
    if isinstance(body, dict):
        said = map(body.get, _MESSAGES)
        body = next((each for each in said if isinstance(each, str)), None)
    if not isinstance(body, str) or "<" in body[:20]:
        return ""
    line = " ".join("".join(c if c.isprintable() else " " for c in body[: 4 * length]).split())
    return line if len(line) <= length else line[: length - 1] + "…"
