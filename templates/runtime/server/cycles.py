"""Requests and their answers on one connection: uvicorn's cycles, for small answers and for HTTP/1.0."""

from __future__ import annotations

import socket
import struct
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import (
    HEADER_RE,
    STATUS_LINE,
    RequestResponseCycle,
)

from .asgi import WHOLE
from .problem import RawHeaders

_SHOWN: Final = bytes({*range(256)} - {*range(0x20), 0x7F} | {0x09})
"""What a head may hold beside the ends of its lines (RFC 9110, 5.5)."""
_END: Final = b"\r\n"
_COLON: Final = b": "
_LAST: Final = b"content-length: %d\r\n\r\n"
_LAST_OF_ALL: Final = b"connection: close\r\n" + _LAST
_STATUS: Final = {status: line.removesuffix(_END) for status, line in STATUS_LINE.items()}
_FRAMING: Final = frozenset((b"connection", b"content-length", b"transfer-encoding"))
_MOST_NAMES: Final = 512
_names: Final[set[bytes]] = set()
"""Names of headers that were looked at, in lower case."""


class WholeAnswers(RequestResponseCycle):
    """A cycle that takes an answer as a whole (`asgi.WHOLE`): one message, one check, one write."""

    async def send(self, message: Any) -> None:
        """ASGI, and that one message more."""
        if message["type"] != WHOLE:
            await super().send(message)
            return
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if self.disconnected:
            return
        content: bytes = message["body"]
        head = self._head(message["status"], message["headers"], len(content))
        if head is None:
            await self._in_two(message)
            return
        # It has all that a transport has, and this.
        transport: Any = self.transport
        transport.whole(head, content)
        self.response_started = self.response_complete = True
        self.waiting_for_100_continue = False
        self.message_event.set()
        if not self.keep_alive:
            transport.close()
        self.on_response()

    def _head(self, status: int, headers: RawHeaders, size: int) -> bytes | None:
        """Status line and headers; None where uvicorn has to look at them, which says what is wrong."""
        if self.response_started or self.access_log or self.scope["method"] == "HEAD":
            return None
        named = dict(headers)
        if not _names.issuperset(named) and not all(map(_is_plain, named)):
            return None
        last = _LAST if self.keep_alive else _LAST_OF_ALL
        lines = [
            _STATUS[status],
            *map(_COLON.join, self.default_headers),
            *map(_COLON.join, headers),
        ]
        lines.append(last % size)
        head = _END.join(lines)
        # Nothing that ends a line, or that no header may hold, has come in by a value.
        ends = _END * (len(lines) + last.count(_END) - 1)
        return head if head.translate(None, _SHOWN) == ends else None

    async def _in_two(self, message: Any) -> None:
        content: bytes = message["body"]
        headers = [*message["headers"], (b"content-length", b"%d" % len(content))]
        send: Any = super().send
        await send({"type": "http.response.start", "status": message["status"], "headers": headers})
        await send({"type": "http.response.body", "body": content, "more_body": False})


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
