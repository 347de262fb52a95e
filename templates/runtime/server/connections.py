"""Connections of uvicorn's faster HTTP parser: joined writes, and an end to what a head or chunks may hold."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .asgi import WHOLE, Scope
from .cycles import UntilClosed, head_of, lines_of
from .problem import RawHeaders

_TOO_LARGE: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
)
_BAD_FRAMING: Final = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_UPGRADE: Final = (
    b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: 63\r\n\r\n"
    b"A request with a body cannot ask for another protocol (Upgrade)"
)
_LARGE: Final = 65536
"""Bytes of a body from which on it is not copied behind its head."""
_FRAMING: Final = 16
"""Bytes on the wire for each byte of a body; a chunk of a single byte takes six."""
_headers_complete: Final = HttpToolsProtocol.on_headers_complete
_message_complete: Final = HttpToolsProtocol.on_message_complete
_data_received: Final = HttpToolsProtocol.data_received
"""uvicorn's own, which ours begin with; by these names the interpreter calls them quickest."""


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

    def whole(self, head: bytes, content: bytes) -> None:
        """Write an answer that is complete.

        Args:
            head: status line and headers.
            content: the body.
        """
        if self._head:
            self.flush()
        if len(content) < _LARGE:
            self._write(head + content)
        else:
            self._write(head)
            self._write(content)

    def close(self) -> None:
        """Write what waits, and close once it is gone."""
        self.flush()
        self._close()


class BoundedProtocol(HttpToolsProtocol):
    """One connection.

    httptools takes a head and the extensions of chunks without any limit; h11 has one of its own
    (`h11_max_incomplete_event_size`).
    """

    # In slots: with more attributes than uvicorn's own the interpreter would find all of them slower.
    __slots__ = ("_extensions", "_own", "_own_lines", "_write_whole", "content", "pending")

    longest_head = 65536
    """Bytes of a request's head."""

    def connection_made(self, transport: Any) -> None:
        """asyncio's."""
        HttpToolsProtocol.connection_made(self, transport)
        self.pending = 0
        """Bytes that came since a request began, of its head, or of a body and around it."""
        self.content = 0
        """Bytes of its body among them."""
        joined: Any = JoinedWrites(transport, self.loop)  # It has all that a transport has.
        self.transport = joined
        self._write_whole = joined.whole
        self._own: RawHeaders | None = None
        self._own_lines: bytes | None = None
        """uvicorn's headers, and the same as lines."""
        self._extensions = {WHOLE: {"answer": self.answer}}

    def connection_lost(self, exc: Exception | None) -> None:
        """asyncio's."""
        HttpToolsProtocol.connection_lost(self, exc)
        self._extensions = {}  # They hold this connection, and it holds them.

    def on_headers_complete(self) -> None:
        """httptools'."""
        _headers_complete(self)
        scope: Any = self.scope
        if scope["http_version"] == "1.0":
            # The protocol makes its cycles itself; this adds no state but one flag.
            self.cycle.__class__ = UntilClosed
        else:
            scope["extensions"] = self._extensions

    def answer(
        self,
        scope: Scope,
        status: int,
        headers: RawHeaders,
        content: bytes,
        lines: bytes = b"",
    ) -> bool:
        """Write an answer that is in memory (`asgi.WHOLE`): one check, one write.

        Args:
            scope: of the request.
            status: one that has a body.
            headers: without a length.
            content: the body.
            lines: headers that need no look.
        """
        cycle = self.cycle
        if (
            cycle.scope is not scope  # Another request has come behind it.
            or cycle.response_started
            or cycle.disconnected
            or cycle.access_log
            or self.flow.write_paused
            or scope["method"] == "HEAD"
        ):
            return False
        own = cycle.default_headers
        if own is not self._own:
            # uvicorn makes a list of its own each second, and leaves it as it is.
            self._own, self._own_lines = own, lines_of(own)
        more = lines_of(headers) if headers else b""
        if self._own_lines is None or more is None:
            return False
        keep_alive = cycle.keep_alive
        lines = self._own_lines + lines + more
        self._write_whole(head_of(status, lines, len(content), keep_alive=keep_alive), content)
        cycle.response_started = cycle.response_complete = True
        cycle.waiting_for_100_continue = False
        cycle.message_event.set()
        if not keep_alive:
            self.transport.close()
        self.on_response_complete()
        return True

    def on_body(self, body: bytes) -> None:
        """httptools'."""
        self.content += len(body)
        HttpToolsProtocol.on_body(self, body)

    def on_message_complete(self) -> None:
        """httptools'."""
        _message_complete(self)
        self.pending = self.content = 0

    def data_received(self, data: bytes) -> None:
        """asyncio's."""
        before = self.cycle
        _data_received(self, data)
        if self.cycle is not before:
            self.pending = self.content = 0
        elif not before or before.response_complete:
            self.pending += len(data)
            if self.pending - self.content > self.longest_head:
                self._refuse(_TOO_LARGE)
        elif before.more_body:
            self.pending += len(data)
            # Sizes and ends of chunks, generously; the rest are extensions, which nobody wants.
            if self.pending > self.longest_head + _FRAMING * self.content:
                self._refuse(_BAD_FRAMING)

    def _unsupported_upgrade_warning(self) -> None:
        """uvicorn's, for a request that asks for another protocol: it is answered in this one (RFC 9110, 7.8).

        httptools passes over the body of such a request. A write must not be carried out without its body,
        nor the body be taken for the next request.
        """
        headers = dict(self.headers)
        if b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0":
            self.cycle.disconnected = True
            self._refuse(_UPGRADE)

    def _refuse(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(answer)
            self.transport.close()
