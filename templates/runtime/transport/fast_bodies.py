"""Large bodies of asynchronous calls, given to pyreqwest piece by piece.

The library looks for an answer only when it waits. Given a large body at once it does not wait, and where
an API refuses the request and closes, it meets the closing and loses the answer (RFC 9112, 9.6).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from typing import Final, cast

from ..messages import Pieces

FROM: Final = 512 * 1024
"""Bytes from which on a body goes out so."""
_PIECE: Final = 256 * 1024
_MOMENT: Final = 0.001
"""Seconds after the first piece: by then a refusal of what the head says has come, if it comes at once."""


async def paced(content: bytes | Pieces) -> AsyncIterator[bytes]:
    """The body in pieces, with a moment before the second.

    Args:
        content: all of it, or pieces that are read as they go out.
    """
    if isinstance(content, AsyncIterable):
        async for piece in cast("AsyncIterable[bytes]", content):
            yield piece
        return
    pieces = _cut(content) if isinstance(content, bytes) else content
    for number, piece in enumerate(pieces):
        if number == 1:
            await asyncio.sleep(_MOMENT)
        yield piece


def _cut(content: bytes) -> Iterator[bytes]:
    for at in range(0, len(content), _PIECE):
        yield content[at : at + _PIECE]
