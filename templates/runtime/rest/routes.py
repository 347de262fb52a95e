"""A route of a REST adapter, as the generated `rest.py` declares it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..messages import HeaderPairs
from ..server.incoming import Incoming
from .inputs import Input

Unit: TypeAlias = Callable[..., Awaitable[Any]]
"""`async (send, **inputs) -> AsyncReply`."""


@dataclass(frozen=True, slots=True)
class Route:
    """One operation that an adapter serves."""

    method: str
    path: str
    """A template; variables in braces, with or without constant text around them."""
    unit: Unit
    inputs: tuple[Input, ...] = ()
    conditions: tuple[tuple[str, str | None], ...] = ()
    """Query parameters that the request must have; a value of None matches any."""
    onward: Callable[[Incoming], HeaderPairs] | None = None
    """Which of the caller's headers go on to upstream, of those that may; None for all of them
    (`made_here.where_mapped`)."""
    takes_rest: bool = False
    """The variable at the end of the path takes all that follows, slashes included."""
