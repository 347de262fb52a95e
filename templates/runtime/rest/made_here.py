"""Routes whose answers are made here, out of what the API said: which of the caller's headers still go on to it."""

from __future__ import annotations

from typing import Final

from ..messages import HeaderPairs
from ..server.incoming import Incoming

NOT_WHERE_MAPPED: Final = frozenset(
    # A document that is made here has no ranges, no entity tag and no compression of upstream's.
    (
        b"accept",
        b"accept-encoding",
        b"if-match",
        b"if-modified-since",
        b"if-none-match",
        b"if-range",
        b"if-unmodified-since",
        b"range",
    )
)


def where_mapped(incoming: Incoming) -> HeaderPairs:
    """The caller's headers that go on to the upstream where its answer is mapped."""
    return tuple(
        pair for pair in incoming.forwarded if pair[0].encode("latin-1") not in NOT_WHERE_MAPPED
    )
