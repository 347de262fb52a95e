"""Answers on one connection: the head of one that is in memory, and uvicorn's cycle for HTTP/1.0."""

from __future__ import annotations

import socket
import struct
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import (
    HEADER_RE,
    STATUS_LINE,
    RequestResponseCycle,
)

from .problem import RawHeaders

_SHOWN: Final = bytes(
    byte if byte in b"\t\r\n" or (byte >= 0x20 and byte != 0x7F) else ord("?")
    for byte in range(256)
)
"""What a head may hold (RFC 9110, 5.5), as `bytes.translate` takes it: all else becomes something else."""
_LAST: Final = b"content-length: %d\r\n\r\n"
_LAST_OF_ALL: Final = b"connection: close\r\n" + _LAST
_FRAMING: Final = frozenset((b"connection", b"content-length", b"transfer-encoding"))
_MOST_NAMES: Final = 512
_names: Final[set[bytes]] = set()
"""Names of headers that were looked at, in lower case."""


def lines_of(headers: RawHeaders) -> bytes | None:
    """Headers as lines; None where uvicorn has to look at them, which says what is wrong.

    Args:
        headers: without a length.
    """
    pieces: list[bytes] = []
    for name, value in headers:
        if name not in _names and not _is_plain(name):
            return None
        pieces += (name, b": ", value, b"\r\n")
    lines = b"".join(pieces)
    # Nothing that ends a line, or that no header may hold, has come in by a value.
    is_good = lines.count(b"\n") == len(headers) == lines.count(b"\r")
    return lines if is_good and lines.translate(_SHOWN) == lines else None


def head_of(status: int, lines: bytes, size: int, *, keep_alive: bool) -> bytes:
    """Status line and headers.

    Args:
        status: of HTTP.
        lines: headers without a length.
        size: of the body, in bytes.
        keep_alive: whether the connection stays open.
    """
    return STATUS_LINE[status] + lines + (_LAST if keep_alive else _LAST_OF_ALL) % size


def _is_plain(name: bytes) -> bool:
    """Whether a header can stand as it is, and says nothing about the connection."""
    if name != name.lower() or name in _FRAMING or not name or HEADER_RE.search(name):
        return False
    if len(_names) < _MOST_NAMES:
        _names.add(name)
    return True


class _EndsWhole:
    """The transport of an answer that ends by closing: closed before its end, it is reset instead."""

    __slots__ = ("_cycle", "_transport")

    def __init__(self, transport: Any, cycle: Any) -> None:
        self._transport = transport
        self._cycle = cycle

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def close(self) -> None:
        """Close it, so that the other side sees whether it has the whole."""
        if self._cycle.response_complete:
            self._transport.close()
        else:
            reset(self._transport)


class UntilClosed(RequestResponseCycle):
    """A cycle for HTTP/1.0, which knows no chunks: uvicorn sends some all the same."""

    is_open_ended = False

    async def send(self, message: Any) -> None:
        """ASGI."""
        if not self.response_started:
            names = {name.lower() for name, _ in message.get("headers", ())}
            if b"content-length" not in names:
                self.is_open_ended = True
                self.keep_alive = self.chunked_encoding = False
                # It has all that a transport has, by `__getattr__`, which no checker follows.
                self.transport = _EndsWhole(self.transport, self)  # type: ignore[assignment]
        elif self.is_open_ended:
            self.expected_content_length = len(message.get("body", b""))
        await super().send(message)


def reset(transport: Any) -> None:
    """Close a connection so that the other side sees a failure, not an end."""
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
