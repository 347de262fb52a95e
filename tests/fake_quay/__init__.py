"""A small Quay for tests and for a first try: real sockets, state in memory, faults on demand."""

from __future__ import annotations

from .messages import Answer, Received
from .server import FakeQuay, Fault
from .tokens import EXPIRED, NARROW, NOSUPER, READER, WIDE

__all__ = [
    "EXPIRED",
    "NARROW",
    "NOSUPER",
    "READER",
    "WIDE",
    "Answer",
    "FakeQuay",
    "Fault",
    "Received",
]
