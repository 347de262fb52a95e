"""A transport on httpx2: for a team that has a client of its own, or does not want pyreqwest."""

from __future__ import annotations

import ssl
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx2

from ..errors import (
    Error,
    InvalidArgumentError,
    SettingError,
    UpstreamConnectionError,
    UpstreamTimeoutError,
)
from ..messages import Headers
from ..options import DEFAULT_NETWORK, Network
from ..streams import Stream
from ..wire_request import WireRequest
from .base import Bound, joined
from .httpx2_deadline import bounded, until

_IDLE_SECONDS = 20.0
_OF_THE_BYTES = frozenset(("content-encoding", "content-length"))
# The library hands out an alert of TLS 1.3 that comes after the handshake as it is.
_FAILURES = (httpx2.TransportError, httpx2.InvalidURL, TimeoutError, ssl.SSLError)


def _settings(network: Network) -> dict[str, Any]:
    """The arguments of httpx2's own transports."""
    most = network.max_connections
    return {
        "verify": _tls(network),
        "trust_env": False,
        "proxy": network.proxy,
        "limits": httpx2.Limits(
            max_connections=most, max_keepalive_connections=most, keepalive_expiry=_IDLE_SECONDS
        ),
    }


def _tls(network: Network) -> ssl.SSLContext:
    context = httpx2.create_ssl_context(verify=network.verify, trust_env=False)
    try:
        if network.ca_file is not None:
            context.load_verify_locations(network.ca_file)
        if network.client_certificate is not None:
            context.load_cert_chain(network.client_certificate)
    except OSError as error:
        raise SettingError(f"a certificate cannot be used: {type(error).__name__}") from None
    return context


def _request(request: WireRequest, content: Any) -> httpx2.Request:
    """Built directly: a client's default headers and cookies are not ours to send."""
    limits, total = request.timeout, _total(request)
    connect, read = _least(limits.connect, total), _least(limits.read, total)
    pool = connect if total is None else total
    return httpx2.Request(
        request.method,
        request.url,
        headers=[(name.encode("ascii"), value.encode()) for name, value in request.headers],
        content=content,
        extensions={"timeout": {"connect": connect, "pool": pool, "read": read, "write": read}},
    )


async def _pieces(stream: Stream) -> AsyncIterator[bytes]:
    for piece in stream:
        yield piece


def _least(limit: float | None, total: float | None) -> float | None:
    return limit if total is None else total if limit is None else min(limit, total)


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
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _failure(error: Exception, request: WireRequest) -> Error:
    """Our error for one of the library's; its text is masked, for it may quote the URL."""
    problem = request.masked(str(error)) or type(error).__name__
    if isinstance(error, httpx2.InvalidURL):
        return InvalidArgumentError("request", f"cannot be sent: {problem}")
    if isinstance(error, (httpx2.TimeoutException, TimeoutError)):
        return UpstreamTimeoutError(f"no answer in time: {problem}")
    return UpstreamConnectionError(f"no answer: {problem}")


def _end(request: WireRequest) -> float | None:
    total = _total(request)
    return None if total is None else time.monotonic() + total


def _total(request: WireRequest) -> float | None:
    return request.timeout.total if request.left is None else request.left


class Httpx2Reply:
    """An answer of `Httpx2Transport`."""

    __slots__ = ("_end", "_request", "_response", "headers", "status")

    def __init__(self, response: httpx2.Response, request: WireRequest, end: float | None) -> None:
        self.status: int = response.status_code
        self.headers: Headers = _headers(response)
        self._response = response
        self._request = request
        self._end = end

    def read(self, limit: int) -> bytes:
        """The rest of the body as it came; closes. Raises `ResponseTooLargeError`."""
        try:
            bound = Bound(limit, _declared_length(self.headers, self._request))
            return joined([bound.admit(piece) for piece in self.chunks()])
        finally:
            self.close()

    def chunks(self, limit: int | None = None) -> Iterator[bytes]:
        """The rest of the body in pieces; the caller closes."""
        bound = Bound(limit)
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
                    raise UpstreamTimeoutError("no answer in time: the body is too slow")
                yield bound.admit(piece)
        except _FAILURES as error:
            raise _failure(error, self._request) from None

    def close(self) -> None:
        self._response.close()


class AsyncHttpx2Reply:
    """An answer of `AsyncHttpx2Transport`."""

    __slots__ = ("_end", "_request", "_response", "headers", "status")

    def __init__(self, response: httpx2.Response, request: WireRequest, end: float | None) -> None:
        self.status: int = response.status_code
        self.headers: Headers = _headers(response)
        self._response = response
        self._request = request
        self._end = end

    async def read(self, limit: int) -> bytes:
        """The rest of the body as it came; closes. Raises `ResponseTooLargeError`."""
        try:
            bound = Bound(limit, _declared_length(self.headers, self._request))
            return joined([bound.admit(piece) async for piece in self.chunks()])
        finally:
            await self.aclose()

    async def chunks(self, limit: int | None = None) -> AsyncIterator[bytes]:
        """The rest of the body in pieces; the caller closes."""
        bound = Bound(limit)
        if self._response.is_stream_consumed:
            yield bound.admit(self._response.content)
            return
        pieces = self._response.aiter_raw()
        try:
            while True:
                async with _until(self._end):
                    piece = await anext(pieces, None)
                if piece is None:
                    return
                yield bound.admit(piece)
        except _FAILURES as error:
            raise _failure(error, self._request) from None

    async def aclose(self) -> None:
        await self._response.aclose()


def _until(end: float | None) -> Any:
    """The end of a call as a time-out of asyncio."""
    import asyncio

    return asyncio.timeout(None if end is None else max(end - time.monotonic(), 0.0))


class Httpx2Transport:
    """Sends with httpx2, blocking.

    A client that is handed in is used for its mounts, mocks, hooks, certificates and its `auth`,
    not for default headers and cookies; it stays open. Its connections are its own: there the limit of
    the whole call is looked at between the pieces of a body, and each wait before is bounded alone.
    httpx2 logs the whole URL of each request of a client at level INFO, a key in the query with it.
    """

    def __init__(
        self, client: httpx2.Client | None = None, *, network: Network = DEFAULT_NETWORK
    ) -> None:
        self._client = client
        self._own = bounded(httpx2.HTTPTransport(**_settings(network))) if client is None else None

    def send(self, request: WireRequest) -> Httpx2Reply:
        """Send a request. Raises `UpstreamConnectionError` and `UpstreamTimeoutError`."""
        end = _end(request)
        try:
            with until(end):
                return Httpx2Reply(self._response(request), request, end)
        except _FAILURES as error:
            failure = _failure(error, request)
        raise failure  # Here, so that it drags no error along that quotes the URL.

    def _response(self, request: WireRequest) -> httpx2.Response:
        if self._own is not None:
            return self._own.handle_request(_request(request, request.content))
        assert self._client is not None
        outgoing = _request(request, request.content)
        return self._client.send(outgoing, stream=True, follow_redirects=False)

    def close(self) -> None:
        """Close what is ours."""
        if self._own is not None:
            self._own.close()


class AsyncHttpx2Transport:
    """Sends with httpx2 on asyncio; see `Httpx2Transport`."""

    def __init__(
        self, client: httpx2.AsyncClient | None = None, *, network: Network = DEFAULT_NETWORK
    ) -> None:
        self._client = client
        self._own = httpx2.AsyncHTTPTransport(**_settings(network)) if client is None else None

    async def send(self, request: WireRequest) -> AsyncHttpx2Reply:
        """Send a request. Raises `UpstreamConnectionError` and `UpstreamTimeoutError`."""
        end = _end(request)
        try:
            async with _until(end):
                return AsyncHttpx2Reply(await self._response(request), request, end)
        except _FAILURES as error:
            failure = _failure(error, request)
        raise failure  # Here, so that it drags no error along that quotes the URL.

    async def _response(self, request: WireRequest) -> httpx2.Response:
        content = request.content
        outgoing = _request(request, _pieces(content) if isinstance(content, Stream) else content)
        if self._own is not None:
            return await self._own.handle_async_request(outgoing)
        assert self._client is not None
        return await self._client.send(outgoing, stream=True, follow_redirects=False)

    async def aclose(self) -> None:
        """Close what is ours."""
        if self._own is not None:
            await self._own.aclose()
