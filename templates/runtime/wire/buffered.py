"""An answer that is already in memory, in the shape of one that is not."""

from __future__ import annotations

from typing import Final

from ..errors import DecodingError
from ..messages import Headers
from ..transport.base import AsyncReply
from ..transport.whole import WholeReply
from .decoding import codings, inflated

_OF_THE_BYTES: Final = frozenset(
    (
        # RFC 9110: 8.4, 8.6, 8.8.3 (a validator names one encoding), 14.3, 14.4.
        *("content-encoding", "content-length", "transfer-encoding"),
        *("etag", "accept-ranges", "content-range"),
        # RFC 9530 and what was before it; RFC 9421 signs them.
        *("content-digest", "repr-digest", "digest", "content-md5", "unencoded-digest"),
        *("signature", "signature-input"),
        # Of object stores.
        *("x-goog-hash", "x-ms-blob-content-md5", "x-checksum-sha1", "x-checksum-sha256"),
        *("x-checksum-sha512", "x-checksum-md5", "x-amz-content-sha256"),
        *("x-goog-stored-content-length", "x-uncompressed-content-length"),
        *("x-decompressed-content-length", "x-content-length"),
    )
)
_CHECKSUMS: Final = "x-amz-checksum-"
_LARGE: Final = 16 * 1024
"""Compressed bytes: deflate makes at most a thousand of each (zlib.net, "Technical Details")."""


class BufferedReply(WholeReply):
    """One that is made here: a mapped document, a mock, a failed answer without its secrets."""

    __slots__ = ()


class Unmapped(BufferedReply):
    """An answer that has nothing of what it is mapped to: for callers of REST it is empty."""

    __slots__ = ("document",)

    def __init__(self, document: BufferedReply) -> None:
        super().__init__(document.status, as_json(document.headers), b"")
        self.document = document
        """What upstream answered; a tool shows it, so that a model sees what there is."""


def as_json(headers: Headers) -> Headers:
    """The headers of an answer whose body becomes JSON."""
    kept = (pair for pair in without_bytes(headers) if pair[0].lower() != "content-type")
    return Headers((("content-type", "application/json"), *kept))


def without_bytes(headers: Headers) -> tuple[tuple[str, str], ...]:
    """The headers that still hold when the bytes of the body are others: no length, no digest, no range."""
    return tuple(pair for pair in headers if not _describes_bytes(pair[0].lower()))


def _describes_bytes(name: str) -> bool:
    return name in _OF_THE_BYTES or name.startswith(_CHECKSUMS)


async def _plain(content: bytes, names: tuple[str, ...], limit: int) -> bytes:
    """The bytes behind some codings; those of a large body in a thread, so that others are served in between."""
    if len(content) < _LARGE:
        return inflated(content, names, limit)
    import asyncio  # Late: a blocking client has this module and no loop.

    return await asyncio.to_thread(inflated, content, names, limit)


async def buffered(reply: AsyncReply, limit: int) -> BufferedReply:
    """Read an answer to its end and undo its `Content-Encoding`; bounded before and after.

    A failed answer keeps its status whatever its body is. Raises `ResponseTooLargeError`, and
    `DecodingError` for an encoding that is unknown or broken.

    Args:
        reply: the answer; not closed here.
        limit: in bytes, for what is received and for what it is decompressed to.
    """
    failed = not 200 <= reply.status < 300
    headers = reply.headers
    content = await reply.read(limit)
    if headers.get("content-encoding") is None:
        return BufferedReply(reply.status, headers, content)
    try:
        plain = await _plain(content, codings(headers), limit)
    except DecodingError:
        if not failed:
            raise
        return BufferedReply(reply.status, headers, content)
    return BufferedReply(reply.status, Headers(without_bytes(headers)), plain)
