"""A transport on httpx2: for a team that has a client of its own, or does not want pyreqwest."""

from __future__ import annotations

import ssl
import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import httpx2

from ..errors import Error, SettingError
from ..options import DEFAULT_NETWORK, Network
from ..streams import Stream
from ..wire_request import WireRequest
from .forks import generation, keep, watch
from .httpx2_deadline import BoundedTransport, until
from .httpx2_replies import (
    FAILURES,
    AsyncHttpx2Reply,
    Httpx2Reply,
    failure_of,
    until_async,
)
from .loops import ByLoop

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

_IDLE_SECONDS = 20.0


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


def _end(request: WireRequest) -> float | None:
    total = _total(request)
    return None if total is None else time.monotonic() + total


def _total(request: WireRequest) -> float | None:
    return request.timeout.total if request.left is None else request.left


class _Handed:
    """A client that was handed in: whose it is by what it was first used in."""

    __slots__ = ("_born", "_loop", "client")

    def __init__(self, client: Any) -> None:
        self.client = client
        self._born: int | None = None
        self._loop: AbstractEventLoop | None = None

    def taken(self) -> Any:
        """The client. Raises `Error` in a child of the process that has used it."""
        if self._born is None:
            self._born = generation()
        elif self._born != generation():
            raise Error(
                "the httpx2 client was used before this process was forked, and its connections are "
                "the parent's: make one after the fork"
            )
        return self.client

    def taken_in(self, loop: AbstractEventLoop) -> Any:
        """The client. Raises `Error` also where its connections are of another event loop."""
        if self._loop is None:
            self._loop = loop
        elif self._loop is not loop and _has_connections(self.client):
            raise Error(
                "the httpx2 client was used in another event loop, and its connections belong to it: "
                "make one for each loop"
            )
        return self.taken()


def _has_connections(client: Any) -> bool:
    """Whether it sends over the network by itself, and not to an app or a mock."""
    transports = (getattr(client, "_transport", None), *getattr(client, "_mounts", {}).values())
    return any(isinstance(each, httpx2.AsyncHTTPTransport) for each in transports)


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
        self._handed = None if client is None else _Handed(client)
        self._settings = _settings(network) if client is None else {}
        self._own = self._made()
        watch(self)

    def _made(self) -> httpx2.HTTPTransport | None:
        return BoundedTransport(**self._settings) if self._settings else None

    def forked(self) -> None:
        """In a child of the process: nothing of what the parent has."""
        keep(self._own)
        self._own = self._made()

    def send(self, request: WireRequest) -> Httpx2Reply:
        """Send a request. Raises `UpstreamConnectionError` and `UpstreamTimeoutError`."""
        end = _end(request)
        try:
            with until(end):
                return Httpx2Reply(self._response(request), request, end)
        except FAILURES as error:
            failure = failure_of(error, request)
        raise failure  # Here, so that it drags no error along that quotes the URL.

    def _response(self, request: WireRequest) -> httpx2.Response:
        if self._own is not None:
            return self._own.handle_request(_request(request, request.content))
        assert self._handed is not None
        client: httpx2.Client = self._handed.taken()
        outgoing = _request(request, request.content)
        return client.send(outgoing, stream=True, follow_redirects=False)

    def close(self) -> None:
        """Close what is ours."""
        if self._own is not None:
            self._own.close()


class AsyncHttpx2Transport:
    """Sends with httpx2 on asyncio; see `Httpx2Transport`.

    In several event loops, each has its own connections; a client that is handed in belongs to one.
    """

    def __init__(
        self, client: httpx2.AsyncClient | None = None, *, network: Network = DEFAULT_NETWORK
    ) -> None:
        self._handed = None if client is None else _Handed(client)
        self._settings = _settings(network) if client is None else {}
        self._own = self._pools()
        watch(self)

    def _pools(self) -> ByLoop[httpx2.AsyncHTTPTransport]:
        settings = self._settings
        return ByLoop(lambda _: httpx2.AsyncHTTPTransport(**settings))

    def forked(self) -> None:
        """In a child of the process: nothing of what the parent has."""
        keep(self._own)
        self._own = self._pools()

    async def send(self, request: WireRequest) -> AsyncHttpx2Reply:
        """Send a request. Raises `UpstreamConnectionError` and `UpstreamTimeoutError`."""
        loop = self._own.loop()
        end = _end(request)
        try:
            async with until_async(end):
                return AsyncHttpx2Reply(await self._response(request, loop), request, end)
        except FAILURES as error:
            failure = failure_of(error, request)
        raise failure  # Here, so that it drags no error along that quotes the URL.

    async def _response(self, request: WireRequest, loop: AbstractEventLoop) -> httpx2.Response:
        content = request.content
        outgoing = _request(request, _pieces(content) if isinstance(content, Stream) else content)
        if self._handed is None:
            return await self._own.here().handle_async_request(outgoing)
        client: httpx2.AsyncClient = self._handed.taken_in(loop)
        return await client.send(outgoing, stream=True, follow_redirects=False)

    async def aclose(self) -> None:
        """Close what is ours."""
        here = self._own.loop()
        for loop, transport in tuple(self._own.made.items()):
            if loop is here:
                await transport.aclose()
            elif loop.is_running():
                _close_there(transport, loop)
        self._own.clear()


def _close_there(transport: httpx2.AsyncHTTPTransport, loop: AbstractEventLoop) -> None:
    """Close connections of a loop that runs in another thread, some time soon."""
    import asyncio

    asyncio.run_coroutine_threadsafe(transport.aclose(), loop)
