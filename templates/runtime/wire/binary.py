"""Answers of bytes: the media type that the spec gives them, and how many it allows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from ..messages import Headers
from ..transport.base import AsyncReply
from .buffered import BufferedReply

_NOT_THE_WHOLE: Final = (204, 206)
"""No body, or a part of one in a type of its own (`multipart/byteranges`)."""


class RetypedReply:
    """An answer under another media type; its body is still on its way."""

    __slots__ = ("_reply", "headers")

    def __init__(self, reply: AsyncReply, media_type: str) -> None:
        kept = (pair for pair in reply.headers if pair[0].lower() != "content-type")
        self._reply = reply
        self.headers = Headers((("content-type", media_type), *kept))

    @property
    def status(self) -> int:
        return self._reply.status

    async def read(self, limit: int) -> bytes:
        """The rest of the body. Raises `ResponseTooLargeError`."""
        return await self._reply.read(limit)

    def chunks(self, limit: int | None = None) -> AsyncIterator[bytes]:
        """The rest of the body in pieces; the caller closes."""
        return self._reply.chunks(limit)

    async def aclose(self) -> None:
        """Closes the answer."""
        await self._reply.aclose()


async def binary(
    reply: AsyncReply, *, media_type: str | None = None, limit: int | None = None
) -> AsyncReply:
    """An answer of bytes as the spec describes it; a failed one passes as it came.

    `limit` is in bytes. Raises `ResponseTooLargeError`.
    """
    if not 200 <= reply.status < 300:
        return reply
    if limit is not None:
        reply = BufferedReply(reply.status, reply.headers, await reply.read(limit))
    if media_type is None or reply.status in _NOT_THE_WHOLE:
        return reply
    return RetypedReply(reply, media_type)
