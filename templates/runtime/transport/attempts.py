"""What one sending of a request came to, and whether it may be sent once more on a new connection.

An API closes connections that are idle; a request that meets the closing gets no answer. It is sent
again, once, if the connection had served before, no byte of an answer came, the body is still there, and
it cannot have been carried out, or only reads (RFC 9110, 9.2.2; RFC 9112, 9.3.1).
"""

from __future__ import annotations

from typing import Final

from ..wire_request import WireRequest

_READS: Final = frozenset(("GET", "HEAD", "OPTIONS"))


class Attempt:
    """One sending, as its connection sees it."""

    __slots__ = ("answered", "fresh", "written")

    def __init__(self, *, fresh: bool = False, written: bool = False) -> None:
        self.fresh = fresh
        """Whether the connection was made for it."""
        self.written = written
        """Whether a byte of it was handed to the system."""
        self.answered = False
        """Whether a byte of an answer came."""

    def was_stale(self, request: WireRequest) -> bool:
        """Whether the request, which failed, may be sent once more."""
        if self.fresh or self.answered:
            return False
        if not request.may_be_sent_again():
            return False
        return not self.written or request.method.upper() in _READS
