"""What a caller still sends when its request is refused already (RFC 9112, 9.3 and 9.6).

A server that answers and closes while bytes are on their way resets the connection, and most clients
then never see the answer. One that answers and keeps the connection takes the rest of the body for the
next request. So the rest is read first where it is short, and after the answer, for a while, where it is not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Final

from .asgi import Receive

SHORT: Final = 64 * 1024
"""Bytes of a body that are read before the answer, so that the connection can go on."""
_BRIEF: Final = 0.25
"""Seconds for a short body that is on its way; whoever sends it later has its answer first."""
_MOST: Final = 64 * 1024 * 1024
"""Bytes that are read after the answer."""
_FRAMING: Final = frozenset((b"content-length", b"transfer-encoding", b"expect"))
CLOSE: Final = (b"connection", b"close")


async def read_on(receive: Receive, seconds: float | None, limit: int = _MOST) -> bool:
    """Read and drop what comes; whether the body is at its end.

    At most `seconds` and about `limit` bytes. A caller that leaves has ended it too.
    """
    size = 0
    try:
        async with asyncio.timeout(seconds):
            while size <= limit:
                message = await receive()
                if message["type"] != "http.request" or not message.get("more_body"):
                    return True
                size += len(message.get("body", b""))
    except TimeoutError:
        pass
    return False


async def is_at_its_end(
    headers: Iterable[tuple[bytes, bytes]], receive: Receive, seconds: float | None
) -> bool:
    """Whether nothing more of a request will come whose body nobody has read; a short one is read now.

    `headers` are those of the request as they came.
    """
    framing = {name: value for name, value in headers if name in _FRAMING}
    # From CGI's variables comes an empty one, which announces nothing.
    length = framing.get(b"content-length") or b"0"
    if b"transfer-encoding" not in framing and length == b"0":
        return True
    # Who waits for permission to send has not sent anything (RFC 9110, 10.1.1).
    if b"expect" in framing or len(framing) > 1 or not _is_short(length):
        return False
    return await read_on(receive, _BRIEF if seconds is None else min(seconds, _BRIEF))


def _is_short(length: bytes) -> bool:
    return len(length) < 18 and length.isdigit() and int(length) <= SHORT
