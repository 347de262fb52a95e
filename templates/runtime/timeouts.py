"""Limits of time, for all calls of a client and for one call."""

from __future__ import annotations

from typing import Final

from .errors import SettingError
from .records import Record


class Timeout(Record):
    """Limits of time in seconds; None sets no limit."""

    connect: float | None = 10.0
    """For a connection, name resolution and TLS included."""
    read: float | None = 30.0
    """For each wait for bytes of the answer."""
    total: float | None = 60.0
    """For a whole call: all of its attempts, the pauses between them, and the body."""

    def check(self) -> None:
        """Raises `SettingError` for a limit that is none."""
        for seconds in (self.connect, self.read, self.total):
            if seconds is not None and not 0 < seconds < 1e9:
                raise SettingError(f"a time-out must be more than 0 seconds, not {seconds!r}")


DEFAULT_TIMEOUT: Final = Timeout()


def timeout_of(value: Timeout | float | None, default: Timeout) -> Timeout:
    """A number is the limit of the whole call, and lowers the others to it."""
    if value is None:
        return default
    if isinstance(value, Timeout):
        return value
    return Timeout(_least(default.connect, value), _least(default.read, value), value)


def _least(limit: float | None, value: float) -> float:
    return value if limit is None else min(limit, value)
