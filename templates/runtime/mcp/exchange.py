"""One HTTP request to an MCP server, and the answer on its way out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from ..server.asgi import WHOLE, given_twice, is_wsgi, joined, without_hops
from ..server.identity import ANYBODY
from ..server.lingering import CLOSE, is_at_its_end, read_on
from ..server.mounting import mounted_path
from ..server.problem import RawHeaders, Refusal

if TYPE_CHECKING:
    from ..server.asgi import Message, Receive, Scope, Send
    from .begun import Begun

_LARGE: Final = 65536
"""More than this a server does not buffer without a thought."""
_JSON: Final = (b"content-type", b"application/json")
_READ_ONLY: Final = ((b"allow", b"GET, HEAD"),)
_ANYTHING: Final = (b"accept", b"*/*")
_CONTENT_TYPE: Final = b"content-type"
_OF_MCP: Final = b"mcp-"
_flat: Final = chain.from_iterable


class Exchange:
    """What came in, and what was sent of the answer."""

    __slots__ = (
        "_send",
        "at_work",
        "caller",
        "challenge",
        "cross_origin",
        "failed",
        "headers",
        "is_joined",
        "is_read",
        "long",
        "request_id",
        "route",
        "scope",
        "session",
        "size",
        "status",
    )

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope = scope
        self._send = send
        pairs = scope["headers"]
        self.headers: dict[bytes, bytes] = dict(pairs)
        """By name in lower case; of a repeated header the last one, until `join_repeated`."""
        self.is_joined = len(self.headers) != len(pairs)
        """Whether a header came more than once."""
        self.request_id = b""
        self.route = -1
        """The number in the metrics; -1 for none."""
        self.status = 0
        """0 until the answer starts."""
        self.size = 0
        self.is_read = False
        """Whether the body has been read to its end, or none is to come."""
        self.session = b""
        """The id that a handshake is answered with."""
        self.at_work = b""
        """The id of the session by which this can be cancelled."""
        self.cross_origin: Sequence[tuple[bytes, bytes]] = ()
        self.caller = ANYBODY
        """Who has sent it, as soon as that is known."""
        self.failed = False
        """Whether the result says that a tool has failed."""
        self.challenge = b""
        """What the caller has to show before this can be answered (RFC 9110, 11.6.1)."""
        self.long: Begun | None = None
        """The answer, once it has begun as a stream of events."""

    @property
    def path(self) -> str:
        """The path below where the app is mounted."""
        return unquote(mounted_path(self.scope))

    def check_headers(self, count: int, longest: int) -> None:
        """Raises `Refusal` (431) for more than `count` headers, or `longest` bytes of them."""
        pairs = self.scope["headers"]
        if len(pairs) > count:
            raise Refusal(431, f"The request has more than {count} headers (setting MAX_HEADERS).")
        if sum(map(len, _flat(pairs))) > longest:
            raise Refusal(
                431, f"The headers have more than {longest} bytes (setting MAX_HEADER_BYTES)."
            )

    def join_repeated(self) -> None:
        """Take headers that came more than once as one each. Raises `Refusal` (400), as `joined`."""
        headers: dict[bytes, bytes] = {}
        for name, value in self.scope["headers"]:
            if name in headers:
                if name.startswith(_OF_MCP):
                    raise given_twice(name)  # A gateway that routes by it could take the other one.
                value = joined(name, headers[name], value)
            headers[name] = value
        self.headers = headers

    def is_preflight(self) -> bool:
        """A CORS preflight brings no credentials."""
        return (
            self.scope["method"] == "OPTIONS"
            and bool(self.cross_origin)
            and b"access-control-request-method" in self.headers
        )

    def allow_origin(self, origin: bytes) -> None:
        """Let a page of this origin read the answer (Fetch standard, 3.2.3)."""
        self.cross_origin = [
            (b"access-control-allow-origin", origin),
            (b"access-control-expose-headers", b"X-Request-Id, WWW-Authenticate, Mcp-Session-Id"),
            (b"vary", b"Origin"),
        ]

    def whole_body(self, first: Message, limit: int) -> bytes | None:
        """The body, if it came whole in the first piece; None if more is to come, or nothing came.

        Raises `Refusal` (413) for more than `limit` bytes.
        """
        if first["type"] != "http.request":
            return None
        content: bytes = first.get("body", b"")
        more = first.get("more_body")
        if len(content) > limit:
            self.is_read = not more
            raise _too_large(limit)
        # Some servers hand on the end of a body by itself.
        if more and self.headers.get(b"content-length") != b"%d" % len(content):
            return None
        self.is_read = True
        return content

    async def body(self, first: Message, receive: Receive, limit: int) -> bytes | None:
        """The body in several pieces, the first of which is there; None when the caller left.

        Raises `Refusal` (413) for more than `limit` bytes.
        """
        if first["type"] != "http.request":
            return None
        pieces: list[bytes] = [first.get("body", b"")]
        size = len(pieces[0])
        while not self.is_read:
            message = await receive()
            if message["type"] != "http.request":
                return None
            pieces.append(message.get("body", b""))
            size += len(pieces[-1])
            self.is_read = not message.get("more_body")
            if size > limit:
                raise _too_large(limit)
        return b"".join(pieces)

    def normalised_scope(self) -> Scope:
        """The scope with header values as the SDK reads them.

        httptools leaves white space (RFC 9110, 5.5), and media types have no case (8.3.1).
        """
        headers = [
            (name, (value.lower() if name == _CONTENT_TYPE else value).strip(b" \t"))
            for name, value in self.scope["headers"]
        ]
        if not self.headers.get(b"accept", b"").strip(b" \t"):
            # Whoever does not say takes anything (RFC 9110, 12.5.1).
            headers = [pair for pair in headers if pair[0] != b"accept"] + [_ANYTHING]
        return {**self.scope, "headers": headers, "path": self.path, "root_path": ""}

    async def pass_on(self, message: Message) -> None:
        """Send what the SDK answers, and take note of it."""
        if message["type"] == "http.response.start":
            self.status = 401 if self.challenge else int(message["status"])
            own = [*message["headers"], *self.cross_origin, (b"x-request-id", self.request_id)]
            if self.challenge:
                own.append((b"www-authenticate", self.challenge))
            if self.session and self.status == 200:
                own.append((b"mcp-session-id", self.session))
            await self._send({**message, "status": self.status, "headers": own})
        else:
            content = message.get("body", b"")
            self.size += len(content)
            await self._body(content, message.get("more_body", False))

    def went_whole(self, content: bytes, status: int) -> bool:
        """Answer with JSON at once, where the server takes an answer as a whole (`asgi.WHOLE`)."""
        extensions = self.scope.get("extensions")
        if not extensions or WHOLE not in extensions or len(content) > _LARGE:
            return False
        head = self._of_json()
        head.append((b"x-request-id", self.request_id))
        head += self.cross_origin
        if not extensions[WHOLE]["answer"](self.scope, status, head, content):
            return False
        self.status = status
        self.size = len(content)
        return True

    async def json(self, content: bytes, status: int = 200) -> None:
        """Answer with JSON."""
        await self.whole(status, self._of_json(), content)

    def _of_json(self) -> RawHeaders:
        head: RawHeaders = [_JSON]
        if self.challenge:
            head.append((b"www-authenticate", self.challenge))
        if self.session:
            head.append((b"mcp-session-id", self.session))
        return head

    async def document(self, content: bytes) -> None:
        """Answer with JSON that anybody may read. Raises `Refusal` (405)."""
        method = self.scope["method"]
        if method not in ("GET", "HEAD"):
            raise Refusal(405, "Only GET and HEAD are served here.", headers=_READ_ONLY)
        await self._start(200, [_JSON, (b"cache-control", b"no-cache")], len(content))
        await self._body(b"" if method == "HEAD" else content)

    async def refuse(self, refusal: Refusal, receive: Receive, linger: float | None) -> None:
        """Answer with a problem document; a body that is still coming is read on for `linger` seconds.

        Args:
            refusal: what is answered.
            receive: the rest of the request.
            linger: seconds; None does not read on.
        """
        content = refusal.document(self.request_id.decode("ascii"))
        head = [pair for pair in refusal.head(len(content)) if pair[0] != b"content-length"]
        if self.is_read or await is_at_its_end(self.scope["headers"], receive, linger):
            await self.whole(refusal.status, head, content)
            return
        head.append(CLOSE)
        await self._start(refusal.status, head, len(content))
        await self._body(content, more=True)
        await read_on(receive, linger)
        await self._body(b"")

    async def whole(self, status: int, headers: RawHeaders, content: bytes) -> None:
        """Send an answer that is in memory."""
        await self._start(status, headers, len(content))
        await self._body(content)

    async def stream(self, headers: RawHeaders) -> None:
        """Begin an answer whose length nobody knows yet; `piece` follows."""
        await self._start(200, headers, None)

    async def piece(self, content: bytes, *, more: bool = True) -> None:
        """A part of it; the last one without `more`."""
        self.size += len(content)
        await self._send({"type": "http.response.body", "body": content, "more_body": more})

    async def _start(self, status: int, headers: RawHeaders, size: int | None) -> None:
        await self._send(self._head(status, headers, size))

    def _head(self, status: int, headers: RawHeaders, size: int | None) -> Message:
        if size is not None:
            headers.append((b"content-length", b"%d" % size))
        headers.append((b"x-request-id", self.request_id))
        headers += self.cross_origin
        if is_wsgi(self.scope):
            headers = without_hops(headers)
        self.status = status
        self.size = size or 0
        return {"type": "http.response.start", "status": status, "headers": headers}

    async def _body(self, content: bytes, more: bool = False) -> None:
        if len(content) > _LARGE and not more:
            # A server takes any one piece and waits before the next: so it says when this one is gone.
            await self._send({"type": "http.response.body", "body": content, "more_body": True})
            content = b""
        await self._send({"type": "http.response.body", "body": content, "more_body": more})


def _too_large(limit: int) -> Refusal:
    return Refusal(413, f"The request is larger than {limit} bytes.")
