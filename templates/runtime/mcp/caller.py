"""Who is being served: what the SDK does not hand on to the tools."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..calls.upstream import Send as SendRequest


@dataclass(frozen=True, slots=True)
class Caller:
    """What the SDK does not hand on of the request that it serves."""

    send: SendRequest
    """The way upstream."""
    called: Callable[[str], None]
    """To be told the name of the tool, for metrics and the log."""
    who: bytes
    """What the caller has shown of themselves; nothing where they show nothing."""
    failed: Callable[[], None]
    """To be told that a tool's result is an error."""
    challenged: Callable[[str], None]
    """To be told what the answer challenges the caller to show."""


caller: Final[contextvars.ContextVar[Caller]] = contextvars.ContextVar("caller")
"""Of the request that is being served."""
