"""A uvicorn server that several can share a process with, and that lets no connection idle in its headers."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import struct
from collections.abc import Generator
from time import monotonic
from typing import Any, Final
from weakref import WeakKeyDictionary

import uvicorn

from .asgi import BrokenOffError

_TICKS: Final = 5
"""Ticks of uvicorn's main loop (0.1 s each) between two looks at the connections."""
_TOO_LARGE: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
)
_BAD_FRAMING: Final = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_FRAMING: Final = 16
"""Bytes on the wire for each byte of a body; a chunk of a single byte takes six."""
_TIMED_OUT: Final = (
    b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
)


class _WithoutBrokenOff(logging.Filter):
    """Drops what uvicorn says of an answer that we broke off, and have logged already."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], BrokenOffError))


_QUIET: Final = _WithoutBrokenOff()


class BoundedServer(uvicorn.Server):
    """Leaves signals to its launcher and closes connections whose headers take too long."""

    def __init__(self, config: uvicorn.Config, header_timeout: float | None) -> None:
        super().__init__(config)
        logging.getLogger("uvicorn.error").addFilter(_QUIET)
        self._header_timeout = header_timeout
        self._waiting: WeakKeyDictionary[Any, tuple[Any, float]] = WeakKeyDictionary()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Nothing: one process may hold several servers, and signals are for all of them."""
        yield

    async def on_tick(self, counter: int) -> bool:
        """uvicorn calls this ten times a second."""
        if self._header_timeout is not None and counter % _TICKS == 0:
            self._close_the_slow(monotonic(), self._header_timeout)
        return await super().on_tick(counter)

    def _close_the_slow(self, now: float, patience: float) -> None:
        """Close what has taken too long to bring the headers of a request."""
        waiting = self._waiting
        for connection in tuple(self.server_state.connections):
            cycle = getattr(connection, "cycle", None)
            # With its own timer running a connection is idle, and uvicorn sees to that.
            idle = getattr(connection, "timeout_keep_alive_task", None) is not None
            if idle or (cycle is not None and not cycle.response_complete):
                waiting.pop(connection, None)
                continue
            since = waiting.get(connection)
            if since is None or since[0] is not cycle:
                waiting[connection] = (cycle, now)
            elif now - since[1] > patience:
                transport: Any = connection.transport
                if transport is not None and not transport.is_closing():
                    transport.write(_TIMED_OUT)
                    transport.close()


class JoinedWrites:
    """A transport that sends the head of an answer together with what follows it at once.

    uvicorn writes the head and the body of an answer by themselves. Two small packets cost sender and
    receiver twice; one small answer should be one packet.
    """

    __slots__ = ("_call_soon", "_close", "_head", "_transport", "_write", "is_closing")

    def __init__(self, transport: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._write = transport.write
        self._close = transport.close
        self._call_soon = loop.call_soon
        self.is_closing = transport.is_closing
        self._head = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Write; what looks like a head waits for the next piece, or the end of this turn."""
        head = self._head
        if head:
            self._head = b""
            self._write(head + data)
        elif data.startswith(b"HTTP/1.1 "):
            self._head = data
            self._call_soon(self.flush)
        else:
            self._write(data)

    def flush(self) -> None:
        """Write what waits."""
        head = self._head
        if head:
            self._head = b""
            self._write(head)

    def close(self) -> None:
        """Write what waits, and close once it is gone."""
        self.flush()
        self._close()


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


def _until_closed() -> Any:
    """A cycle of request and answer for HTTP/1.0, which knows no chunks: uvicorn sends some all the same."""
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    class UntilClosed(RequestResponseCycle):
        is_open_ended = False

        async def send(self, message: Any) -> None:
            if not self.response_started:
                names = {name.lower() for name, _ in message.get("headers", ())}
                if b"content-length" not in names:
                    self.is_open_ended = True
                    self.keep_alive = self.chunked_encoding = False
                    self.transport = _EndsWhole(self.transport, self)  # type: ignore[assignment]
            elif self.is_open_ended:
                self.expected_content_length = len(message.get("body", b""))
            await super().send(message)

    return UntilClosed


def reset(transport: Any) -> None:
    """Close a connection so that the other side sees a failure, not an end."""
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def protocol(longest_head: int) -> Any:
    """uvicorn's faster HTTP parser, with joined writes and an end to what a head or chunks may hold.

    Where it is not installed, uvicorn's own choice.

    httptools takes a head and the extensions of chunks without any limit; h11 has one of its own
    (`h11_max_incomplete_event_size`).
    """
    try:
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
    except ImportError:
        return "auto"

    until_closed = _until_closed()

    class BoundedProtocol(HttpToolsProtocol):
        pending = 0
        """Bytes that came since a request began, of its head, or of a body and around it."""
        content = 0
        """Bytes of its body among them."""

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            joined: Any = JoinedWrites(transport, self.loop)  # It has all that a transport has.
            self.transport = joined

        def on_headers_complete(self) -> None:
            super().on_headers_complete()
            if self.cycle.scope.get("http_version") == "1.0":
                # The protocol makes its cycles itself; this one adds no state but one flag.
                self.cycle.__class__ = until_closed

        def on_body(self, body: bytes) -> None:
            self.content += len(body)
            super().on_body(body)

        def on_message_complete(self) -> None:
            super().on_message_complete()
            self.pending = self.content = 0

        def data_received(self, data: bytes) -> None:
            before = self.cycle
            super().data_received(data)
            if self.cycle is not before:
                self.pending = self.content = 0
            elif not before or before.response_complete:
                self.pending += len(data)
                if self.pending - self.content > longest_head:
                    self._refuse(_TOO_LARGE)
            elif before.more_body:
                self.pending += len(data)
                # Sizes and ends of chunks, generously; the rest are extensions, which nobody wants.
                if self.pending > longest_head + _FRAMING * self.content:
                    self._refuse(_BAD_FRAMING)

        def _refuse(self, answer: bytes) -> None:
            if not self.transport.is_closing():
                self.transport.write(answer)
                self.transport.close()

    return BoundedProtocol
