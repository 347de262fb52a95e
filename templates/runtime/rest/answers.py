"""Answers: what the upstream said, passed on; and what HTTP wants of every resource."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ..errors import ResponseTooLargeError, UpstreamConnectionError
from ..server.answering import Outgoing
from ..server.incoming import Incoming
from ..server.inflight import Flight
from ..server.problem import RawHeaders, Refusal
from ..transport.whole import WholeReply
from ..wire.buffered import BufferedReply
from .endpoints import Endpoint
from .passing import HeaderFilter
from .refusals import NO_OPERATION
from .routing import Match

if TYPE_CHECKING:
    from .settings import RestSettings

_SMALL: Final = 64 * 1024
"""Bytes up to which a body is held in memory and sent in one message."""
_HELD: Final = 1024 * 1024
"""Bytes of an answer without a length that are held for a caller of HTTP/1.0."""
_EVENTS: Final = b"text/event-stream"
_HEADER_NAMES: Final = re.compile(
    rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:\s*,\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+)*"
)

Endpoints = Mapping[str, Sequence[Endpoint]]


def _is_endless(headers: RawHeaders) -> bool:
    """Whether the answer is a stream of events, which nobody may hold back."""
    return any(
        name == b"content-type" and value.lower().startswith(_EVENTS) for name, value in headers
    )


class Answers:
    """Makes the answers of one application."""

    def __init__(self, settings: RestSettings, max_response_bytes: int) -> None:
        self._limit = max_response_bytes
        self._small = min(_SMALL, max_response_bytes)
        self._send_timeout = settings.send_timeout
        self._filter = HeaderFilter(pass_set_cookie=settings.pass_set_cookie)

    def at_once(self, reply: Any, out: Outgoing) -> bool:
        """Pass an answer on that needs no waiting for anybody, as most are; False: it is still to be passed on."""
        if type(reply) is not WholeReply or reply.status != 200 or out.writes_whole is None:
            return False
        content = reply.content
        size = len(content)
        if size > self._small:
            return False
        lines = self._filter.lines(reply.headers, size, out.request_id)
        return lines is not None and out.at_once(200, [], content, lines)

    async def passed(self, reply: Any, out: Outgoing, flight: Flight) -> None:
        """Pass an answer on. Raises `CallError` when upstream breaks off or is over the limit."""
        is_closed = False
        try:
            status = reply.status
            headers, length = self._filter.passed(reply.headers)
            if length is not None and length <= self._small and _is_usual(status, reply, out):
                content = reply.content if type(reply) is WholeReply else await reply.read(_SMALL)
                is_closed = True
                flight.wait_until(self._send_timeout)
                await out.sized(status, headers, content)
            else:
                await self._pass(reply, headers, length, out, flight)
        finally:
            if not is_closed:
                await reply.aclose()

    async def _pass(
        self, reply: Any, headers: RawHeaders, length: int | None, out: Outgoing, flight: Flight
    ) -> None:
        status = reply.status
        if not 200 <= status <= 599:
            raise UpstreamConnectionError(f"the answer has the status {status}")
        flight.wait_until(self._send_timeout)
        if status in (204, 304):
            await out.whole(status, headers, b"")
        elif isinstance(reply, BufferedReply):
            await out.sized(status, headers, reply.content)
        elif length is not None and length > self._limit:
            raise ResponseTooLargeError(self._limit)
        elif out.bodiless:
            if length is not None:
                headers.append((b"content-length", b"%d" % length))
            await out.whole(status, headers, b"")
        elif length is None and out.needs_length and not _is_endless(headers):
            await self._measured(reply, headers, out, flight)
        else:
            await self._stream(reply, length, headers, out, flight)

    async def _measured(
        self, reply: Any, headers: RawHeaders, out: Outgoing, flight: Flight
    ) -> None:
        """Give an answer a length by reading it; one that is too long for that ends by closing."""
        flight.deadline = None
        chunks = reply.chunks(self._limit)
        held: list[bytes] = []
        size = 0
        async for chunk in chunks:
            held.append(chunk)
            size += len(chunk)
            if size > _HELD:
                break
        else:
            flight.wait_until(self._send_timeout)
            await out.sized(reply.status, headers, b"".join(held))
            return
        await out.start(reply.status, headers)
        await self._pieces(b"".join(held), chunks, out, flight)

    async def _stream(
        self,
        reply: Any,
        length: int | None,
        headers: RawHeaders,
        out: Outgoing,
        flight: Flight,
    ) -> None:
        if length is not None:
            headers.append((b"content-length", b"%d" % length))
        await out.start(reply.status, headers)
        await self._pieces(b"", reply.chunks(self._limit), out, flight)

    async def _pieces(
        self, first: bytes, chunks: AsyncIterator[bytes], out: Outgoing, flight: Flight
    ) -> None:
        if first:
            flight.wait_until(self._send_timeout)
            await out.piece(first)
        flight.deadline = None
        async for chunk in chunks:
            # The time-out is about the caller; the transport watches over the upstream.
            flight.wait_until(self._send_timeout)
            await out.piece(chunk)
            flight.deadline = None
        flight.wait_until(self._send_timeout)
        await out.finish()

    async def by_default(self, endpoints: Endpoints, incoming: Incoming, out: Outgoing) -> None:
        """Answer OPTIONS for a resource; any other method it lacks is a `Refusal` (405)."""
        allow = _allow(endpoints)
        if incoming.method == "OPTIONS":
            await out.whole(204, [(b"allow", allow)], b"")
            return
        raise Refusal(405, "This path has no such method.", headers=((b"allow", allow),))

    async def nowhere(self, path: str, incoming: Incoming, out: Outgoing) -> None:
        """Answer `OPTIONS *`, which asks for no resource (RFC 9110, 9.3.7). Raises `Refusal` (404) for all else."""
        if path != "*" or incoming.method != "OPTIONS":
            raise Refusal(404, NO_OPERATION)
        await out.whole(204, [], b"")

    def cross_origin(self, origin: bytes, *, any_origin: bool) -> RawHeaders:
        """The headers that let a page of this origin read an answer (Fetch standard, 3.3.3)."""
        return [
            (b"access-control-allow-origin", b"*" if any_origin else origin),
            (b"access-control-expose-headers", b"*" if any_origin else _EXPOSED),
            (b"vary", b"Origin"),
        ]

    async def preflight(
        self, match: Match[Endpoint] | None, incoming: Incoming, out: Outgoing
    ) -> None:
        """Answer a CORS preflight of an allowed origin. Raises `Refusal` (404)."""
        if match is None:
            raise Refusal(404, NO_OPERATION)
        headers: RawHeaders = [
            (b"access-control-allow-methods", _allow(match.endpoints)),
            (b"access-control-max-age", b"600"),
        ]
        wanted = incoming.headers.get(b"access-control-request-headers", b"").strip()
        if _HEADER_NAMES.fullmatch(wanted):
            headers.append((b"access-control-allow-headers", wanted))
        await out.whole(204, headers, b"")


def _is_usual(status: int, reply: Any, out: Outgoing) -> bool:
    """Whether an answer has a body, which is still to be read, and goes on."""
    return (
        (status == 200 or (200 < status <= 599 and status not in (204, 304)))
        and not out.bodiless
        and not isinstance(reply, BufferedReply)
    )


_EXPOSED: Final = b"ETag, Link, Location, Retry-After, X-Request-Id"


def _allow(methods: Iterable[str]) -> bytes:
    present = set(methods) | {"OPTIONS"}
    if "GET" in present:
        present.add("HEAD")
    return ", ".join(sorted(present)).encode("ascii")
