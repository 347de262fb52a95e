"""What an asynchronous transport has for each event loop, for nothing of it may serve two."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from ..errors import Error

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

_T = TypeVar("_T")


class ByLoop(Generic[_T]):
    """One thing for each loop. `make` gets that of a loop that is closed, if there is one."""

    __slots__ = ("_make", "_running", "made")

    def __init__(self, make: Callable[[_T | None], _T]) -> None:
        from asyncio import get_running_loop

        self._running = get_running_loop
        self._make = make
        self.made: dict[AbstractEventLoop, _T] = {}

    def loop(self) -> AbstractEventLoop:
        """The loop that runs here. Raises `Error` where it is none of asyncio."""
        try:
            return self._running()
        except RuntimeError:
            raise Error(
                "an asynchronous client runs on asyncio; under another library, such as trio, call "
                "the blocking client in a thread"
            ) from None

    def here(self) -> _T:
        """The thing of the loop that runs here. Raises `Error` where it is none of asyncio."""
        try:
            loop = self._running()
        except RuntimeError:
            loop = self.loop()  # It says why.
        found = self.made.get(loop)
        return self._new(loop) if found is None else found

    def _new(self, loop: AbstractEventLoop) -> _T:
        over = [self.made.pop(other) for other in tuple(self.made) if other.is_closed()]
        self.made[loop] = made = self._make(over[-1] if over else None)
        return made

    def clear(self) -> list[_T]:
        """Everything, taken out."""
        things = list(self.made.values())
        self.made.clear()
        return things
