"""Waiting for pyreqwest, as long as a call may take and without losing who cancelled.

When a task is cancelled, the library raises a `CancelledError` of its own. anyio knows the ones that it
asked for by their message, so that a cancel scope lets a stranger through, and whatever stands above it
(a server over standard streams) ends with it.
"""

from __future__ import annotations

import types
from collections.abc import Coroutine, Generator
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ..errors import UpstreamTimeoutError
from ..wire_request import WireRequest
from .base import TOO_LONG, unanswered

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Future, TimerHandle

_T = TypeVar("_T")
_TICK: Final = 0.1
"""Seconds between two looks."""


class Waits(dict["Future[Any] | None", WireRequest]):
    """What the calls of one event loop wait for: one timer ends all that take too long.

    A time-out of asyncio's own, or a look at which task runs, would cost more than the rest of a call.
    """

    def __init__(self, loop: AbstractEventLoop) -> None:
        super().__init__()
        self._loop = loop
        self.timer: TimerHandle | None = None
        """Of the next look; None where nobody looks."""

    def watch(self) -> None:
        """Look at what waits from now on."""
        self.timer = self._loop.call_later(_TICK, self._look)

    def _look(self) -> None:
        self.timer = None
        now = monotonic()
        for future, request in tuple(self.items()):
            is_over = request.ends is not None and request.ends <= now
            if is_over and future is not None and not future.done():
                future.set_exception(unanswered(UpstreamTimeoutError, TOO_LONG, request))
        if self:
            self.watch()


@types.coroutine
def faithful(
    coroutine: Coroutine[Any, Any, _T],
    request: WireRequest | None = None,
    waits: Waits | None = None,
) -> Generator[Any, Any, _T]:
    """What the library's coroutine gives; what is thrown in while it waits comes out as it is.

    Raises `UpstreamTimeoutError` where the answer is not there when the request's time ends.

    Args:
        coroutine: of the library.
        request: what it is for, if it has an end of its own.
        waits: of the event loop, for that end.
    """
    try:
        waits_for = coroutine.send(None)
        while True:
            if waits is not None and request is not None:
                waits[waits_for] = request
            try:
                yield waits_for
            except BaseException as thrown:
                _end(coroutine, thrown)
                raise
            finally:
                if waits is not None:
                    waits.pop(waits_for, None)
            waits_for = coroutine.send(None)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]


def _end(coroutine: Coroutine[Any, Any, Any], thrown: BaseException) -> None:
    """Tell the library; it answers with an error of its own, for which nobody asked."""
    try:
        coroutine.throw(thrown)
    except BaseException:  # noqa: BLE001 - the one that was thrown goes on
        return
