"""The answer to one request on its way out: started once, counted, with the headers that all get."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from .asgi import WHOLE, Message, Scope, Send, is_wsgi, without_hops
from .problem import RawHeaders

WritesWhole: TypeAlias = Callable[[Scope, int, RawHeaders, bytes, bytes], bool]
"""What is under `asgi.WHOLE`."""


class Outgoing:
    """Sends an answer, and knows afterwards what was sent."""

    __slots__ = (
        "_scope",
        "_send",
        "extra",
        "request_id",
        "size",
        "status",
        "writes_whole",
    )

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        extensions = scope.get("extensions")
        self.writes_whole: WritesWhole | None = (
            extensions[WHOLE]["answer"] if extensions and WHOLE in extensions else None
        )
        """Writes an answer at once (`asgi.WHOLE`); None where the server has nothing for it."""
        self.extra: Sequence[tuple[bytes, bytes]] = ()
        """Headers of every answer to this request."""
        self.request_id = b""
        self.status = 0
        """0 until the answer starts."""
        self.size = 0

    @property
    def bodiless(self) -> bool:
        """The request is HEAD: headers as for GET, and no body (RFC 9110, 9.3.2)."""
        return bool(self._scope["method"] == "HEAD")

    @property
    def needs_length(self) -> bool:
        """HTTP/1.0 knows no chunks: without a length the answer ends with the connection (RFC 9112, 6.3)."""
        return self._scope.get("http_version") == "1.0"

    def _head(self, status: int, headers: RawHeaders) -> Message:
        if self.extra:
            headers += self.extra
        if b"x-request-id" not in dict(headers):
            headers.append((b"x-request-id", self.request_id))
        self.status = status
        if is_wsgi(self._scope):
            headers = without_hops(headers)
        return {"type": "http.response.start", "status": status, "headers": headers}

    async def start(self, status: int, headers: RawHeaders) -> None:
        """Send status and headers."""
        await self._send(self._head(status, headers))

    async def piece(self, content: bytes) -> None:
        """Send a part of the body; `finish` follows."""
        self.size += len(content)
        await self._send({"type": "http.response.body", "body": content, "more_body": True})

    async def finish(self, content: bytes = b"") -> None:
        """Send the last part of the body."""
        self.size += len(content)
        await self._send({"type": "http.response.body", "body": content})

    async def whole(self, status: int, headers: RawHeaders, content: bytes) -> None:
        """Send an answer that is in memory."""
        if self.bodiless:
            content = b""
        self.size = len(content)
        await self._send(self._head(status, headers))
        await self._send({"type": "http.response.body", "body": content})

    def at_once(self, status: int, headers: RawHeaders, content: bytes, lines: bytes = b"") -> bool:
        """Send an answer that is in memory, if the server takes it as a whole; else nothing is sent.

        Args:
            status: one that has a body.
            headers: without a length; the name of the request is among them, or in the lines.
            content: the body.
            lines: headers that are lines already, as `asgi.WHOLE` takes them.
        """
        write = self.writes_whole
        if write is None or not write(self._scope, status, [*headers, *self.extra], content, lines):
            return False
        self.status = status
        self.size = len(content)
        return True

    async def sized(self, status: int, headers: RawHeaders, content: bytes) -> None:
        """Send an answer that is in memory, with its length; for a status that has a body."""
        if b"x-request-id" not in dict(headers):
            headers.append((b"x-request-id", self.request_id))
        if not self.at_once(status, headers, content):
            headers.append((b"content-length", b"%d" % len(content)))
            await self.whole(status, headers, content)
