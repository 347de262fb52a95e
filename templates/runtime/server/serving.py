"""A uvicorn server that several can share a process with, and that lets no connection idle in its headers."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Generator
from time import monotonic
from typing import Any, Final
from weakref import WeakKeyDictionary

import uvicorn

from .asgi import BrokenOffError
from .giving_way import GivingWay

_TICKS: Final = 5
"""Ticks of uvicorn's main loop (0.1 s each) between two looks at the connections."""
_TIMED_OUT: Final = (
    b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
)


class _WithoutBrokenOff(logging.Filter):
    """Drops what uvicorn says of an answer that we broke off, and have logged already."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], BrokenOffError))


_QUIET: Final = _WithoutBrokenOff()


class BoundedServer(uvicorn.Server):
    """Leaves signals to its launcher and closes connections whose headers take too long."""

    def __init__(self, config: uvicorn.Config, header_timeout: float | None) -> None:
        super().__init__(config)
        logging.getLogger("uvicorn.error").addFilter(_QUIET)
        self._header_timeout = header_timeout
        self._giving_way = GivingWay()
        self._waiting: WeakKeyDictionary[Any, tuple[Any, float]] = WeakKeyDictionary()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Nothing: one process may hold several servers, and signals are for all of them."""
        yield

    async def on_tick(self, counter: int) -> bool:
        """uvicorn calls this ten times a second."""
        if self._header_timeout is not None and counter % _TICKS == 0:
            self._close_the_slow(monotonic(), self._header_timeout)
        state = self.server_state
        self._giving_way.look(len(state.tasks), state.total_requests)
        return await super().on_tick(counter)

    def _close_the_slow(self, now: float, patience: float) -> None:
        """Close what has taken too long to bring the headers of a request."""
        waiting = self._waiting
        for connection in tuple(self.server_state.connections):
            cycle = getattr(connection, "cycle", None)
            # With its own timer running a connection is idle, and uvicorn sees to that.
            idle = getattr(connection, "timeout_keep_alive_task", None) is not None
            if idle or (cycle is not None and not cycle.response_complete):
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


def protocol(longest_head: int) -> Any:
    """What speaks HTTP on a connection: uvicorn's faster parser, bounded; without it, uvicorn's own choice.

    Args:
        longest_head: bytes of a request's head, and of the extensions of its chunks.
    """
    try:
        from .connections import BoundedProtocol
    except ImportError:
        return "auto"

    return type("BoundedProtocol", (BoundedProtocol,), {"longest_head": longest_head})
