"""What a package sends with by itself: the transports on pyreqwest, imported with the first request."""

from __future__ import annotations

from typing import Final

from ..errors import MissingDependencyError
from ..options import DEFAULT_NETWORK, Network, Transports
from .base import AsyncTransport, Transport


def default_transport(network: Network = DEFAULT_NETWORK) -> Transport:
    """The blocking transport on pyreqwest. Raises `MissingDependencyError`."""
    try:
        from .fast import FastTransport
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    return FastTransport(network)


def default_async_transport(network: Network = DEFAULT_NETWORK) -> AsyncTransport:
    """The transport on pyreqwest for asyncio. Raises `MissingDependencyError`."""
    try:
        from .fast import AsyncFastTransport
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    return AsyncFastTransport(network)


def _missing(error: ModuleNotFoundError) -> Exception:
    name = (error.name or "").partition(".")[0]
    return MissingDependencyError(name, "requirements.txt") if name == "pyreqwest" else error


PYREQWEST: Final = Transports(default_transport, default_async_transport, keeps_time=True)
