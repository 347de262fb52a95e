"""Connections of calls that nobody waits for any more, and how they are closed.

pyreqwest runs a request as a task of its own, which goes on when the caller's is cancelled: until the
headers have come, nothing of the library ends it before its time-out, nor does closing the client. But
the socket is this process's. So each client marks its sockets, with a `TCP_USER_TIMEOUT` that differs
by milliseconds. When calls were cancelled, the client gets no more of them; when its other calls have
ended, what is still open under its mark can only be theirs, and is shut down.
"""

from __future__ import annotations

import itertools
import os
import socket
import time
from datetime import timedelta
from typing import Final, TypeAlias

from pyreqwest.client import Client, ClientBuilder

from ..wire_request import Timeout
from .fast_awaiting import faithful
from .fast_clients import built
from .fast_kept import Kept

MOST_CLIENTS: Final = 16
Limits: TypeAlias = tuple[float | bool | None, ...]
"""What one client of the library is made for: seconds to connect, to read, in all; and a fourth where its
connections serve once."""

_PATIENCE: Final = 0.5
"""Seconds until the connections of cancelled calls are looked after: the new client that this needs
takes some 10 ms to make, and is not made more often."""
_OPEN_FILES: Final = "/proc/self/fd"
_OPTION: Final = getattr(socket, "TCP_USER_TIMEOUT", None)
_POSSIBLE: Final = _OPTION is not None and os.path.isdir(_OPEN_FILES)
_numbers: Final = itertools.count()


def _next_mark() -> int:
    """Milliseconds: about the library's own 30 seconds, odd as nobody would choose them."""
    return 30_001 + 2 * (next(_numbers) % 10_000)


class Line:
    """A client of the library, and what is still on it."""

    __slots__ = ("_abandoned", "_mark", "_retired", "busy", "client", "kept")

    def __init__(self, builder: ClientBuilder, idle: float | None) -> None:
        self.kept = Kept(idle)
        self._mark = _next_mark()
        if _POSSIBLE:
            builder = builder.tcp_user_timeout(timedelta(milliseconds=self._mark))
        self.client: Client = built(builder)
        self.busy = 0
        """Calls that have begun and not ended."""
        self._abandoned = False
        self._retired = False

    @property
    def abandoned(self) -> bool:
        """Whether a call was cancelled whose connection may still be open."""
        return self._abandoned

    def leave(self) -> None:
        """A call has ended."""
        self.busy -= 1
        if self._retired and not self.busy:
            self._cut()

    def abandon(self) -> None:
        """A call was cancelled before its answer began."""
        self._abandoned = _POSSIBLE
        self.leave()

    def retire(self) -> None:
        """There will be no more calls."""
        self._retired = True
        if not self.busy:
            self._cut()

    def _cut(self) -> None:
        if self._abandoned:
            self._abandoned = False
            _shut_down(self._mark)


class Lines(dict[Limits, Line]):
    """The lines of one transport."""

    def __init__(self) -> None:
        super().__init__()
        self._looked_after = 0.0
        self.last: Line | None = None
        """The line that was asked for last, so that it is found by `last_timeout` itself."""
        self.last_timeout: Timeout | None = None

    def add(self, limits: Limits, builder: ClientBuilder, idle: float | None) -> Line:
        """A new line."""
        if len(self) >= MOST_CLIENTS:
            self.drop()  # Those in use end with their last request.
        return self.setdefault(limits, Line(builder, idle))

    def abandon(self, line: Line) -> None:
        """A call was cancelled; its connection is closed soon, together with others."""
        line.abandon()
        now = time.monotonic()
        if not line.abandoned or now < self._looked_after:
            return
        import asyncio

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # The loop is gone; so the next one to leave, or closing, does it.
        self._looked_after = now + _PATIENCE
        loop.call_later(_PATIENCE, self._retire)

    def _retire(self) -> None:
        for limits, line in tuple(self.items()):
            if line.abandoned:
                del self[limits]
                self.last = None
                line.retire()

    def drop(self) -> None:
        """Let go of all of them without waiting."""
        lines = tuple(self.values())
        self.clear()
        self.last = None
        for line in lines:
            line.retire()

    async def aclose(self) -> None:
        """Close all of them; nothing is sent any more."""
        lines = tuple(self.values())
        self.clear()
        self.last = None
        for line in lines:
            await faithful(line.client.close())
            line.retire()


def _shut_down(mark: int) -> None:
    for name in os.listdir(_OPEN_FILES):
        try:
            if not os.readlink(f"{_OPEN_FILES}/{name}").startswith("socket:"):
                continue
            # A copy: the number itself may be another file's before we are done.
            copy = os.dup(int(name))
        except OSError:
            continue
        try:
            connection = socket.socket(fileno=copy)
        except OSError:
            os.close(copy)
            continue
        with connection:
            _shut_down_if(connection, mark)


def _shut_down_if(connection: socket.socket, mark: int) -> None:
    assert _OPTION is not None
    try:
        if connection.getsockopt(socket.IPPROTO_TCP, _OPTION) == mark:
            connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # No TCP, or it is gone already.
