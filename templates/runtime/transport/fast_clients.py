"""pyreqwest's clients: how they are set up, and how they go."""

from __future__ import annotations

import atexit
import time
import weakref
from datetime import timedelta
from typing import Final, Protocol, TypeVar, overload

from pyreqwest.client import Client, ClientBuilder, SyncClient, SyncClientBuilder
from pyreqwest.exceptions import PyreqwestError
from pyreqwest.proxy import ProxyBuilder

from ..certificates import identity, named, trusted, usual
from ..errors import Error, SettingError
from ..options import Network
from ..wire_request import Timeout
from .forks import watch

_Builder = TypeVar("_Builder", ClientBuilder, SyncClientBuilder)


def configured(
    builder: _Builder, network: Network, timeout: Timeout, *, reuse: bool = True
) -> _Builder:
    """Everything that the library would do by itself, off; our limits, on.

    Without `reuse`, each request gets a connection of its own.

    Args:
        builder: of the library.
        network: limits of connections, proxies, certificates.
        timeout: the client's.
        reuse: see above.
    """
    connect = timeout.connect
    builder = builder.gzip(False).brotli(False).zstd(False).deflate(False)
    builder = builder.http1_allow_obsolete_multiline_headers_in_responses(True)
    builder = builder.follow_redirects(False).referer(False).no_proxy()
    builder = builder.default_cookie_store(False)
    idle = network.idle_timeout
    builder = builder.pool_idle_timeout(None if idle is None else timedelta(seconds=idle))
    if not reuse:
        builder = builder.pool_max_idle_per_host(0)
    if connect is not None:
        builder = builder.connect_timeout(timedelta(seconds=connect))
    if timeout.read is not None:
        builder = builder.read_timeout(timedelta(seconds=timeout.read))
    if timeout.total is not None:
        builder = builder.timeout(timedelta(seconds=timeout.total))
    return _secured(builder, network)


def _secured(builder: _Builder, network: Network) -> _Builder:
    try:
        if network.proxy is not None:
            builder = builder.proxy(ProxyBuilder.all(network.proxy))
        pem = usual()[0] if network.verify else None
        if pem is not None:
            # The library reads the file too, and not what has a byte order mark or trust settings.
            builder = builder.add_root_certificate_pem(pem)
        if network.ca_file is not None:
            builder = builder.add_root_certificate_pem(named("ca_file", trusted, network.ca_file))
        if network.client_certificate is not None:
            pem = named(
                "client_certificate", identity, network.client_certificate, network.client_key
            )
            builder = builder.identity_pem(pem)
    except (OSError, ValueError, PyreqwestError) as error:
        raise SettingError(f"proxy or certificate cannot be used: {type(error).__name__}") from None
    return builder if network.verify else builder.danger_accept_invalid_certs(True)


@overload
def built(builder: ClientBuilder) -> Client: ...


@overload
def built(builder: SyncClientBuilder) -> SyncClient: ...


def built(builder: ClientBuilder | SyncClientBuilder) -> Client | SyncClient:
    """The client. Raises `Error` in a process that was forked from one that had a client."""
    try:
        return builder.build()
    except RuntimeError:
        raise Error(
            "this process was forked from one that had sent requests, and the library pyreqwest "
            "cannot start again in it: send the first request after the fork, start processes "
            "with `spawn`, or hand in a transport of httpx2"
        ) from None


class Droppable(Protocol):
    """A transport that can let go of its connections at once."""

    def drop(self) -> None: ...
    def forked(self) -> None: ...


_SETTLING_SECONDS: Final = 0.02
_open: weakref.WeakSet[Droppable] = weakref.WeakSet()


def opened(transport: Droppable) -> None:
    """Have the library's threads come to rest before the interpreter ends.

    A thread that still waits for the interpreter lock when finalisation begins takes the process
    down with SIGABRT, after all work was done.
    """
    if not _open:
        atexit.unregister(_settle)
        atexit.register(_settle)
    _open.add(transport)
    watch(transport)


def _settle() -> None:
    for transport in tuple(_open):
        transport.drop()
    time.sleep(_SETTLING_SECONDS)  # Gives the lock away; a few are enough for those that wait.
