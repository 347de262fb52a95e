"""The adapters' side of one answer: how long it may take, and what it must not repeat.

The limit of a whole call ends with the headers of its answer; so a stream of events or a large file goes
on as long as bytes come (the read time-out). What is read as a whole keeps to the limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from ..errors import UpstreamTimeoutError
from ..messages import Headers
from ..transport.base import AsyncReply, AsyncTransport, unanswered
from ..wire_request import Timeout, WireRequest
from .preparing import Upstream

_TOO_LONG = "no answer in time: the call as a whole takes too long"


async def guarded(wire: WireRequest, transport: AsyncTransport, upstream: Upstream) -> AsyncReply:
    """Send a request; the answer is not yet read. Raises the errors of the transport.

    Args:
        wire: the request.
        transport: what sends it.
        upstream: the API.
    """
    reply = await _guarded(wire, transport, upstream)
    if wire.sought is None or 200 <= reply.status < 300 or wire.method == "HEAD":
        return reply
    limit = upstream.settings.max_response_bytes
    return await wire.sought.told(reply, wire.masked_bytes, limit)  # type: ignore[no-any-return]


async def _guarded(wire: WireRequest, transport: AsyncTransport, upstream: Upstream) -> AsyncReply:
    total = wire.timeout.total
    if total is None:
        reply = await _sent(wire, transport, upstream, None)
        return _Guarded(reply, wire, None) if wire.echoes() else reply
    end = asyncio.get_running_loop().time() + total
    wire.timeout, wire.patience = _without_total(wire.timeout), total
    try:
        async with asyncio.timeout_at(end):
            reply = await _sent(wire, transport, upstream, total)
    except TimeoutError:
        raise unanswered(UpstreamTimeoutError, _TOO_LONG, wire) from None
    return _Guarded(reply, wire, end)


async def _sent(
    wire: WireRequest, transport: AsyncTransport, upstream: Upstream, total: float | None
) -> AsyncReply:
    if upstream.settings.retries:
        from .exchange import answered

        return await answered(wire, transport, upstream, total)
    return await transport.send(wire)


_known: dict[Timeout, Timeout] = {}


def _without_total(timeout: Timeout) -> Timeout:
    found = _known.get(timeout)
    if found is None:
        if len(_known) > 64:
            _known.clear()
        found = _known[timeout] = Timeout(timeout.connect, timeout.read, None)
    return found


class _Guarded:
    """An answer that is read in time, and whose headers repeat no secret of the URL."""

    __slots__ = ("_end", "_reply", "_wire", "headers", "status")

    def __init__(self, reply: AsyncReply, wire: WireRequest, end: float | None) -> None:
        self.status = reply.status
        self.headers = _masked(reply.headers, wire) if wire.echoes() else reply.headers
        self._reply = reply
        self._wire = wire
        self._end = end

    async def read(self, limit: int) -> bytes:
        """The rest of the body. Raises `ResponseTooLargeError`, `UpstreamTimeoutError`."""
        try:
            async with asyncio.timeout_at(self._end):
                return await self._reply.read(limit)
        except TimeoutError:
            await self._reply.aclose()
            raise unanswered(UpstreamTimeoutError, _TOO_LONG, self._wire) from None

    def chunks(self, limit: int | None = None) -> AsyncIterator[bytes]:
        """The rest of the body in pieces; the caller closes."""
        return self._reply.chunks(limit)

    async def aclose(self) -> None:
        """Closes the answer."""
        await self._reply.aclose()


def _masked(headers: Headers, wire: WireRequest) -> Headers:
    return Headers(tuple((name, wire.masked(value)) for name, value in headers))
