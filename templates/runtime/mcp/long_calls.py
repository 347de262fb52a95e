"""Calls that take long: after some seconds the answer begins, as a stream of events, so that nobody hangs up.

MCP, "Streamable HTTP" (2025-03-26 to 2026-07-28): the answer to a request is JSON or a stream of events, of
which the last is the response. Hosts, balancers and gateways end a connection on which nothing comes.
What comes meanwhile is a progress notification where the caller sent a token, else a comment (HTML, "Server-sent
events"), which no client shows to anybody.
"""

from __future__ import annotations

import asyncio
import json
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from ..server.asgi import is_wsgi
from ..values import JsonValue

if TYPE_CHECKING:
    from ..server.asgi import Message
    from ..server.inflight import Flight
    from .exchange import Exchange

_EVENTS: Final = b"text/event-stream"
_HEAD: Final = (
    (b"content-type", _EVENTS),
    (b"cache-control", b"no-cache, no-transform"),
    # nginx, and what stands in front of clusters, keep an answer back until it is whole or large.
    (b"x-accel-buffering", b"no"),
)
_COMMENT: Final = b": still at work\n\n"
_NOTHING: Final[dict[str, Any]] = {}


class LongCall:
    """The answer to a request that takes long. The request's timer begins it (`Flight.late`)."""

    __slots__ = ("_done", "_every", "_exchange", "_keeper", "_pieces", "_streams", "_token")

    def __init__(self, exchange: Exchange, token: int | str | None, every: float) -> None:
        """Start the stream. The arguments are those of `arm`; `token` is the caller's, for progress."""
        self._exchange = exchange
        self._every = every
        self._token = token
        self._done = asyncio.Event()
        self._pieces: list[bytes] = []
        self._streams = False
        exchange.status = 200  # From here on no other status can be sent.
        self._keeper = asyncio.get_running_loop().create_task(self._keep())

    async def _keep(self) -> None:
        await self._exchange.stream(list(_HEAD))
        count = 0
        while not self._done.is_set():
            count += 1
            await self._exchange.piece(_COMMENT if self._token is None else self._progress(count))
            try:
                await asyncio.wait_for(self._done.wait(), self._every)
            except TimeoutError:
                continue

    def _progress(self, count: int) -> bytes:
        seconds = round(self._every * count)
        said = {"progressToken": self._token, "progress": count, "message": f"{seconds} s"}
        return event({"jsonrpc": "2.0", "method": "notifications/progress", "params": said})

    async def finish(self, content: bytes) -> None:
        """The response is there: the last event, and the end.

        Args:
            content: JSON in one line.
        """
        await self._last(_event(content), _NOTHING)

    async def _last(self, content: bytes, answer: Message) -> None:
        self._done.set()
        await self._keeper
        await self._exchange.piece(content, more=answer.get("more_body", False))

    async def take(self, answer: Message) -> None:
        """A part of the answer as somebody else makes it, of which the head is out already."""
        if answer["type"] == "http.response.start":
            self._streams = any(
                name.lower() == b"content-type" and value.startswith(_EVENTS)
                for name, value in answer["headers"]
            )
            return
        self._pieces.append(answer.get("body", b""))
        if self._streams or not answer.get("more_body", False):
            content, self._pieces = b"".join(self._pieces), []
            await self._last(content if self._streams else _event(content), answer)

    async def end(self) -> None:
        """There is no response: the caller has cancelled the request."""
        await self._last(b"", _NOTHING)

    def drop(self) -> None:
        """There is nobody left to tell."""
        self._done.set()
        self._keeper.cancel()


def arm(exchange: Exchange, flight: Flight, body: bytes, every: float) -> None:
    """Have `flight` begin an answer that takes long, where the caller takes a stream of events.

    Args:
        exchange: the request.
        flight: the same while it is answered; its timer begins the stream.
        body: of the request.
        every: seconds until the stream begins, and between what comes in it.
    """
    # Nearly all calls end before that; whatever a stream needs is made, and looked at, when it begins.
    flight.late = (flight.started + every, partial(_begin, exchange, body, every))


def _begin(exchange: Exchange, body: bytes, every: float) -> None:
    """Start the stream, if the request is one that is answered so and nothing was sent yet."""
    scope = exchange.scope
    if exchange.status or _EVENTS not in exchange.headers.get(b"accept", b"").lower():
        return
    if scope.get("http_version") == "1.0" or is_wsgi(scope):
        return  # Nothing goes out there before the end.
    message = _read(body)
    if not _names(message.get("id")) or "method" not in message:
        return
    params: JsonValue = message.get("params")
    meta: JsonValue = params.get("_meta") if isinstance(params, dict) else None
    token: JsonValue = meta.get("progressToken") if isinstance(meta, dict) else None
    exchange.long = LongCall(exchange, token if _names(token) else None, every)


def event(message: Any) -> bytes:
    """A JSON-RPC message as an event."""
    return _event(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode())


def _event(content: bytes) -> bytes:
    return b"event: message\ndata: %b\n\n" % content.replace(b"\n", b" ").replace(b"\r", b" ")


def _names(value: object) -> TypeGuard[int | str]:
    """Whether this is an id or a token."""
    return isinstance(value, int | str) and not isinstance(value, bool)


def _read(body: bytes) -> dict[str, Any]:
    """The message in a body; nothing where it is none."""
    try:
        message: JsonValue = json.loads(body)
    except (ValueError, RecursionError):
        return _NOTHING
    return message if isinstance(message, dict) else _NOTHING
