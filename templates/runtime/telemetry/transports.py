"""Requests to APIs, each attempt with a span of its own and the headers that say which trace it is of."""

from __future__ import annotations

from ..calls.header_layers import merged
from ..messages import HeaderPairs
from ..transport.base import AsyncReply, AsyncTransport, Reply, Transport
from ..wire_request import WireRequest
from .recorder import Recorder


class ObservedTransport:
    """A transport of a blocking client."""

    def __init__(self, inner: Transport, recorder: Recorder) -> None:
        self._inner = inner
        self._recorder = recorder

    def send(self, request: WireRequest) -> Reply:
        """Send a request; the span ends with the headers of the answer."""
        carrier: dict[str, str] = {}
        with self._recorder.asking(request, carrier) as asked:
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
        with self._recorder.asking(request, carrier) as asked:
            request.headers = _carried(request.headers, carrier)
            reply = await self._inner.send(request)
            asked.answered(reply.status)
            return reply

    async def aclose(self) -> None:
        """Close the transport."""
        await self._inner.aclose()


def _carried(headers: HeaderPairs, carrier: dict[str, str]) -> HeaderPairs:
    """Headers with those of the span in place of the caller's own."""
    if not carrier:
        return headers
    return merged(headers, tuple(carrier.items()))
