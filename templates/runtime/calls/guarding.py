"""The adapters' side of one answer: how long it may take, and what it must not repeat.

The limit of a whole call ends with the headers of its answer; so a stream of events or a large file goes
on as long as bytes come (the read time-out). What is read as a whole keeps to the limit.

Where the spec says that an answer is a JSON document, and the one before was a short one of known length, its
start is fetched with its headers: nobody can use half of one, and the transport wakes its caller once. An operation
that answers otherwise, in pieces of unknown number or too late, shows its answers as they come from then on.
"""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import AsyncIterator, Coroutine
from typing import Any

from ..errors import UpstreamTimeoutError
from ..transport.base import AsyncReply, AsyncTransport, unanswered
from ..transport.whole import WholeReply
from ..wire.decoding import AS_JSON
from ..wire_request import WireRequest
from .lateness import Lateness, Limit
from .preparing import Upstream, without_total
from .redacting import redacted

_TOO_LONG = "no answer in time: the call as a whole takes too long"


async def guarded(
    wire: WireRequest, transport: AsyncTransport, upstream: Upstream, lateness: Lateness
) -> AsyncReply:
    """Send a request; the answer is not yet read. Raises the errors of the transport.

    Args:
        wire: the request.
        transport: what sends it.
        upstream: the API.
        lateness: what ends calls of this event loop that take too long.
    """
    given, settings = wire.timeout, upstream.settings
    total = given.total
    if total is None:
        reply = await _unlimited(wire, transport, upstream)
        return await _without_secrets(reply, wire, upstream)
    wire.timeout = upstream.untotalled if given is settings.timeout else without_total(given)
    wire.patience = total
    operation = wire.operation
    if operation is not None and operation.name in upstream.documents:
        wire.whole = True
    limit = Limit(lateness, total)
    limit.begin()
    wire.loop = lateness.loop
    try:
        if settings.retries:
            reply = await _repeated(wire, transport, upstream, total)
        else:
            reply = await transport.send(wire)
    except CancelledError:
        if not limit.has_passed():
            raise
        if wire.whole:
            _shows_pieces(wire, upstream)
        raise unanswered(UpstreamTimeoutError, _TOO_LONG, wire) from None
    finally:
        limit.end()
    if wire.shown is not None or type(reply) is not WholeReply:
        reply = _Guarded(reply, wire, limit, upstream)
    elif not wire.whole:
        _shows_documents(wire, upstream)
    if 200 <= reply.status < 300:
        return reply
    return await _without_secrets(reply, wire, upstream)


def _shows_documents(wire: WireRequest, upstream: Upstream) -> None:
    """The next answer of this operation may be fetched at once, if the spec says that it is a document."""
    operation = wire.operation
    if (
        operation is not None
        and operation.format is AS_JSON
        and operation.method == "GET"
        and operation.name not in upstream.in_pieces
    ):
        upstream.documents.add(operation.name)


def _shows_pieces(wire: WireRequest, upstream: Upstream) -> None:
    """Answers of this operation go on as they come."""
    if wire.operation is not None:
        upstream.in_pieces.add(wire.operation.name)
        upstream.documents.discard(wire.operation.name)


async def _unlimited(
    wire: WireRequest, transport: AsyncTransport, upstream: Upstream
) -> AsyncReply:
    reply = await _repeated(wire, transport, upstream, None)
    return _Guarded(reply, wire, None, upstream) if _echoes(wire) else reply


async def _without_secrets(reply: AsyncReply, wire: WireRequest, upstream: Upstream) -> AsyncReply:
    """A failed answer says nothing of what its request brought along as a secret."""
    if 200 <= reply.status < 300 or not wire.secrets:
        return reply
    return await redacted(reply, wire, upstream.settings.max_response_bytes)


async def _repeated(
    wire: WireRequest, transport: AsyncTransport, upstream: Upstream, total: float | None
) -> AsyncReply:
    if upstream.settings.retries:
        from .exchange import answered

        return await answered(wire, transport, upstream, total)
    return await transport.send(wire)


class _Guarded:
    """An answer that is read in time, and whose headers repeat no secret of the URL."""

    __slots__ = ("_limit", "_reply", "_upstream", "_wire", "headers", "status")

    def __init__(
        self, reply: AsyncReply, wire: WireRequest, limit: Limit | None, upstream: Upstream
    ) -> None:
        self.status = reply.status
        self.headers = wire.without_secrets(reply.headers) if _echoes(wire) else reply.headers
        self._reply = reply
        self._wire = wire
        self._limit = limit
        self._upstream = upstream

    async def read(self, limit: int) -> bytes:
        """The rest of the body. Raises `ResponseTooLargeError`, `UpstreamTimeoutError`."""
        within = self._limit
        if within is not None:
            within.begin()
        try:
            return await self._reply.read(limit)
        except CancelledError:
            if within is None or not within.has_passed():
                raise
            await self._reply.aclose()
            raise unanswered(UpstreamTimeoutError, _TOO_LONG, self._wire) from None
        finally:
            if within is not None:
                within.end()

    def chunks(self, limit: int | None = None) -> AsyncIterator[bytes]:
        """The rest of the body in pieces; the caller closes."""
        _shows_pieces(self._wire, self._upstream)
        return self._reply.chunks(limit)

    def aclose(self) -> Coroutine[Any, Any, None]:
        """Closes the answer."""
        return self._reply.aclose()


def _echoes(wire: WireRequest) -> bool:
    """Whether secrets are in the URL, which APIs like to repeat."""
    return wire.shown is not None
