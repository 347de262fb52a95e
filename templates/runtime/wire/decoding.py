"""Bytes of an answer to values: undoing gzip and deflate, JSON, text (RFC 9110, 8.4; RFC 8259)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from ..errors import DecodingError, ResponseTooLargeError
from ..messages import ACCEPT_JSON, Format, Headers, decode_any, json_in_charset
from ..values import Json, JsonValue

_PIECE: Final = 64 * 1024
_GZIP: Final = zlib.MAX_WBITS | 16
_MESSAGES: Final = (
    "error_message",
    "message",
    "detail",
    "error_description",
    "title",
    "error",
)


class Inflater:
    """Undoes one `Content-Encoding`, piece by piece, never holding more than one piece."""

    def __init__(self, encoding: str) -> None:
        coding = encoding.strip().lower()
        self._gzip = coding in ("gzip", "x-gzip")
        if not self._gzip and coding != "deflate":
            raise DecodingError(f"the content encoding {coding[:40]!r} is not supported")
        self._inflate = zlib.decompressobj(_GZIP) if self._gzip else None
        self._finished = False
        self._whole = True

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bytes behind some compressed ones, in pieces of at most 64 kB.

        Raises `DecodingError`.
        """
        while data and not self._finished:
            self._whole = False
            if self._inflate is None:
                self._inflate = zlib.decompressobj(_deflate_window(data))
            try:
                piece = self._inflate.decompress(data, _PIECE)
            except zlib.error as error:
                raise DecodingError(f"the compressed body is broken: {error}") from None
            data = self._inflate.unconsumed_tail
            if self._inflate.eof:
                data = self._next_member()
            if piece:
                yield piece

    def end(self) -> None:
        """Nothing more comes. Raises `DecodingError` when the body was cut off."""
        if not self._whole:
            raise DecodingError("the compressed body ends too early")

    def _next_member(self) -> bytes:
        """gzip allows several members in a row (RFC 1952, 2.2); other trailing bytes are junk."""
        assert self._inflate is not None
        rest = self._inflate.unused_data
        self._whole = True
        if self._gzip and rest.startswith(b"\x1f\x8b"):
            self._inflate = zlib.decompressobj(_GZIP)
            return rest
        self._finished = bool(rest) or not self._gzip
        if self._gzip and not rest:
            self._inflate = zlib.decompressobj(_GZIP)
        return b""


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
        content = _inflated_once(content, coding, limit)
    return content


def _inflated_once(content: bytes, coding: str, limit: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    inflater = Inflater(coding)
    for piece in inflater.feed(content):
        size += len(piece)
        if size > limit:
            raise ResponseTooLargeError(limit)
        pieces.append(piece)
    inflater.end()
    return b"".join(pieces)


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
