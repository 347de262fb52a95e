"""The ways to send bytes and receive bytes; the implementations are imported when first used."""

from __future__ import annotations

from ..errors import MissingDependencyError
from ..options import DEFAULT_NETWORK, Network
from .base import AsyncTransport, Transport


def default_transport(network: Network = DEFAULT_NETWORK) -> Transport:
    """The fast transport. Raises `MissingDependencyError`."""
    try:
        from .fast import FastTransport
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    return FastTransport(network)


def default_async_transport(network: Network = DEFAULT_NETWORK) -> AsyncTransport:
    """The fast transport. Raises `MissingDependencyError`."""
    try:
        from .fast import AsyncFastTransport
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    return AsyncFastTransport(network)


def _missing(error: ModuleNotFoundError) -> Exception:
    name = (error.name or "").partition(".")[0]
    return MissingDependencyError(name, "requirements.txt") if name == "pyreqwest" else error
