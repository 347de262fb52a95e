"""One request as it came in: headers, query, body, and what of it goes on to the upstream."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote_to_bytes

from ..messages import HeaderPairs
from ..values import Json
from .asgi import Message, Receive, Scope, joined
from .identity import ANYBODY
from .problem import RawHeaders, Refusal

ALWAYS_FORWARDED: Final = frozenset(
    (
        # What the caller understands, and what it has already (RFC 9110, 12.5, 13.1, 14.2).
        b"accept",
        b"accept-encoding",
        b"accept-language",
        b"if-match",
        b"if-modified-since",
        b"if-none-match",
        b"if-range",
        b"if-unmodified-since",
        b"range",
        # W3C Trace Context, and the caller's own name for this request.
        b"baggage",
        b"traceparent",
        b"tracestate",
        b"x-request-id",
    )
)
NEVER_FORWARDED: Final = frozenset(
    # What would speak for the caller, or change how the request is framed (RFC 9110, 7.6.1).
    (
        b"authorization",
        b"connection",
        b"content-encoding",
        b"content-length",
        b"content-type",
        b"cookie",
        b"expect",
        b"host",
        b"keep-alive",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    )
)
_LAST: Final = ((b"connection", b"close"),)
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_BAD_PERCENT: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_PERCENT: Final = ord("%")
"""As a number: Python looks for a byte much faster than for bytes."""
_PLUS: Final = ord("+")
_SPACE: Final = b" \t"
"""Around a value it means nothing (RFC 9110, 5.5); one server's parser leaves it."""
_FRAMING: Final = frozenset((b"content-length", b"transfer-encoding"))
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_flat: Final = chain.from_iterable
QueryPairs = dict[str, list[str]]


class Incoming:
    """A request while it is answered."""

    __slots__ = (
        "ahead",
        "body",
        "caller",
        "extra_query",
        "forwarded",
        "has_body",
        "headers",
        "is_read",
        "method",
        "pointers",
        "query_string",
        "receive",
        "route",
        "scope",
        "values",
    )

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.scope = scope
        self.receive = receive
        self.method: str = scope["method"]
        self.query_string: bytes = scope.get("query_string", b"")
        self.headers: dict[bytes, bytes] = {}
        self.forwarded: HeaderPairs = ()
        self.values: Mapping[str, str] = _NONE
        self.has_body = False
        """Whether the framing announces a body (RFC 9112, 6); known with the headers."""
        self.body = b""
        self.ahead: Callable[[], Json] | None = None
        """What was read ahead of a large JSON body; raises `ValueError` for one that is no JSON."""
        self.is_read = False
        """Whether the body has been read to its end."""
        self.extra_query = ""
        self.pointers: Mapping[str, str] = _NONE
        """Where the operation's parameters are in the request, by their names in Python."""
        self.caller = ANYBODY
        """Who has sent it, as soon as that is known."""
        self.route = -1
        """The number of the route in its adapter; -1 for none."""

    def read_headers(self, forward: frozenset[bytes], count: int, longest: int) -> None:
        """Index the headers and pick those that go on; at most `count`, `longest` bytes in all.

        Raises `Refusal` (431; 400, also for what RFC 9112, 6.3 calls request smuggling).
        """
        pairs = self.scope["headers"]
        if len(pairs) > count:
            raise Refusal(431, f"The request has more than {count} headers (setting MAX_HEADERS).")
        headers = {name: value.strip(_SPACE) for name, value in pairs}
        self.headers = headers
        if sum(map(len, _flat(pairs))) > longest:
            raise Refusal(
                431, f"The headers have more than {longest} bytes (setting MAX_HEADER_BYTES)."
            )
        if len(headers) != len(pairs):
            _join_repeated(headers, pairs)
        if not _FRAMING.isdisjoint(headers):
            self.has_body = headers.get(b"content-length") not in (b"", b"0")
            self._check_framing()
        if not forward.isdisjoint(headers):
            self._pick(forward)

    def _pick(self, forward: frozenset[bytes]) -> None:
        """Find the headers that go on. Raises `Refusal` (400)."""
        onward: dict[str, str] = {}
        for name, value in self.headers.items():
            if name in forward:
                if _CONTROLS.search(value):
                    raise Refusal(400, "A header holds control characters.")
                onward[name.decode("latin-1")] = header_text(value)
        self.forwarded = tuple(_end_to_end(onward, self.headers.get(b"connection")))

    def _check_framing(self) -> None:
        """Refuse what two servers may read differently (RFC 9112, 6.1 and 6.3); the connection ends."""
        if b"transfer-encoding" not in self.headers:
            return
        if b"content-length" in self.headers or self.scope.get("http_version") == "1.0":
            raise Refusal(400, "The body has two framings.", headers=_LAST)
        if self.headers[b"transfer-encoding"].lower() != b"chunked":
            raise Refusal(501, "The body has an unknown transfer coding.", headers=_LAST)

    def query(self, limit: int) -> QueryPairs:
        """The decoded query; at most `limit` pairs. Raises `Refusal` (400)."""
        found: QueryPairs = {}
        for name, _, text in self.query_pairs(limit):
            if name in found:
                found[name].append(text)
            else:
                found[name] = [text]
        return found

    def query_pairs(self, limit: int) -> list[tuple[str, str, str]]:
        """The same pair by pair: name, what stands between, value. Raises `Refusal`.

        Args:
            limit: parameters that are taken at most.
        """
        content = self.query_string
        if not content:
            return []
        pieces = content.decode("latin-1").split("&")
        if len(pieces) > limit:
            raise Refusal(
                400, f"The query has more than {limit} parameters (setting MAX_QUERY_KEYS)."
            )
        if content.isascii() and _PERCENT not in content and _PLUS not in content:
            # Most have nothing that is encoded.
            return [piece.partition("=") for piece in pieces if piece]
        if _BAD_PERCENT.search(content):
            raise Refusal(400, "The query holds malformed percent-encoding.")
        found = [piece.encode("latin-1").partition(b"=") for piece in pieces if piece]
        return [(_text(name), "=", _text(value)) for name, _, value in found]

    async def read_body(self, limit: int) -> None:
        """Read the body, `limit` bytes at most.

        Raises `Refusal` (413) and `Disconnected`.
        """
        self.refuse_announced(limit)
        message = await self.receive()
        if message["type"] == "http.request" and not message.get("more_body"):
            self.is_read = True
            self.body = message.get("body", b"")
            if len(self.body) > limit:
                raise too_large(limit)
            return
        self.body = await self._rest(message, limit, keep=True)

    async def drain(self, limit: int) -> None:
        """Read a body that nobody wants, so that the connection can go on; bounded."""
        self.refuse_announced(limit)
        await self._rest(await self.receive(), limit, keep=False)

    def refuse_announced(self, limit: int) -> None:
        """Raise `Refusal` (413) for a body that says that it is too large."""
        length = self.headers.get(b"content-length")
        if length is not None and (len(length) > 18 or not length.isdigit() or int(length) > limit):
            raise too_large(limit)

    async def _rest(self, message: Message, limit: int, *, keep: bool) -> bytes:
        pieces: list[bytes] = []
        size = 0
        while True:
            if message["type"] == "http.disconnect":
                raise Disconnected
            piece = message.get("body", b"")
            size += len(piece)
            if size > limit:
                self.is_read = not message.get("more_body")
                raise too_large(limit)
            if keep:
                pieces.append(piece)
            if not message.get("more_body"):
                self.is_read = True
                return b"".join(pieces)
            message = await self.receive()


class Disconnected(Exception):
    """The caller has gone; nobody reads an answer."""


def _join_repeated(headers: dict[bytes, bytes], pairs: RawHeaders) -> None:
    """Put what came several times as one. Raises `Refusal` (400), as `joined`."""
    headers.clear()
    for name, value in pairs:
        value = value.strip(_SPACE)
        headers[name] = joined(name, headers[name], value) if name in headers else value


def too_large(limit: int) -> Refusal:
    """The refusal of a body beyond a limit in bytes (RFC 9110, 15.5.14)."""
    return Refusal(413, f"The body has more than {limit} bytes (setting MAX_BODY_BYTES).")


def header_text(value: bytes) -> str:
    """A header's value as text: UTF-8, and what is not, byte by byte."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def forwarded_names(more: Sequence[str], secret: Sequence[str]) -> frozenset[bytes]:
    """The names of headers that go on to the upstream; never those that speak for the caller."""
    wanted = {name.lower().encode("latin-1") for name in more}
    held = {name.lower().encode("latin-1") for name in secret}
    return ALWAYS_FORWARDED | (wanted - NEVER_FORWARDED - held)


def _end_to_end(onward: dict[str, str], connection: bytes | None) -> Iterable[tuple[str, str]]:
    """Without what the caller means for this connection only (RFC 9110, 7.6.1)."""
    if connection is not None:
        for name in connection.decode("latin-1").lower().split(","):
            onward.pop(name.strip(), None)
    return onward.items()


def _text(encoded: bytes) -> str:
    if _PLUS in encoded:
        encoded = encoded.replace(b"+", b" ")
    try:
        return (unquote_to_bytes(encoded) if _PERCENT in encoded else encoded).decode()
    except UnicodeDecodeError:
        raise Refusal(400, "The query holds text that is not UTF-8.") from None
