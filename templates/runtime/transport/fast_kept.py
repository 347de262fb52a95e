"""What is known of the connections that pyreqwest keeps, for it does not say which of them it uses."""

from __future__ import annotations

from math import inf
from time import monotonic

from .fast_headers import FastHeaders


class Kept:
    """Whether a request may have gone out on a connection that had served before.

    It has if an answer had been read to its end, and its connection could be kept, shortly before.
    """

    __slots__ = ("_idle", "_last")

    def __init__(self, idle: float | None) -> None:
        self._idle = inf if idle is None else idle
        self._last = -inf

    def done(self, headers: FastHeaders) -> None:
        """An answer was read to its end."""
        if headers.fields.get("connection") != "close":
            self._last = monotonic()

    def perhaps(self, started: float) -> bool:
        """Whether one was there for a request of this time of the monotonic clock."""
        return self._last > -inf and started - self._last <= self._idle
