"""Streamable HTTP as an ASGI app: checks, then the fast path, then the SDK."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from ..messages import HeaderPairs
from ..server.answering import BrokenOffError
from ..server.inflight import End, Flight, Flights
from ..server.lingering import CLOSE
from ..server.observing import AccessLog, Entry, Metrics, RequestIds
from ..server.problem import RawHeaders, Refusal
from ..server.security import Guard
from .backend import SdkHttp
from .call import Toolbox, Upstream
from .caller import Caller, caller
from .exchange import Exchange
from .fast import Call, FastPath
from .meta import with_capabilities
from .refused import NO_MESSAGE, has_odd_id

if TYPE_CHECKING:
    from ..server.incoming import Message, Receive, Scope, Send
    from ..settings import McpSettings

_log: Final = logging.getLogger(__name__)
PATH: Final = "/mcp"
# The checks of the language's own tutorial post to the root.
_PATHS: Final = frozenset((PATH, PATH + "/", "/", ""))
_TRACE: Final = (b"traceparent", b"tracestate", b"baggage", b"x-request-id")


class McpHttp:
    """An ASGI app that serves MCP at `/mcp`, stateless, with JSON answers."""

    def __init__(
        self, toolbox: Toolbox, upstream: Upstream, guard: Guard, settings: McpSettings
    ) -> None:
        self.settings = settings
        self.guard = guard
        self.toolbox = toolbox
        self.fast = FastPath(toolbox)
        self.metrics = Metrics(
            [("POST", PATH), *(("POST", f"{PATH} {name}") for name in toolbox.tools)]
        )
        self.access_log = None if settings.access_log == "off" else AccessLog(settings.access_log)
        self._routes = {name: index for index, name in enumerate(toolbox.tools, 1)}
        self._upstream = upstream
        self._sdk = SdkHttp(toolbox, upstream, settings.max_body_bytes)
        self._ids = RequestIds()
        self._flights = Flights()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        kind = scope["type"]
        if kind == "http":
            await self._http(Exchange(scope, send), receive)
        elif kind == "lifespan":
            await self._lifespan(receive, send)
        elif kind == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000})

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.aclose()
        await send({"type": "lifespan.shutdown.complete"})

    async def aclose(self) -> None:
        """End what the app has started; for who serves it without a lifespan."""
        await self._sdk.aclose()
        await self._upstream.aclose()

    async def _http(self, exchange: Exchange, receive: Receive) -> None:
        flight = self._flights.begin(receive)
        self.metrics.in_flight(len(self._flights))
        try:
            await self._serve(exchange, flight)
        except Refusal as refusal:
            await self._refuse(exchange, refusal, flight)
        except asyncio.CancelledError:
            if not flight.was_ended():
                raise
            if flight.end is End.TOO_SLOW and exchange.status:
                raise BrokenOffError("the caller does not take the answer") from None
            if flight.end is End.TOO_SLOW:
                exchange.is_read = True  # It has had its time.
                too_slow = Refusal(408, "The request took too long to arrive.", headers=(CLOSE,))
                await self._refuse(exchange, too_slow, flight)
            exchange.status = exchange.status or 499
        except Exception:
            if exchange.status:
                raise  # Too late for a status: the server breaks the connection off.
            _log.exception("a request of %s failed", exchange.scope.get("client"))
            await self._refuse(exchange, Refusal(500, "This server failed."), flight)
        finally:
            self._flights.end(flight)
            self.metrics.in_flight(len(self._flights))
            self._observe(exchange, monotonic() - flight.started)

    async def _refuse(self, exchange: Exchange, refusal: Refusal, flight: Flight) -> None:
        flight.deadline = None
        await exchange.refuse(refusal, flight.receive, self.settings.linger_timeout)

    async def _serve(self, exchange: Exchange, flight: Flight) -> None:
        self._check(exchange)
        if exchange.scope["method"] == "OPTIONS" and exchange.cross_origin:
            await exchange.whole(204, _preflight(exchange.headers), b"")
            return
        if exchange.scope["method"] != "POST":
            # No stream to listen to and no session to end: this server keeps no state.
            raise Refusal(405, "Only POST is served here.", headers=((b"allow", b"POST"),))
        flight.end_after(self.settings.body_timeout)
        message = await flight.receive()
        if message["type"] != "http.request":
            exchange.status = 499
            return
        body = await exchange.body(message, flight.receive, self.settings.max_body_bytes)
        if body is None:
            exchange.status = 499
            return
        # What the caller had to bring is here: no deadline of theirs runs on while we work on it.
        flight.deadline = None
        body = with_capabilities(body)
        understood = self._understood(exchange, body)
        if understood is None:
            await self._by_sdk(exchange, body, flight)
            return
        if isinstance(understood, Call):
            flight.watch = True
            understood = await self._called(exchange, understood)
            flight.watch = False
        flight.wait_until(self.settings.send_timeout)
        await exchange.json(understood, 200 if understood else 202)

    def _check(self, exchange: Exchange) -> None:
        """Path, size of the headers, Host, Origin, credentials. Raises `Refusal`."""
        settings = self.settings
        exchange.request_id = self._ids.of(exchange.headers.get(b"x-request-id")).encode("ascii")
        if len(self._flights) > settings.max_connections:
            raise Refusal(503, "Too many requests at once.", headers=((b"retry-after", b"1"),))
        exchange.check_headers(settings.max_headers, settings.max_header_bytes)
        exchange.join_repeated()
        guard, headers = self.guard, exchange.headers
        refusal = guard.check_host(exchange.scope, headers) or guard.check_origin(headers)
        if refusal is not None:
            raise refusal
        origin = headers.get(b"origin")
        if origin is not None and guard.allows_origin(origin):
            exchange.allow_origin(b"*" if guard.any_origin else origin.strip())
        if exchange.path not in _PATHS:
            raise Refusal(404, f"MCP is served at {PATH}.")
        exchange.route = 0
        if guard.authenticate is not None and not exchange.is_preflight():
            refusal = guard.authenticate(exchange.scope, headers)
            if refusal is not None:
                raise refusal

    def _understood(self, exchange: Exchange, body: bytes) -> Call | bytes | None:
        if exchange.has_repeated_headers():
            return None
        return self.fast.understand(exchange.headers, body)

    async def _called(self, exchange: Exchange, call: Call) -> bytes:
        exchange.route = self._routes[call.tool.name]
        send = _sender(self._upstream, exchange)
        return self.fast.answer(call, await self.toolbox.call(call.tool, call.arguments, send))

    async def _by_sdk(self, exchange: Exchange, body: bytes, flight: Flight) -> None:
        if has_odd_id(body):
            await exchange.json(NO_MESSAGE, 400)
            return

        def called(name: str) -> None:
            exchange.route = self._routes[name]

        async def send(answer: Message) -> None:
            flight.wait_until(self.settings.send_timeout)
            await exchange.pass_on(answer)

        token = caller.set(Caller(_sender(self._upstream, exchange), called))
        try:
            await self._sdk(exchange.normalised_scope(), _replayed(body, flight), send)
        finally:
            caller.reset(token)

    def _observe(self, exchange: Exchange, seconds: float) -> None:
        status = exchange.status or 500
        self.metrics.count(exchange.route, status, seconds, exchange.size)
        if self.access_log is not None:
            self.access_log.write(_entry(exchange, status, seconds, self.metrics))


def _sender(upstream: Upstream, exchange: Exchange) -> Any:
    """The way upstream; of the caller's headers only the trace goes along, never a credential."""
    forwarded: HeaderPairs = ()
    for name in _TRACE:
        value = exchange.headers.get(name)
        if value is not None:
            text = value.decode("latin-1").strip()
            if text.isascii() and text.isprintable():
                forwarded += ((name.decode("ascii"), text),)
    return upstream.bound(forwarded) if forwarded else upstream


def _replayed(body: bytes, flight: Flight) -> Callable[[], Any]:
    """`receive`, with the body that was read already in front."""
    waiting = [body]

    async def replay() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await flight.receive()

    return replay


def _preflight(headers: dict[bytes, bytes]) -> RawHeaders:
    """The answer to a CORS preflight of an allowed origin (Fetch standard, 3.2.2)."""
    asked = headers.get(b"access-control-request-headers", b"content-type")
    return [
        (b"access-control-allow-methods", b"POST"),
        (b"access-control-allow-headers", asked.replace(b"\r", b"").replace(b"\n", b"")),
        (b"access-control-max-age", b"600"),
    ]


def _entry(exchange: Exchange, status: int, seconds: float, metrics: Metrics) -> Entry:
    scope = exchange.scope
    client = scope.get("client")
    return Entry(
        scope["method"],
        scope["path"],
        metrics.routes[exchange.route][1],
        status,
        exchange.size,
        seconds,
        exchange.request_id.decode("ascii"),
        str(client[0]) if client else "",
        exchange.headers.get(b"traceparent"),
    )
