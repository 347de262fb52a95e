"""The answer to one request on its way out: started once, counted, with the headers that all get."""

from __future__ import annotations

from .asgi import Message, Send, without_hops
from .problem import RawHeaders


class Outgoing:
    """Sends an answer, and knows afterwards what was sent."""

    __slots__ = (
        "_is_wsgi",
        "_send",
        "bodiless",
        "extra",
        "needs_length",
        "request_id",
        "size",
        "status",
    )

    def __init__(
        self,
        send: Send,
        *,
        bodiless: bool,
        needs_length: bool = False,
        is_wsgi: bool = False,
    ) -> None:
        self._send = send
        self._is_wsgi = is_wsgi
        self.bodiless = bodiless
        """The request is HEAD: headers as for GET, and no body (RFC 9110, 9.3.2)."""
        self.needs_length = needs_length
        """HTTP/1.0 knows no chunks: without a length the answer ends with the connection (RFC 9112, 6.3)."""
        self.extra: RawHeaders = []
        """Headers of every answer to this request."""
        self.request_id = b""
        self.status = 0
        """0 until the answer starts."""
        self.size = 0

    def _head(self, status: int, headers: RawHeaders) -> Message:
        if self.extra:
            headers += self.extra
        if b"x-request-id" not in dict(headers):
            headers.append((b"x-request-id", self.request_id))
        if self._is_wsgi:
            headers = without_hops(headers)
        self.status = status
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
