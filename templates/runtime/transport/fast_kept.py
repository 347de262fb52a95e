"""What is known of the connections that pyreqwest keeps, for it does not say which of them it uses."""

from __future__ import annotations

from math import inf
from time import monotonic

from .fast_headers import FastHeaders


class Kept:
    """Whether a request may have gone out on a connection that had served before.

    It has if an answer had been read to its end, and its connection could be kept, shortly before.
    """

    __slots__ = ("_idle", "_until")

    def __init__(self, idle: float | None) -> None:
        self._idle = idle
        self._until = 0.0

    def done(self, headers: FastHeaders) -> None:
        """An answer was read to its end."""
        if headers.fields.get("connection") != "close":
            self._until = inf if self._idle is None else monotonic() + self._idle

    def perhaps(self, started: float) -> bool:
        """Whether one was there for a request of this time of the monotonic clock."""
        return started <= self._until
