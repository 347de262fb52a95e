"""The network below httpx2's connections of a blocking client: it looks at the clock and takes notes.

httpx2 bounds each wait, not their sum: a server that sends a byte now and then, in the head or in the
chunk sizes of an answer, would hold a thread for as long as it likes. And it does not say whether a
connection had served before, or how far a request got (see `attempts`).
"""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections.abc import Generator, Iterable
from typing import Any, Final

import httpcore2
import httpx2

from ..certificates import MARKED
from .attempts import Attempt
from .httpx2_early import FROM, Early, send_watched, socket_of


class _Now(threading.local):
    end: float | None = None
    attempt: Attempt | None = None


_now = _Now()


@contextlib.contextmanager
def until(end: float | None, attempt: Attempt | None = None) -> Generator[None]:
    """What this thread does meanwhile ends at a time of the monotonic clock."""
    before = _now.end, _now.attempt
    _now.end, _now.attempt = end, attempt
    try:
        yield
    finally:
        _now.end, _now.attempt = before


class BoundedTransport(httpx2.HTTPTransport):
    """The library's transport, with connections that keep to `until`."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        pool: Any = self._pool  # The library has no argument for the network below it.
        pool._network_backend = _Network(pool._network_backend)


def _left(limit: float | None) -> float | None:
    """What may be waited still. Raises `httpcore2.ReadTimeout` when the end has come."""
    if _now.end is None:
        return limit
    left = _now.end - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the call as a whole takes too long")
    return left if limit is None else min(limit, left)


_AT_ONCE: Final = 16 * 1024
"""Bytes that the system takes whole or not at all, where nothing else waits to be sent."""


@contextlib.contextmanager
def noted(attempt: Attempt | None, buffer: bytes) -> Generator[None]:
    """Note that something was written; not where the first writing failed."""
    before = attempt is None or attempt.written
    if attempt is not None:
        attempt.written = True
    try:
        yield
    except httpcore2.WriteError:
        if attempt is not None and len(buffer) <= _AT_ONCE:
            attempt.written = before
        raise


def problem_of_peer(connection: Any, context: ssl.SSLContext) -> str | None:
    """Why the certificate that a server shows is not taken, though OpenSSL takes it.

    Args:
        connection: an object of `ssl` after its handshake.
        context: what it trusts.
    """
    if context.verify_mode is ssl.CERT_NONE:
        return None
    alone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    alone.load_verify_locations(cadata=connection.getpeercert(True))
    # Those of authorities only.
    return f"the API's certificate is not valid: {MARKED}" if alone.get_ca_certs() else None


class _Stream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream
        self._early = Early()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._early.take(max_bytes)
        if data is None:
            data = self._stream.read(max_bytes, _left(timeout))
        if data and _now.attempt is not None:
            _now.attempt.answered = True
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = _left(timeout)
        with noted(_now.attempt, buffer):
            connection = None if len(buffer) < FROM else socket_of(self._stream)
            if connection is None:
                self._stream.write(buffer, left)
            else:
                send_watched(connection, buffer, self._early, left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(timeout))
        problem = problem_of_peer(secured.get_extra_info("ssl_object"), ssl_context)
        if problem is not None:
            secured.close()
            raise httpcore2.ConnectError(problem)
        return _Stream(secured)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Network(httpcore2.NetworkBackend):
    def __init__(self, backend: httpcore2.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        left = _left(timeout)
        if _now.attempt is not None:
            _now.attempt.fresh = True
        connected = self._backend.connect_tcp(host, port, left, local_address, socket_options)
        return _Stream(connected)

    def sleep(self, seconds: float) -> None:  # Between the library's own attempts to connect.
        self._backend.sleep(seconds)
