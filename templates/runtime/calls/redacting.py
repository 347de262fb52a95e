"""A failed answer, for callers of an adapter, without the secrets of its request (decision 46)."""

from __future__ import annotations

from ..errors import DecodingError
from ..messages import Headers
from ..transport.base import AsyncReply
from ..transport.whole import WholeReply
from ..wire.buffered import BufferedReply, without_bytes
from ..wire.decoding import codings, inflated
from ..wire_request import WireRequest


async def redacted(reply: AsyncReply, wire: WireRequest, limit: int) -> AsyncReply:
    """The failed answer as it may be shown: as it came, where no secret is in it.

    A body in a content coding that nobody here can undo is left out where secrets went in the URL, which APIs
    like to repeat; where they went in headers it stays as it came.

    Args:
        reply: the answer, of which the body has not been read; it is closed here.
        wire: the request.
        limit: in bytes, of the body, also when it is decompressed.

    Raises `ResponseTooLargeError`, `UpstreamTimeoutError`.
    """
    status, headers = reply.status, wire.without_secrets(reply.headers)
    try:
        if wire.method == "HEAD":
            return WholeReply(status, headers, b"")
        content = await reply.read(limit)
    finally:
        await reply.aclose()
    try:
        plain = inflated(content, codings(headers), limit) if content else content
    except DecodingError:
        if wire.sought is None:
            return BufferedReply(status, headers, content)
        shown = b""
    else:
        shown = wire.masked_bytes(plain)
        if shown == plain:
            return BufferedReply(status, headers, content)
    return BufferedReply(status, Headers(without_bytes(headers)), shown)
