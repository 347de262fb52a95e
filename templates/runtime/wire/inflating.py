"""Undoing gzip and deflate, piece by piece; imported with the first body that is compressed (RFC 9110, 8.4.1)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from ..errors import DecodingError

_PIECE: Final = 64 * 1024
_GZIP: Final = zlib.MAX_WBITS | 16
_MEMBER: Final = b"\x1f\x8b"
"""How each member of gzip begins (RFC 1952, 2.3.1)."""


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
