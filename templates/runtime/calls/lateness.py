"""What ends calls that take too long: one timer for all of an event loop, instead of two for each call.

A time-out of asyncio's own costs more than the routing of a request. Calls are looked at ten times a second;
one whose limit is so short that this would be felt has a timer of its own.
"""

from __future__ import annotations

from asyncio import AbstractEventLoop, Task, TimerHandle, current_task
from time import monotonic
from typing import Any, Final

_TICK: Final = 0.1
"""Seconds between two looks."""
SHORT: Final = 5.0
"""Seconds of a limit that is kept to the moment."""


class Lateness:
    """The calls of one event loop that have a limit of time."""

    __slots__ = ("loop", "running", "timer")

    def __init__(self, loop: AbstractEventLoop) -> None:
        self.loop = loop
        self.running: set[Limit] = set()
        self.timer: TimerHandle | None = None
        """Of the next look; None where nobody looks."""

    def watch(self) -> None:
        """Look at what runs from now on."""
        if self.timer is None:
            self.timer = self.loop.call_later(_TICK, self._look)

    def _look(self) -> None:
        self.timer = None
        if not self.running:
            return
        now = monotonic()
        for limit in tuple(self.running):
            if limit.at <= now:
                limit.expire()
        self.watch()


class Limit:
    """The limit of one call, for as many parts of it as it is begun and ended for."""

    __slots__ = ("_cancelling", "_has_expired", "_is_short", "_lateness", "_task", "_timer", "at")

    def __init__(self, lateness: Lateness, seconds: float) -> None:
        self._lateness = lateness
        self._is_short = seconds < SHORT
        self._has_expired = False
        self._timer: TimerHandle | None = None
        self.at = monotonic() + seconds
        """When the call has taken too long; a loop's own clock may stand still while it is busy."""

    def begin(self) -> None:
        """The task that runs is cancelled if the limit passes before `end`."""
        lateness = self._lateness
        loop = lateness.loop
        task: Task[Any] | None = current_task(loop)
        self._task = task
        self._cancelling = 0 if task is None else task.cancelling()
        lateness.running.add(self)
        if self._is_short:
            self._timer = loop.call_later(self.at - monotonic(), self._ring)
        elif lateness.timer is None:
            lateness.watch()

    def end(self) -> None:
        """What was begun has come to its end."""
        self._lateness.running.discard(self)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._has_expired and self._task is not None:
            # It ended by itself at the same moment.
            self._has_expired = False
            self._task.uncancel()

    def _ring(self) -> None:
        left = self.at - monotonic()
        if left > 0:
            self._timer = self._lateness.loop.call_later(left, self._ring)
        else:
            self.expire()

    def expire(self) -> None:
        """Cancel what takes too long."""
        self.end()
        self._has_expired = True
        if self._task is not None:
            self._task.cancel()

    def has_passed(self) -> bool:
        """Whether a `CancelledError` came from here and from nowhere else; it is then done with."""
        if not self._has_expired or self._task is None:
            return False
        self._has_expired = False
        return self._task.uncancel() <= self._cancelling
