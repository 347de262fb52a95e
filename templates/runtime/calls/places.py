"""Where the `Location` of an answer leads, for callers who have asked this server and not the API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Coroutine
from typing import Any

from ..messages import Headers
from ..transport.base import AsyncReply
from ..wire_request import WireRequest


class Placed:
    """An answer whose `Location` leads to the same place from everywhere; its body is still on its way."""

    __slots__ = ("_reply", "headers", "status")

    def __init__(self, reply: AsyncReply, wire: WireRequest) -> None:
        self.status = reply.status
        self.headers = _resolved(reply.headers, wire)
        self._reply = reply

    async def read(self, limit: int) -> bytes:
        """The rest of the body. Raises `ResponseTooLargeError`, `UpstreamTimeoutError`."""
        return await self._reply.read(limit)

    def chunks(self, limit: int | None = None) -> AsyncIterator[bytes]:
        """The rest of the body in pieces; the caller closes."""
        return self._reply.chunks(limit)

    def aclose(self) -> Coroutine[Any, Any, None]:
        """Closes the answer."""
        return self._reply.aclose()


def _resolved(headers: Headers, wire: WireRequest) -> Headers:
    """A relative reference is one to what was asked of the API (RFC 9110, 10.2.2)."""
    asked = wire.shown or wire.url  # Never the secrets of the URL.
    pairs = tuple(
        (name, _absolute(asked, value) if name.lower() == "location" else value)
        for name, value in headers.pairs
    )
    return headers if pairs == headers.pairs else Headers(pairs)


def _absolute(asked: str, place: str) -> str:
    from urllib.parse import urljoin, urlsplit

    try:
        return place if urlsplit(place).scheme else urljoin(asked, place)
    except ValueError:
        return place  # No URL; whoever follows it will see.
