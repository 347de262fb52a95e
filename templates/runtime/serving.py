"""A uvicorn server that several can share a process with, and that lets no connection idle in its headers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from time import monotonic
from typing import Any, Final
from weakref import WeakKeyDictionary

import uvicorn

_TICKS: Final = 5
"""Ticks of uvicorn's main loop (0.1 s each) between two looks at the connections."""
_TIMED_OUT: Final = (
    b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
)


class BoundedServer(uvicorn.Server):
    """Leaves signals to its launcher and closes connections whose headers take too long."""

    def __init__(self, config: uvicorn.Config, header_timeout: float | None) -> None:
        super().__init__(config)
        self._header_timeout = header_timeout
        self._waiting: WeakKeyDictionary[Any, tuple[Any, float]] = WeakKeyDictionary()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing: one process may hold several servers, and signals are for all of them."""
        yield

    async def on_tick(self, counter: int) -> bool:
        """uvicorn calls this ten times a second."""
        if self._header_timeout is not None and counter % _TICKS == 0:
            self._close_the_slow(monotonic(), self._header_timeout)
        return await super().on_tick(counter)

    def _close_the_slow(self, now: float, patience: float) -> None:
        """Close what has been between two requests for too long: idle, or dripping headers."""
        waiting = self._waiting
        for connection in tuple(self.server_state.connections):
            cycle = getattr(connection, "cycle", None)
            if cycle is not None and not cycle.response_complete:
                waiting.pop(connection, None)
                continue
            since = waiting.get(connection)
            if since is None or since[0] is not cycle:
                waiting[connection] = (cycle, now)
            elif now - since[1] > patience:
                transport: Any = connection.transport
                if transport is not None and not transport.is_closing():
                    transport.write(_TIMED_OUT)
                    transport.close()
