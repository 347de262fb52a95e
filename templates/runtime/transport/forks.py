"""What a process does with the connections that it got from its parent by `fork`: nothing.

Parent and child would read each other's answers from a socket that both have, and the library's threads
are not in the child. So every transport begins anew there, and what the parent opened is neither used
nor closed nor collected.
"""

from __future__ import annotations

import os
import weakref
from typing import Any, Final, Protocol

from ..errors import Error


class Transport(Protocol):
    """A transport that can begin anew."""

    def forked(self) -> None:
        """Called in the child. What the parent opened goes to `keep`."""
        ...


_transports: Final[weakref.WeakSet[Any]] = weakref.WeakSet()
_of_the_parent: Final[list[Any]] = []
_watching: Final[list[bool]] = []
_forks = 0


def watch(transport: Transport) -> None:
    """Have the transport told of a fork."""
    if not _watching and hasattr(os, "register_at_fork"):
        _watching.append(True)
        os.register_at_fork(after_in_child=_forked)
    _transports.add(transport)


def _forked() -> None:
    global _forks
    _forks += 1
    for transport in tuple(_transports):
        transport.forked()


def generation() -> int:
    """How often the line of this process has been forked; what has another number is the parent's."""
    return _forks


def keep(*things: Any) -> None:
    """Things of the parent that nobody here may collect: their end would wait for its threads."""
    _of_the_parent.extend(things)


def refuse_foreign(born: int) -> None:
    """Raises `Error` for an answer whose connection is the parent's."""
    if born != _forks:
        raise Error("the answer belongs to the process that this one was forked from")
