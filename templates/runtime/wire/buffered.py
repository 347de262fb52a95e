"""An answer that is already in memory, in the shape of one that is not."""

from __future__ import annotations

from collections.abc import AsyncIterator

from ..errors import ResponseTooLargeError
from ..messages import Headers
from ..transport.base import AsyncReply
from .decoding import inflated

_OF_THE_BYTES = frozenset(("content-encoding", "content-length", "transfer-encoding", "etag"))


class BufferedReply:
    """An `AsyncReply` made here: a mapped document, a mock."""

    __slots__ = ("content", "headers", "status")

    def __init__(self, status: int, headers: Headers, content: bytes) -> None:
        self.status = status
        self.headers = headers
        self.content = content

    async def read(self, limit: int) -> bytes:
        """The whole body. Raises `ResponseTooLargeError`."""
        if len(self.content) > limit:
            raise ResponseTooLargeError(limit)
        return self.content

    async def chunks(self, limit: int | None = None) -> AsyncIterator[bytes]:
        """The whole body, in one piece."""
        if limit is not None and len(self.content) > limit:
            raise ResponseTooLargeError(limit)
        if self.content:
            yield self.content

    async def aclose(self) -> None:
        """Nothing to close."""


async def buffered(reply: AsyncReply, limit: int) -> BufferedReply:
    """Read an answer to its end and undo its `Content-Encoding`; bounded before and after.

    Raises `ResponseTooLargeError`, and `DecodingError` for an encoding that is unknown or broken.
    """
    content = await reply.read(limit)
    headers = reply.headers
    encoding = headers.get("content-encoding")
    if not encoding:
        return BufferedReply(reply.status, headers, content)
    kept = tuple(pair for pair in headers if pair[0].lower() not in _OF_THE_BYTES)
    return BufferedReply(reply.status, Headers(kept), inflated(content, encoding, limit))
