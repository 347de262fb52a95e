"""What ASGI hands over, and what both adapters must know of HTTP before they look at a request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from typing import Any, Final

from .problem import RawHeaders, Refusal

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
_SINGLE: Final = frozenset((b"host", b"content-length", b"content-type", b"authorization"))
"""Two values of these are two readings of one request."""

WHOLE: Final = "capwright.response.whole"
"""An extension of ours, of a server that takes an answer as a whole (ASGI, "Extensions"): under `answer` it has a
function that writes it at once, given the scope, a status that has a body, the headers without a length, the body, and
headers that are lines already: of printable ASCII, each with its end, names in lower case that say nothing of the
connection. Nobody looks at those again. Where it gives False, as for HEAD, nothing was written, and the answer goes in
messages, as under any server."""


async def without_request(
    kind: str, receive: Receive, send: Send, aclose: Callable[[], Awaitable[None]]
) -> None:
    """What is no request: the life of the app, and WebSockets, which nothing here speaks.

    Args:
        kind: of the scope.
        receive: of ASGI.
        send: of ASGI.
        aclose: ends what the app has started.
    """
    if kind == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await aclose()
        await send({"type": "lifespan.shutdown.complete"})
    elif kind == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1000})


class BrokenOffError(Exception):
    """The answer ended before its end; raised to the server, which then closes the connection.

    Nothing else tells the caller, who has a status already, that what came is not the whole.
    """


def is_wsgi(scope: Scope) -> bool:
    """Whether the app is served as WSGI (a2wsgi)."""
    return "wsgi_environ" in scope


def without_hops(headers: RawHeaders) -> RawHeaders:
    """Without `Connection`: a WSGI server speaks of its connections itself (PEP 3333)."""
    return [pair for pair in headers if pair[0] != b"connection"]


def joined(name: bytes, first: bytes, second: bytes) -> bytes:
    """A header that came twice as one (RFC 9110, 5.3).

    Raises `Refusal` (400) where two readers could take one value each.
    """
    if name in _SINGLE:
        raise given_twice(name)
    if not (first and second):
        return first or second  # Nothing is no member of a list, and no value ends in a blank.
    return first + (b"; " if name == b"cookie" else b", ") + second


def given_twice(name: bytes) -> Refusal:
    """For a header of which two readers could take one value each."""
    return Refusal(400, f"The header {name.decode('latin-1')} must be given once.")


def is_encoded(headers: Mapping[bytes, bytes]) -> bool:
    """Whether a body comes with a content coding (RFC 9110, 8.4)."""
    return headers.get(b"content-encoding", b"identity").lower() != b"identity"


def encoded() -> Refusal:
    """For such a body; says which coding is taken, as RFC 9110, 15.5.16, asks."""
    detail = "The body must come without a Content-Encoding."
    return Refusal(415, detail, headers=((b"accept-encoding", b"identity"),))


def by_name(pairs: Collection[tuple[bytes, bytes]]) -> Mapping[bytes, bytes]:
    """The headers by name; one that came twice is neither of its values."""
    headers = dict(pairs)
    if len(headers) != len(pairs):
        for name in headers:
            headers[name] = b", ".join(value for key, value in pairs if key == name)
    return headers
