"""Requests being answered: counted, and ended when their caller leaves or a limit of time passes.

A task for each request that waits for the disconnect would cost as much as the routing. Instead one
timer looks at the requests that are still there after a while, and only those get such a task.
"""

from __future__ import annotations

import asyncio
import enum
from collections.abc import Callable
from time import monotonic
from typing import Final

from .asgi import Receive

_TICK: Final = 0.1
"""Seconds between two looks."""
_PATIENCE: Final = 0.1
"""Seconds after which a request is watched for its caller's disconnect."""


class End(enum.Enum):
    """Why a request was ended from outside."""

    DISCONNECTED = "disconnected"
    TOO_SLOW = "too slow"
    CANCELLED = "cancelled"
    """By the caller, with a message of its own."""


class Flight:
    """One request being answered. It is watched only while its body is no longer read."""

    __slots__ = ("_task", "deadline", "end", "late", "receive", "started", "watch", "watcher")

    def __init__(self, receive: Receive, loop: asyncio.AbstractEventLoop) -> None:
        self._task = asyncio.current_task(loop)
        self.receive = receive
        self.started = monotonic()
        self.deadline: float | None = None
        """When this request has waited long enough for its caller, in `monotonic` seconds."""
        self.late: tuple[float, Callable[[], None]] | None = None
        """What is to be done when an answer takes long, and when, in `monotonic` seconds."""
        self.watch = False
        self.end: End | None = None
        self.watcher: asyncio.Task[None] | None = None

    def wait_until(self, seconds: float | None) -> None:
        """The caller has so many seconds for what comes next; None sets no limit."""
        self.deadline = None if seconds is None else monotonic() + seconds

    def end_after(self, seconds: float | None) -> None:
        """The caller has so many seconds from the start of the request; no clock is read."""
        self.deadline = None if seconds is None else self.started + seconds

    def cancel(self, end: End) -> None:
        """End the request; its task sees `CancelledError`."""
        if self.end is None and self._task is not None:
            self.end = end
            self._task.cancel()

    def was_ended(self) -> bool:
        """Whether a `CancelledError` came from here; it is then done with."""
        if self.end is None:
            return False
        if self._task is not None:
            self._task.uncancel()
        return True

    async def _wait_for_disconnect(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.cancel(End.DISCONNECTED)

    def look(self, now: float) -> None:
        """What the timer does with this request."""
        if self.deadline is not None and now >= self.deadline:
            self.cancel(End.TOO_SLOW)
            return
        if self.late is not None and now >= self.late[0]:
            _, begin = self.late
            self.late = None
            begin()
        if self.watch and self.watcher is None and now - self.started >= _PATIENCE:
            self.watcher = asyncio.get_running_loop().create_task(self._wait_for_disconnect())


class Flights:
    """All requests of one application that are being answered."""

    __slots__ = ("_loop", "_timer", "running")

    def __init__(self) -> None:
        self.running: set[Flight] = set()
        """Those that are being answered now."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self.running)

    def begin(self, receive: Receive) -> Flight:
        """Count a request in; `end` must follow."""
        loop = asyncio.get_running_loop()
        flight = Flight(receive, loop)
        self.running.add(flight)
        if self._timer is None or self._loop is not loop:
            self._loop = loop
            self._timer = loop.call_later(_TICK, self._look)
        return flight

    def end(self, flight: Flight) -> None:
        """Count a request out."""
        self.running.discard(flight)
        if flight.watcher is not None:
            flight.watcher.cancel()

    def _look(self) -> None:
        self._timer = None
        if not self.running or self._loop is None:
            return
        now = monotonic()
        for flight in tuple(self.running):
            flight.look(now)
        self._timer = self._loop.call_later(_TICK, self._look)
