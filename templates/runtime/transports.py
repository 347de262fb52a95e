"""Transports on httpx2, to be handed to a client; the default one needs no import.

`Httpx2Transport(client)` sends through an `httpx2.Client` that a team already has.
"""

from __future__ import annotations

from .transport.base import AsyncTransport, Transport
from .transport.httpx2 import AsyncHttpx2Transport, Httpx2Transport
from .wire_request import WireRequest

__all__ = [
    "AsyncHttpx2Transport",
    "AsyncTransport",
    "Httpx2Transport",
    "Transport",
    "WireRequest",
]
