"""How many requests of a transport are out at once; the rest wait here, unsent.

The library has a limit of its own, but a request that waits inside of it is sent even if its call was
cancelled meanwhile, and holds three times the memory; and it is kept for each set of time-outs.
"""

from __future__ import annotations

import time
from collections import deque
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final

from ..errors import UpstreamTimeoutError
from ..wire_request import WireRequest

if TYPE_CHECKING:
    from asyncio import Future

_MOST_THREADS: Final = 100_000
_NONE_FREE: Final = "no answer in time: all connections are in use"


def _patience(request: WireRequest) -> float | None:
    """Seconds to wait for a turn: what the call has left; without such a limit, as for connecting."""
    limits = request.timeout
    total = limits.total if request.left is None else request.left
    if total is None:
        return limits.connect if request.ends is None else request.ends - time.monotonic()
    return total


def _left(request: WireRequest, started: float) -> float | None:
    """What the call has left after waiting. Raises `UpstreamTimeoutError`."""
    total = request.timeout.total if request.left is None else request.left
    if total is None:
        return None
    left = total - (time.monotonic() - started)
    if left <= 0:
        raise UpstreamTimeoutError(_NONE_FREE)
    return left


class Slots:
    """For threads. Each `enter` is followed by one `leave`."""

    __slots__ = ("_free",)

    def __init__(self, maximum: int) -> None:
        # In C, unlike a semaphore, and safe to be called while something is being collected.
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(min(maximum, _MOST_THREADS)):
            self._free.put(None)

    def enter(self, request: WireRequest) -> float | None:
        """Wait for a turn; gives what the call has left then, if it waited.

        Raises `UpstreamTimeoutError`; nothing was sent.
        """
        try:
            self._free.get_nowait()
            return request.left
        except Empty:
            started = time.monotonic()
        try:
            self._free.get(timeout=_patience(request))
        except Empty:
            raise UpstreamTimeoutError(_NONE_FREE) from None
        try:
            return _left(request, started)
        except UpstreamTimeoutError:
            self.leave()
            raise

    def leave(self) -> None:
        """Give the turn back."""
        self._free.put(None)

    def leave_from_anywhere(self) -> None:
        """The same for an answer that nobody closed; its end may come in any thread."""
        self.leave()


class AsyncSlots:
    """For tasks. Each `enter` is followed by one `leave`."""

    __slots__ = ("_free", "_waiting")

    def __init__(self, maximum: int) -> None:
        self._free = maximum
        self._waiting: deque[Future[None]] = deque()

    def taken(self) -> bool:
        """Whether there was a turn to be had at once, which the caller has now; else it is to `enter`."""
        if self._free > 0:
            self._free -= 1
            return True
        return False

    async def enter(self, request: WireRequest) -> float | None:
        """Wait for a turn; gives what the call has left then, if it waited."""
        if self.taken():
            return request.left
        import asyncio

        started = time.monotonic()
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        seconds = _patience(request)
        timer = None if seconds is None else loop.call_later(seconds, self._expire, turn)
        self._waiting.append(turn)
        try:
            await turn
            return _left(request, started)
        except BaseException:
            if not turn.done() or turn.cancelled():
                self._forget(turn)
            elif turn.exception() is None:
                self.leave()  # The turn came together with the end of the call.
            raise
        finally:
            if timer is not None:
                timer.cancel()

    def _expire(self, turn: Future[None]) -> None:
        if not turn.done():
            self._forget(turn)
            turn.set_exception(UpstreamTimeoutError(_NONE_FREE))

    def _forget(self, turn: Future[None]) -> None:
        if turn in self._waiting:
            self._waiting.remove(turn)

    def leave(self) -> None:
        """Give the turn back, or rather to the one who has waited longest."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def leave_from_anywhere(self) -> None:
        """The same for an answer that nobody closed; its end may come in any thread."""
        if self._waiting:
            loop = self._waiting[0].get_loop()
            if not loop.is_closed():
                loop.call_soon_threadsafe(self.leave)
                return
        self.leave()
