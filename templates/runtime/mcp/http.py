"""Streamable HTTP as an ASGI app: checks, then the fast path, then the SDK."""

from __future__ import annotations

import asyncio
import logging
from time import monotonic
from typing import TYPE_CHECKING, Final

from ..calls.callers import CallerCredentialsError
from ..server.access_log import AccessLog
from ..server.asgi import BrokenOffError, encoded, is_encoded, without_request
from ..server.inflight import End, Flight, Flights
from ..server.lingering import CLOSE
from ..server.metrics import Metrics
from ..server.problem import Refusal
from ..server.request_ids import RequestIds
from ..server.security import OF_PAGES, Guard
from ..values import OMIT, Json, Omit
from ..wire.json_slices import MANY, is_large
from .call import Toolbox, Upstream
from .caller import Caller, caller
from .cancelling import SESSION, Sessions, said
from .exchange import Exchange
from .fast import Call
from .long_calls import arm
from .offering import Ask
from .passing import replayed, way, who
from .reading import read_ahead
from .refused import NO_MESSAGE, credentials_needed, is_no_message, unsupported
from .rooted import with_capabilities
from .served import Served, Visits
from .visiting import without_message

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from ..server.asgi import Message, Receive, Scope, Send
    from .settings import McpSettings

_log: Final = logging.getLogger(__name__)
PATH: Final = "/mcp"
# The checks of the language's own tutorial post to the root.
_ROOT: Final = frozenset(("/", ""))
_PATHS: Final = frozenset((PATH, PATH + "/")) | _ROOT
_is_of_a_program: Final = OF_PAGES.isdisjoint


class McpHttp:
    """An ASGI app that serves MCP at `/mcp`, stateless, with JSON answers."""

    def __init__(
        self,
        toolbox: Toolbox,
        upstream: Upstream,
        guard: Guard,
        settings: McpSettings,
        visits: Visits | None = None,
    ) -> None:
        self.settings = settings
        self._visits = visits
        self.guard = guard
        self.toolbox = toolbox
        self._upstream = upstream
        self.all = self.serving(toolbox)
        labels = [*toolbox.routes(), *(() if toolbox.offers is None else toolbox.offers.labels)]
        self.metrics = Metrics([("POST", PATH), *(("POST", f"{PATH} {name}") for name in labels)])
        self.access_log = None if settings.access_log == "off" else AccessLog(settings.access_log)
        self._routes = {name: index for index, name in enumerate(labels, 1)}
        self._ids = RequestIds()
        self._flights = Flights()
        self._sessions = Sessions() if settings.session_ids else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await without_request(scope["type"], receive, send, self.aclose)
            return
        exchange = Exchange(scope, send)
        flight = self._flights.begin(receive)
        self.metrics.in_flight(len(self._flights.running))
        try:
            # What is left is waited for here: each coroutine on the way is gone through with whatever comes.
            rest = await self._serve(exchange, flight)
            if rest is not None:
                await rest
        except Refusal as refusal:
            await self._refuse(exchange, refusal, flight)
        except asyncio.CancelledError:
            if not flight.was_ended():
                raise
            await self._ended(exchange, flight)
        except Exception:
            if exchange.status:
                raise  # Too late for a status: the server breaks the connection off.
            _log.exception("a request of %s failed", exchange.scope.get("client"))
            await self._refuse(exchange, Refusal(500, "This server failed."), flight)
        finally:
            self._flights.end(flight)
            if exchange.long is not None:
                exchange.long.drop()
            if exchange.at_work and self._sessions is not None:
                self._sessions.end(exchange.at_work, flight)
            self._observe(exchange, flight.started)

    async def aclose(self) -> None:
        """End what the app has started; for who serves it without a lifespan."""
        await self.all.sdk.aclose()
        if self._visits is not None:
            await self._visits.aclose()
        await self._upstream.aclose()
        await self.guard.aclose()
        if self.access_log is not None:
            self.access_log.flush()

    async def _refuse(self, exchange: Exchange, refusal: Refusal, flight: Flight) -> None:
        flight.deadline = None
        await exchange.refuse(refusal, flight.receive, self.settings.linger_timeout)

    async def _ended(self, exchange: Exchange, flight: Flight) -> None:
        """What is still said of a request that was ended from outside. Raises `BrokenOffError`."""
        if flight.end is End.CANCELLED and exchange.long is not None:
            await exchange.long.end()
        elif flight.end is not End.DISCONNECTED and exchange.status:
            raise BrokenOffError("the caller does not take the answer") from None
        elif flight.end is End.CANCELLED:
            # No response is due (MCP 2025-11-25, "Cancellation"), but HTTP wants an answer.
            await exchange.whole(202, [], b"")
        elif flight.end is End.TOO_SLOW:
            exchange.is_read = True  # It has had its time.
            too_slow = Refusal(408, "The request took too long to arrive.", headers=(CLOSE,))
            await self._refuse(exchange, too_slow, flight)
        exchange.status = exchange.status or 499

    async def _serve(self, exchange: Exchange, flight: Flight) -> Awaitable[None] | None:
        """Read a request; gives what is left to do, unless all is done."""
        self._check(exchange)
        settings = self.settings
        is_unusual = exchange.route or exchange.scope["method"] != "POST"
        if (is_unusual or self.guard.needs_credentials) and await self._is_answered(exchange):
            return None
        flight.end_after(settings.body_timeout)
        message = await flight.receive()
        body = exchange.whole_body(message, settings.max_body_bytes)
        if body is None:
            body = await exchange.body(message, flight.receive, settings.max_body_bytes)
            if body is None:
                exchange.status = 499
                return None
        large = len(body) >= MANY and is_large(body)
        if exchange.scope["path"] != PATH and exchange.path in _ROOT and not large:
            body = with_capabilities(body)
        # What the caller had to bring is here: no deadline of theirs runs on while we work on it.
        flight.deadline = None
        served = self.all if self._visits is None else self._visits.served(self, exchange, body)
        if isinstance(served, bytes):
            return self._sent(exchange, flight, served)
        read = await read_ahead(body) if large else OMIT
        work = self._understood(served, exchange, body, read)
        # An answer that is ready means nothing to a session, unless it opens one.
        sessions = None if type(work) is bytes and work else self._sessions
        if sessions is not None and (SESSION in exchange.headers or not isinstance(work, Call)):
            said(sessions, exchange, flight, body, work, self._who)
        if isinstance(work, bytes):
            return self._sent(exchange, flight, work, 200 if work else 202)
        return self._answer(served, exchange, body, flight, work)

    async def _is_answered(self, exchange: Exchange) -> bool:
        """Whether nothing more is to be done. Raises `Refusal` (401, 404, 405, 503)."""
        if self.guard.needs_credentials and not exchange.is_preflight():
            document = self.guard.document(exchange.path)
            if document is not None:
                await exchange.document(document)
                return True
            if exchange.route == 0:
                exchange.caller = await self.guard.authenticate(exchange.scope, exchange.headers)
        if exchange.route == 0 and exchange.scope["method"] == "POST":
            return False
        await without_message(exchange, self.toolbox.about.name, PATH)
        return True

    async def _answer(
        self,
        served: Served,
        exchange: Exchange,
        body: bytes,
        flight: Flight,
        work: Call | Ask | None,
    ) -> None:
        """What takes time."""
        settings = self.settings
        if settings.long_call_seconds is not None:
            arm(exchange, flight, body, settings.long_call_seconds)
        if work is None:
            await self._by_sdk(served, exchange, body, flight)
            return
        flight.watch = True
        content, status = await self._worked(served, exchange, work)
        flight.watch = False
        flight.late = None
        if exchange.long is not None:
            flight.wait_until(settings.send_timeout)
            await exchange.long.finish(content)
            return
        rest = self._sent(exchange, flight, content, status)
        if rest is not None:
            await rest

    def _sent(
        self, exchange: Exchange, flight: Flight, content: bytes, status: int = 200
    ) -> Awaitable[None] | None:
        """Answer with JSON; gives what is left to do, unless it has gone at once."""
        if exchange.went_whole(content, status):
            return None
        flight.wait_until(self.settings.send_timeout)
        return exchange.json(content, status)

    def _check(self, exchange: Exchange) -> None:
        """Size of the headers, Host, Origin. Raises `Refusal`."""
        settings, guard, headers = self.settings, self.guard, exchange.headers
        exchange.request_id = self._ids.of(headers.get(b"x-request-id"))
        if len(self._flights.running) > settings.max_connections:
            raise Refusal(503, "Too many requests at once.", headers=((b"retry-after", b"1"),))
        exchange.check_headers(settings.max_headers, settings.max_header_bytes)
        if exchange.is_joined:
            exchange.join_repeated()
            headers = exchange.headers
        scope = exchange.scope
        refusal = guard.check_host(scope, headers)
        if refusal is not None:
            raise refusal
        if not _is_of_a_program(headers):
            self._check_page(exchange)
        # Without a mount point the decoded path is it, however it is spelled.
        if (scope["path"] in _PATHS and not scope.get("root_path")) or exchange.path in _PATHS:
            exchange.route = 0

    def _check_page(self, exchange: Exchange) -> None:
        """The page that a browser says the request is from. Raises `Refusal`."""
        guard, headers = self.guard, exchange.headers
        refusal = guard.check_origin(headers)
        if refusal is not None:
            raise refusal
        origin = headers.get(b"origin")
        if origin is not None and guard.allows_origin(origin):
            exchange.allow_origin(b"*" if guard.any_origin else origin.strip())

    def serving(self, toolbox: Toolbox) -> Served:
        """The ways to the tools of a toolbox."""
        return Served(toolbox, self._upstream, self.settings.max_body_bytes)

    def number(self, label: str) -> int:
        """Of a tool, resource or prompt in the metrics; 0 for what has none."""
        return self._routes.get(label, 0)

    def _understood(
        self, served: Served, exchange: Exchange, body: bytes, read: Json | Omit
    ) -> Call | Ask | bytes | None:
        if exchange.is_joined:
            return None
        return served.fast.understand(exchange.headers, body, read)

    async def _worked(
        self, served: Served, exchange: Exchange, work: Call | Ask
    ) -> tuple[bytes, int]:
        """The answer and its status."""
        send = way(self._upstream, exchange)
        try:
            if not isinstance(work, Call):
                exchange.route = self._routes[work.label]
                return await served.fast.reply(work, send)
            _, tool, arguments, _ = work
            exchange.route = self._routes[served.toolbox.named(tool, arguments)]
            result = await served.toolbox.call(tool, arguments, send)
        except CallerCredentialsError as error:
            exchange.challenge = error.challenge.encode("ascii")
            return credentials_needed(work.id, str(error)), 401
        exchange.failed = result.is_error
        return served.fast.answer(work, result), 200

    async def _by_sdk(
        self, served: Served, exchange: Exchange, body: bytes, flight: Flight
    ) -> None:
        if is_encoded(exchange.headers):
            raise encoded()
        wrong = unsupported(exchange.headers.get(b"mcp-protocol-version"), body)
        if wrong is not None or is_no_message(body):
            await exchange.json(wrong or NO_MESSAGE, 400)
            return

        def called(name: str) -> None:
            exchange.route = self._routes[name]

        def challenged(challenge: str) -> None:
            exchange.challenge = challenge.encode("ascii")

        def failed() -> None:
            exchange.failed = True

        async def send(answer: Message) -> None:
            flight.wait_until(self.settings.send_timeout)
            if exchange.long is None:
                await exchange.pass_on(answer)
            else:
                await exchange.long.take(answer)

        flight.watch = True
        token = caller.set(
            Caller(way(self._upstream, exchange), called, self._who(exchange), failed, challenged)
        )
        try:
            await served.sdk(exchange.normalised_scope(), replayed(body), send)
        finally:
            caller.reset(token)

    def _who(self, exchange: Exchange) -> bytes:
        return who(exchange, self.guard.credential_headers, self._upstream)

    def _observe(self, exchange: Exchange, started: float) -> None:
        ended = monotonic()
        seconds = ended - started
        status = exchange.status or 500
        if self._visits is not None:
            self._visits.end(exchange, status)
        waiting = len(self._flights.running)
        self.metrics.count(exchange.route, status, seconds, exchange.size, waiting)
        if self.access_log is not None:
            scope = exchange.scope
            self.access_log.write(
                ended,
                scope["method"],
                scope["path"],
                self.metrics.routes[exchange.route][1],
                status,
                exchange.size,
                seconds,
                exchange.request_id,
                scope.get("client"),
                exchange.headers.get(b"traceparent"),
            )
