"""Requests to APIs, each attempt with a span of its own and the headers that say which trace it is of."""

from __future__ import annotations

from ..calls.callers import Shown
from ..calls.preparing import merged
from ..calls.upstream import Upstreams
from ..messages import HeaderPairs, Request
from ..transport.base import AsyncReply, AsyncTransport, Reply, Transport
from ..wire_request import WireRequest
from .naming import naming
from .recorder import Recorder


class ObservedTransport:
    """A transport of a blocking client."""

    def __init__(self, inner: Transport, recorder: Recorder) -> None:
        self._inner = inner
        self._recorder = recorder

    def send(self, request: WireRequest) -> Reply:
        """Send a request; the span ends with the headers of the answer."""
        carrier: dict[str, str] = {}
        with self._recorder.asking(request.method, request.url, carrier) as asked:
            request.headers = _carried(request.headers, carrier)
            reply = self._inner.send(request)
            asked.answered(reply.status)
            return reply

    def close(self) -> None:
        """Close the transport."""
        self._inner.close()


class ObservedAsyncTransport:
    """A transport of everything else."""

    def __init__(self, inner: AsyncTransport, recorder: Recorder) -> None:
        self._inner = inner
        self._recorder = recorder

    async def send(self, request: WireRequest) -> AsyncReply:
        """Send a request; the span ends with the headers of the answer."""
        carrier: dict[str, str] = {}
        with self._recorder.asking(request.method, request.url, carrier) as asked:
            request.headers = _carried(request.headers, carrier)
            reply = await self._inner.send(request)
            asked.answered(reply.status)
            return reply

    async def aclose(self) -> None:
        """Close the transport."""
        await self._inner.aclose()


class ObservedUpstreams(Upstreams):
    """The APIs behind a REST app or an MCP server."""

    def __init__(self, upstreams: Upstreams, recorder: Recorder) -> None:
        """Take the place of `upstreams`, which is not to be used any more."""
        self.__dict__.update(upstreams.__dict__)
        self._recorder = recorder
        if self._given is not None:
            self._given = ObservedAsyncTransport(self._given, recorder)

    async def send(
        self, request: Request, forwarded: HeaderPairs, shown: Shown | None = None
    ) -> AsyncReply:
        """As `Upstreams.send`."""
        with naming(request.operation):
            return await super().send(request, forwarded, shown)

    def _made(self, transport: AsyncTransport) -> AsyncTransport:
        return ObservedAsyncTransport(transport, self._recorder)


def _carried(headers: HeaderPairs, carrier: dict[str, str]) -> HeaderPairs:
    """Headers with those of the span in place of the caller's own."""
    if not carrier:
        return headers
    return merged(headers, tuple(carrier.items()))
