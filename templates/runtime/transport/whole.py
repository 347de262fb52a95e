"""An answer that is in memory from its first byte to its last."""

from __future__ import annotations

from collections.abc import AsyncIterator

from ..errors import ResponseTooLargeError
from ..messages import Headers


class WholeReply:
    """An `AsyncReply` whose body has been read."""

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
        """The whole body, in one piece.

        Raises `ResponseTooLargeError`.
        """
        if limit is not None and len(self.content) > limit:
            raise ResponseTooLargeError(limit)
        if self.content:
            yield self.content

    async def aclose(self) -> None:
        """Nothing to close."""
