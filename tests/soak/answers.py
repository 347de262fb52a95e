"""What the upstream answers to whom: a body that only one request can have got."""

from __future__ import annotations

import zlib

_LARGE = 96 * 1024
"""More than the adapter sends in one piece."""


def is_large(identity: str) -> bool:
    """One in sixteen."""
    return zlib.crc32(identity.encode()) % 16 == 0


def is_chunked(identity: str) -> bool:
    """One in four comes without its length."""
    return zlib.crc32(identity.encode()) % 64 < 16


def body_for(identity: str) -> bytes:
    """The identity, over and over: a byte of somebody else's body would be seen."""
    times = _LARGE // len(identity) if is_large(identity) else 3
    return b'{"answers": "%s"}' % (identity.encode() * times)
