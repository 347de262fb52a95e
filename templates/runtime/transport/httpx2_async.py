"""The network below httpx2's connections of an asynchronous client: it takes notes (see `attempts`)."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Generator, Iterable
from contextvars import ContextVar
from typing import Any, Final

import httpcore2
import httpx2

from .attempts import Attempt
from .httpx2_deadline import noted, problem_of_peer
from .httpx2_early import FROM, Early, send_watched_async

_attempt: Final[ContextVar[Attempt | None]] = ContextVar("attempt", default=None)


@contextlib.contextmanager
def noting(attempt: Attempt) -> Generator[None]:
    """What this task sends meanwhile is noted there."""
    token = _attempt.set(attempt)
    try:
        yield
    finally:
        _attempt.reset(token)


class NoticingTransport(httpx2.AsyncHTTPTransport):
    """The library's transport, with connections that take notes."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        pool: Any = self._pool  # The library has no argument for the network below it.
        pool._network_backend = _Network(pool._network_backend)


class _Stream(httpcore2.AsyncNetworkStream):
    def __init__(self, stream: httpcore2.AsyncNetworkStream) -> None:
        self._stream = stream
        self._early = Early()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._early.take(max_bytes)
        if data is None:
            data = await self._stream.read(max_bytes, timeout)
        attempt = _attempt.get()
        if data and attempt is not None:
            attempt.answered = True
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with noted(_attempt.get(), buffer):
            if len(buffer) < FROM:
                await self._stream.write(buffer, timeout)
            else:
                await send_watched_async(self._stream, buffer, self._early, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        secured = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        problem = problem_of_peer(secured.get_extra_info("ssl_object"), ssl_context)
        if problem is not None:
            await secured.aclose()
            raise httpcore2.ConnectError(problem)
        return _Stream(secured)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Network(httpcore2.AsyncNetworkBackend):
    def __init__(self, backend: httpcore2.AsyncNetworkBackend) -> None:
        self._backend = backend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        attempt = _attempt.get()
        if attempt is not None:
            attempt.fresh = True
        made = await self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        return _Stream(made)

    async def sleep(self, seconds: float) -> None:  # Between the library's own attempts to connect.
        await self._backend.sleep(seconds)
