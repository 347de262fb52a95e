"""What a package sends with by itself: the transports on httpx2, imported with the first request."""

from __future__ import annotations

from typing import Final

from ..errors import MissingDependencyError
from ..options import DEFAULT_NETWORK, Network, Transports
from .base import AsyncTransport, Transport


def default_transport(network: Network = DEFAULT_NETWORK) -> Transport:
    """The blocking transport on httpx2. Raises `MissingDependencyError`."""
    try:
        from .httpx2 import Httpx2Transport
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    return Httpx2Transport(network=network)


def default_async_transport(network: Network = DEFAULT_NETWORK) -> AsyncTransport:
    """The transport on httpx2 for asyncio. Raises `MissingDependencyError`."""
    try:
        from .httpx2 import AsyncHttpx2Transport
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    return AsyncHttpx2Transport(network=network)


def _missing(error: ModuleNotFoundError) -> Exception:
    name = (error.name or "").partition(".")[0]
    is_ours = name in ("httpx2", "httpcore2")
    return MissingDependencyError("httpx2", "requirements.txt") if is_ours else error


HTTPX2: Final = Transports(default_transport, default_async_transport)
