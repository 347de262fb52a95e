"""Bytes of an answer to values: undoing gzip and deflate, JSON, text (RFC 9110, 8.4; RFC 8259)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from ..errors import DecodingError
from ..messages import ACCEPT_JSON, Format, Headers, decode_any, json_in_charset
from ..transport.base import Bound
from ..values import Json, JsonValue

_PIECE: Final = 64 * 1024
_GZIP: Final = zlib.MAX_WBITS | 16
_MEMBER: Final = b"\x1f\x8b"
"""How each member of gzip begins (RFC 1952, 2.3.1)."""
_MESSAGES: Final = ("error_message", "message", "detail", "error_description", "title", "error")
"""Fields in which an API says what went wrong, the most telling one first."""


class Inflater:
    """Undoes one `Content-Encoding`, piece by piece, never holding more than one piece."""

    def __init__(self, encoding: str) -> None:
        coding = encoding.strip().lower()
        self._gzip = coding in ("gzip", "x-gzip")
        if not self._gzip and coding != "deflate":
            raise DecodingError(f"the content encoding {coding[:40]!r} is not supported")
        self._inflate = zlib.decompressobj(_GZIP)
        self._members = 0
        """Those that have ended."""
        self._is_inside = False
        self._start = b""
        """The first byte of what may be one member more; the second has not come yet."""
        self._finished = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bytes behind some compressed ones, in pieces of at most 64 kB.

        Raises `DecodingError`.
        """
        data, self._start = self._start + data, b""
        while data and not self._finished:
            if not self._is_inside and not self._begins(data):
                return
            try:
                piece = self._inflate.decompress(data, _PIECE)
            except zlib.error as error:
                raise DecodingError(f"the compressed body is broken: {error}") from None
            data = self._inflate.unconsumed_tail
            if self._inflate.eof:
                data = self._inflate.unused_data
                self._members += 1
                self._is_inside, self._finished = False, not self._gzip
            if piece:
                yield piece

    def end(self) -> None:
        """Nothing more comes. Raises `DecodingError` when the body was cut off."""
        if self._is_inside or self._start:
            raise DecodingError("the compressed body ends too early")

    def _begins(self, data: bytes) -> bool:
        """gzip allows several members in a row (RFC 1952, 2.2); other trailing bytes are junk."""
        if self._members and not data.startswith(_MEMBER):
            self._start = data if data == _MEMBER[:1] else b""
            self._finished = not self._start
            return False
        self._is_inside = True
        self._inflate = zlib.decompressobj(_GZIP if self._gzip else _deflate_window(data))
        return True


def _deflate_window(start: bytes) -> int:
    """`deflate` should be zlib (RFC 1950); some servers send it raw (RFC 1951)."""
    is_zlib = start[0] & 0x0F == 8 and (len(start) < 2 or int.from_bytes(start[:2]) % 31 == 0)
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS


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
        inflater, bound = Inflater(coding), Bound(limit)
        content = b"".join(map(bound.admit, inflater.feed(content)))
        inflater.end()
    return content


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


def beginning(content: bytes) -> str:
    """The first characters of a body, to be shown."""
    text = content[:60].decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "." for c in text)


def undecodable(
    error: DecodingError,
    status: int,
    headers: Headers,
    content: bytes,
    variable: str = "",
    begins: str = "",
) -> DecodingError:
    """The error with what is known of the answer; most often the base URI is that of a web page.

    Args:
        error: what the reading of the body raised.
        status: the answer's.
        headers: the answer's.
        content: its body.
        variable: that names the base URI.
        begins: the first characters of the body.
    """
    kind = (headers.get("content-type") or "without a content type").strip()[:100]
    known = f"status {status}, {kind}" + (f", it begins with {begins!r}" if begins else "")
    hint = f"; is {variable} the address of the API?" if variable else ""
    return DecodingError(f"{error.problem} ({known}){hint}", status, headers, content)


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
