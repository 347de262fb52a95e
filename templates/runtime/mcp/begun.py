"""An answer that has begun as a stream of events before it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ..server.asgi import Message


class Begun(Protocol):
    """What becomes of it; `long_calls.LongCall` is one."""

    async def finish(self, content: bytes) -> None:
        """The response is there: JSON in one line."""
        ...

    async def take(self, answer: Message) -> None:
        """A part of the answer as somebody else makes it."""
        ...

    async def end(self) -> None:
        """There is no response."""
        ...

    def drop(self) -> None:
        """There is nobody left to tell."""
        ...
