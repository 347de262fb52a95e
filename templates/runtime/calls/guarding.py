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
from math import inf
from time import monotonic
from typing import Any, TypeVar

from ..errors import UpstreamTimeoutError
from ..transport.base import TOO_LONG, AsyncReply, AsyncTransport, unanswered
from ..transport.loops import ByLoop
from ..transport.whole import WholeReply
from ..wire.decoding import AS_JSON
from ..wire_request import WireRequest
from .lateness import Lateness, Limit
from .preparing import Upstream, without_total
from .redacting import redacted

_T = TypeVar("_T")


async def guarded(
    wire: WireRequest, transport: AsyncTransport, upstream: Upstream, lateness: ByLoop[Lateness]
) -> AsyncReply:
    """Send a request; the answer is not yet read. Raises the errors of the transport.

    Args:
        wire: the request.
        transport: what sends it.
        upstream: the API.
        lateness: what ends calls that take too long, for each event loop.
    """
    given = wire.timeout
    total = given.total
    wire.at_once = upstream.at_once
    if total is not None:
        limits = upstream.untotalled
        wire.timeout = limits if given is upstream.settings.timeout else without_total(given)
        wire.ends = monotonic() + total
    try:
        if upstream.transport_keeps_time:
            reply = await transport.send(wire)
        else:
            reply = await _limited(_repeated(wire, transport, upstream, total), wire, lateness)
    except UpstreamTimeoutError:
        if wire.whole and (wire.ends or inf) <= monotonic():
            _shows_pieces(wire, upstream)
        raise
    if wire.shown is not None or type(reply) is not WholeReply:
        reply = _Guarded(reply, wire, upstream, lateness)
    elif total is not None and not wire.whole:
        _shows_documents(wire, upstream)
    if 200 <= reply.status < 300:
        return reply
    return await _without_secrets(reply, wire, upstream)


async def _limited(
    work: Coroutine[Any, Any, _T], wire: WireRequest, lateness: ByLoop[Lateness]
) -> _T:
    """What the work gives, if it does before the request's time ends. Raises `UpstreamTimeoutError`."""
    if wire.ends is None:
        return await work
    limit = Limit(lateness.here(), wire.ends - monotonic())
    limit.begin()
    try:
        return await work
    except CancelledError:
        if not limit.has_passed():
            raise
        raise unanswered(UpstreamTimeoutError, TOO_LONG, wire) from None
    finally:
        limit.end()


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
        upstream.plans.pop(operation.name, None)


def _shows_pieces(wire: WireRequest, upstream: Upstream) -> None:
    """Answers of this operation go on as they come."""
    if wire.operation is not None:
        upstream.in_pieces.add(wire.operation.name)
        upstream.documents.discard(wire.operation.name)
        upstream.plans.pop(wire.operation.name, None)


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

    __slots__ = ("_lateness", "_reply", "_upstream", "_wire", "headers", "status")

    def __init__(
        self, reply: AsyncReply, wire: WireRequest, upstream: Upstream, lateness: ByLoop[Lateness]
    ) -> None:
        self.status = reply.status
        # APIs like to repeat the URL.
        self.headers = reply.headers if wire.shown is None else wire.without_secrets(reply.headers)
        self._reply = reply
        self._wire = wire
        self._upstream = upstream
        self._lateness = lateness

    async def read(self, limit: int) -> bytes:
        """The rest of the body. Raises `ResponseTooLargeError`, `UpstreamTimeoutError`."""
        try:
            return await _limited(self._reply.read(limit), self._wire, self._lateness)
        except UpstreamTimeoutError:
            await self._reply.aclose()
            raise

    def chunks(self, limit: int | None = None) -> AsyncIterator[bytes]:
        """The rest of the body in pieces; the caller closes."""
        _shows_pieces(self._wire, self._upstream)
        return self._reply.chunks(limit)

    def aclose(self) -> Coroutine[Any, Any, None]:
        """Closes the answer."""
        return self._reply.aclose()
