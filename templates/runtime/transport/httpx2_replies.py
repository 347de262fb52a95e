"""The answers of the transports on httpx2, and the errors for what its library says went wrong."""

from __future__ import annotations

import ssl
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx2

from ..errors import (
    Error,
    InvalidArgumentError,
    UpstreamConnectionError,
    UpstreamTimeoutError,
)
from ..messages import Headers
from ..wire_request import WireRequest
from .base import Bound, joined, unanswered
from .forks import generation, keep, refuse_foreign
from .httpx2_deadline import until

_OF_THE_BYTES = frozenset(("content-encoding", "content-length"))
# The library hands out an alert of TLS 1.3 that comes after the handshake as it is.
FAILURES = (httpx2.TransportError, httpx2.InvalidURL, TimeoutError, ssl.SSLError)


def _headers(response: httpx2.Response) -> Headers:
    pairs = tuple((_text(name), _text(value)) for name, value in response.headers.raw)
    if response.is_stream_consumed:
        # A mock's answer is read and decompressed already.
        pairs = tuple(pair for pair in pairs if pair[0].lower() not in _OF_THE_BYTES)
    return Headers(pairs)


def _declared_length(headers: Headers, request: WireRequest) -> str | None:
    """`Content-Length`, where it says how much will come."""
    return None if request.method == "HEAD" else headers.get("content-length")


def _text(raw: bytes) -> str:
    """A character for each byte, so that none is lost (RFC 9110, 5.5)."""
    return raw.decode("latin-1")


LOST = (httpx2.ReadError, httpx2.RemoteProtocolError, httpx2.WriteError)
"""The connection ended, which is no time-out."""
_NOT_SENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.LocalProtocolError,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
)


def failure_of(error: Exception, request: WireRequest, *, sent: bool = True) -> Error:
    """Our error for one of the library's; its text is masked, for it may quote the URL.

    Args:
        error: the library's.
        request: the one that failed.
        sent: whether a byte of it may have reached the API.
    """
    problem = request.masked(str(error)) or type(error).__name__
    if isinstance(error, httpx2.InvalidURL):
        return InvalidArgumentError("request", f"cannot be sent: {problem}")
    sent = sent and not isinstance(error, _NOT_SENT)
    if isinstance(error, (httpx2.TimeoutException, TimeoutError)):
        return unanswered(UpstreamTimeoutError, f"no answer in time: {problem}", request, sent=sent)
    return unanswered(UpstreamConnectionError, f"no answer: {problem}", request, sent=sent)


class _Answered:
    """An answer whose body may still be on its way."""

    __slots__ = ("_born", "_end", "_request", "_response", "headers", "status")

    def __init__(self, response: httpx2.Response, request: WireRequest, end: float | None) -> None:
        self.status: int = response.status_code
        self.headers: Headers = _headers(response)
        self._response = response
        self._request = request
        self._end = end
        self._born = generation()

    def __del__(self) -> None:
        if self._born != generation():
            keep(self._response)


class Httpx2Reply(_Answered):
    """An answer of `Httpx2Transport`."""

    __slots__ = ()

    def read(self, limit: int) -> bytes:
        """The rest of the body as it came; closes. Raises `ResponseTooLargeError`."""
        try:
            bound = Bound(limit, _declared_length(self.headers, self._request))
            return joined([bound.admit(piece) for piece in self.chunks()])
        finally:
            self.close()

    def chunks(self, limit: int | None = None) -> Iterator[bytes]:
        """The rest of the body in pieces; the caller closes.

        Raises `UpstreamConnectionError`, `UpstreamTimeoutError`, `ResponseTooLargeError` and their kind (`errors`).
        """
        bound = Bound(limit)
        refuse_foreign(self._born)
        try:
            if self._response.is_stream_consumed:
                yield bound.admit(self._response.content)
                return
            pieces = self._response.iter_raw()
            while True:
                with until(self._end):
                    piece = next(pieces, None)
                if piece is None:
                    return
                if self._end is not None and time.monotonic() > self._end:
                    problem = "no answer in time: the body is too slow"
                    raise unanswered(UpstreamTimeoutError, problem, self._request)
                yield bound.admit(piece)
        except FAILURES as error:
            raise failure_of(error, self._request) from None

    def close(self) -> None:
        """Gives the connection back; a second time does nothing."""
        if self._born == generation():
            self._response.close()


class AsyncHttpx2Reply(_Answered):
    """An answer of `AsyncHttpx2Transport`."""

    __slots__ = ()

    async def read(self, limit: int) -> bytes:
        """The rest of the body as it came; closes. Raises `ResponseTooLargeError`."""
        try:
            bound = Bound(limit, _declared_length(self.headers, self._request))
            return joined([bound.admit(piece) async for piece in self.chunks()])
        finally:
            await self.aclose()

    async def chunks(self, limit: int | None = None) -> AsyncIterator[bytes]:
        """The rest of the body in pieces; the caller closes.

        Raises `UpstreamConnectionError`, `UpstreamTimeoutError`, `ResponseTooLargeError` and their kind (`errors`).
        """
        bound = Bound(limit)
        refuse_foreign(self._born)
        if self._response.is_stream_consumed:
            yield bound.admit(self._response.content)
            return
        pieces = self._response.aiter_raw()
        try:
            while True:
                async with until_async(self._end):
                    piece = await anext(pieces, None)
                if piece is None:
                    return
                yield bound.admit(piece)
        except FAILURES as error:
            raise failure_of(error, self._request) from None

    async def aclose(self) -> None:
        """Gives the connection back; a second time does nothing."""
        if self._born == generation():
            await self._response.aclose()


def until_async(end: float | None) -> Any:
    """The end of a call as a time-out of asyncio."""
    import asyncio

    return asyncio.timeout(None if end is None else max(end - time.monotonic(), 0.0))
