"""What of a request goes on: to the APIs with what a tool sends, and to the SDK."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from ..calls.upstream import Send as SendRequest
from ..messages import HeaderPairs
from .call import Upstream
from .exchange import Exchange

if TYPE_CHECKING:
    from ..server.asgi import Message

TRACE: Final = (b"traceparent", b"tracestate", b"baggage", b"x-request-id")
_TRACED: Final = frozenset(TRACE)


def way(upstream: Upstream, exchange: Exchange) -> SendRequest:
    """The way upstream; of the caller's headers only the trace goes along.

    A credential goes only where a setting says that an API gets its callers', and from the header named
    there.

    Args:
        upstream: where tools send to.
        exchange: the caller's request.
    """
    shown = exchange.scope["headers"] if upstream.caller_headers else None
    if shown is None and _TRACED.isdisjoint(exchange.headers):
        return upstream
    forwarded: HeaderPairs = ()
    for name in TRACE:
        value = exchange.headers.get(name)
        if value is not None:
            text = value.decode("latin-1").strip()
            if text.isascii() and text.isprintable():
                forwarded += ((name.decode("ascii"), text),)
    return upstream.bound(forwarded, shown) if forwarded or shown is not None else upstream


def who(exchange: Exchange, own: Iterable[bytes], upstream: Upstream) -> bytes:
    """What the caller shows of themselves: every header that carries a credential.

    Args:
        exchange: the caller's request.
        own: headers with credentials for this server, beside `Authorization`.
        upstream: which has those for the APIs.
    """
    more = (name.encode("ascii") for name in upstream.caller_headers)
    names = (b"authorization", *own, *more)
    return b"\0".join(exchange.headers.get(name, b"") for name in names)


def replayed(body: bytes) -> Callable[[], Any]:
    """`receive`, with the body that was read already in front."""
    waiting = [body]

    async def replay() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        # Whether the caller leaves is what the flight watches: two who wait for one message would not both get it.
        await asyncio.get_running_loop().create_future()
        return {"type": "http.disconnect"}

    return replay
