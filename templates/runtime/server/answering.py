"""The answer to one request on its way out: started once, counted, with the headers that all get."""

from __future__ import annotations

from .asgi import WHOLE, Message, Scope, Send, is_wsgi, without_hops
from .problem import RawHeaders


class Outgoing:
    """Sends an answer, and knows afterwards what was sent."""

    __slots__ = (
        "_scope",
        "_send",
        "bodiless",
        "extra",
        "request_id",
        "size",
        "status",
        "takes_whole",
    )

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        extensions = scope.get("extensions")
        self.takes_whole = extensions is not None and WHOLE in extensions
        """Whether the server takes an answer as a whole (`asgi.WHOLE`)."""
        self.bodiless: bool = scope["method"] == "HEAD"
        """The request is HEAD: headers as for GET, and no body (RFC 9110, 9.3.2)."""
        self.extra: RawHeaders = []
        """Headers of every answer to this request."""
        self.request_id = b""
        self.status = 0
        """0 until the answer starts."""
        self.size = 0

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

    def at_once(self, status: int, headers: RawHeaders, content: bytes) -> bool:
        """Send an answer that is in memory, if the server takes it as a whole; else nothing is sent.

        Args:
            status: one that has a body.
            headers: with the name of the request, and without a length.
            content: the body.
        """
        if not self.takes_whole or self.bodiless:
            return False
        scope = self._scope
        answer = scope["extensions"][WHOLE]["answer"]
        if not answer(scope, status, headers + self.extra, content):
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
