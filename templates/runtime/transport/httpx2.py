"""A transport on httpx2: for a team that has a client of its own, or does not want pyreqwest."""

from __future__ import annotations

import ssl
import time
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
)
from typing import TYPE_CHECKING, Any, TypeVar, cast

import httpx2

from ..certificates import identity, named, trusted, usual
from ..errors import Error, SettingError
from ..messages import Pieces
from ..options import DEFAULT_NETWORK, Network
from ..wire_request import WireRequest
from .attempts import Attempt
from .forks import generation, keep, watch
from .httpx2_async import NoticingTransport, noting
from .httpx2_deadline import BoundedTransport, until
from .httpx2_replies import (
    FAILURES,
    LOST,
    AsyncHttpx2Reply,
    Httpx2Reply,
    failure_of,
    until_async,
)
from .loops import ByLoop

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

_Made = TypeVar("_Made")
_NONE_KEPT = httpx2.Limits(max_connections=None, max_keepalive_connections=0)


def _settings(network: Network) -> dict[str, Any]:
    """The arguments of httpx2's own transports."""
    maximum = network.max_connections
    return {
        "verify": _tls(network),
        "trust_env": False,
        "proxy": network.proxy,
        "limits": httpx2.Limits(
            max_connections=maximum,
            max_keepalive_connections=maximum,
            keepalive_expiry=network.idle_timeout,
        ),
    }


def _tls(network: Network) -> ssl.SSLContext:
    context = _context(network.verify)
    if network.ca_file is not None:
        pem = named("ca_file", trusted, network.ca_file)
        context.load_verify_locations(cadata=pem.decode("ascii"))
    if network.client_certificate is not None:
        named("client_certificate", identity, network.client_certificate, network.client_key)
        context.load_cert_chain(network.client_certificate, network.client_key)
    return context


def _context(verify: bool) -> ssl.SSLContext:
    """One that trusts what the environment names, else what the system does."""
    pem, directory = usual() if verify else (None, None)
    if pem is None and directory is None:
        return httpx2.create_ssl_context(verify=verify, trust_env=False)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if pem is not None:
        context.load_verify_locations(cadata=pem.decode("ascii"))
    if directory is not None:
        context.load_verify_locations(capath=directory)
    return context


def _usable(make: Callable[[], _Made]) -> _Made:
    """What the library makes of the settings. Raises `SettingError` where it cannot."""
    try:
        return make()
    except ImportError:
        raise SettingError("a SOCKS proxy with httpx2 needs: pip install socksio") from None
    except ValueError as error:
        raise SettingError(f"the proxy cannot be used: {type(error).__name__}") from None


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


async def _pieces(stream: Pieces) -> AsyncIterator[bytes]:
    if isinstance(stream, AsyncIterable):
        async for piece in cast("AsyncIterable[bytes]", stream):
            yield piece
        return
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
    the whole call is looked at between the pieces of a body, each wait before is bounded alone, and
    nothing is sent a second time. httpx2 logs the whole URL of each request of a client at level INFO, a
    key in the query with it.
    """

    def __init__(
        self, client: httpx2.Client | None = None, *, network: Network = DEFAULT_NETWORK
    ) -> None:
        self._handed = None if client is None else _Handed(client)
        self._settings = _settings(network) if client is None else {}
        self._own = self._made()
        self._once: httpx2.HTTPTransport | None = None
        watch(self)

    def _made(self, **others: Any) -> httpx2.HTTPTransport | None:
        settings = self._settings
        if not settings:
            return None
        return _usable(lambda: BoundedTransport(**{**settings, **others}))

    def forked(self) -> None:
        """In a child of the process: nothing of what the parent has."""
        keep(self._own, self._once)
        self._own, self._once = self._made(), None

    def send(self, request: WireRequest) -> Httpx2Reply:
        """Send a request. Raises `UpstreamConnectionError` and `UpstreamTimeoutError`."""
        end = _end(request)
        attempt = Attempt(fresh=self._own is None, written=self._own is None)
        try:
            with until(end, attempt):
                return Httpx2Reply(self._response(request, self._own), request, end)
        except FAILURES as error:
            failure = failure_of(error, request, sent=attempt.written)
            again = isinstance(error, LOST) and attempt.was_stale(request)
        if again:
            return self._again(request, end)
        raise failure  # Here, so that it drags no error along that quotes the URL.

    def _again(self, request: WireRequest, end: float | None) -> Httpx2Reply:
        """Send it on a connection that is made for it."""
        once = self._once
        if once is None:
            once = self._once = self._made(limits=_NONE_KEPT)
        attempt = Attempt()
        try:
            with until(end, attempt):
                return Httpx2Reply(self._response(request, once), request, end)
        except FAILURES as error:
            failure = failure_of(error, request, sent=attempt.written)
        raise failure

    def _response(self, request: WireRequest, own: httpx2.HTTPTransport | None) -> httpx2.Response:
        if own is not None:
            return own.handle_request(_request(request, request.content))
        assert self._handed is not None
        client: httpx2.Client = self._handed.taken()
        outgoing = _request(request, request.content)
        return client.send(outgoing, stream=True, follow_redirects=False)

    def close(self) -> None:
        """Close what is ours."""
        for own in (self._own, self._once):
            if own is not None:
                own.close()


class _Pools:
    """What an `AsyncHttpx2Transport` has for one event loop."""

    __slots__ = ("_ending", "kept", "once")

    def __init__(self, settings: dict[str, Any]) -> None:
        self.kept = NoticingTransport(**settings)
        self.once = NoticingTransport(**{**settings, "limits": _NONE_KEPT})
        self._ending: AsyncGenerator[None] | None = None

    async def begin(self) -> None:
        """Have them closed with their loop: no other can close its connections when it is over.

        `asyncio.run` ends the generators of its loop (`loop.shutdown_asyncgens`), as servers do.
        """
        if self._ending is None:
            self._ending = self._until_the_end()
            await anext(self._ending)

    async def _until_the_end(self) -> AsyncGenerator[None]:
        try:
            yield
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        await self.kept.aclose()
        await self.once.aclose()


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
        if self._settings:
            _usable(lambda: _Pools(self._settings))  # So that what cannot be used is said at once.
        watch(self)

    def _pools(self) -> ByLoop[_Pools]:
        settings = self._settings
        return ByLoop(lambda _: _Pools(settings))

    def forked(self) -> None:
        """In a child of the process: nothing of what the parent has."""
        keep(self._own)
        self._own = self._pools()

    async def send(self, request: WireRequest) -> AsyncHttpx2Reply:
        """Send a request. Raises `UpstreamConnectionError` and `UpstreamTimeoutError`."""
        loop = self._own.loop()
        end = _end(request)
        if self._handed is not None:
            client: httpx2.AsyncClient = self._handed.taken_in(loop)
            return await _answered(
                request, end, _by_client(client), Attempt(fresh=True, written=True)
            )
        pools = self._own.here()
        await pools.begin()
        attempt = Attempt()
        try:
            return await _answered(request, end, pools.kept.handle_async_request, attempt)
        except _StaleError:
            pass
        return await _answered(request, end, pools.once.handle_async_request, Attempt(fresh=True))

    async def aclose(self) -> None:
        """Close what is ours."""
        here = self._own.loop()
        for loop, pools in tuple(self._own.made.items()):
            if loop is here:
                await pools.aclose()
            elif loop.is_running():
                _close_there(pools, loop)
        self._own.clear()


_Handler = Callable[[httpx2.Request], Awaitable[httpx2.Response]]


def _by_client(client: httpx2.AsyncClient) -> _Handler:
    return lambda outgoing: client.send(outgoing, stream=True, follow_redirects=False)


class _StaleError(Exception):
    """The connection had served before and is gone; the request may be sent once more."""


async def _answered(
    request: WireRequest,
    end: float | None,
    handler: _Handler,
    attempt: Attempt,
) -> AsyncHttpx2Reply:
    content = request.content
    pieces = content if content is None or isinstance(content, bytes) else _pieces(content)
    try:
        async with until_async(end):
            with noting(attempt):
                # The library's request is no local name: tracebacks show those, and it shows its URL.
                return AsyncHttpx2Reply(await handler(_request(request, pieces)), request, end)
    except FAILURES as error:
        if isinstance(error, LOST) and attempt.was_stale(request):
            failure: Exception = _StaleError()
        else:
            failure = failure_of(error, request, sent=attempt.written)
    raise failure  # Here, so that it drags no error along that quotes the URL.


def _close_there(pools: _Pools, loop: AbstractEventLoop) -> None:
    """Close connections of a loop that runs in another thread, some time soon."""
    import asyncio

    asyncio.run_coroutine_threadsafe(pools.aclose(), loop)
