"""The ASGI application of a REST adapter: what becomes of each request."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from ..errors import StatusError
from ..server.access_log import AccessLog
from ..server.answering import Outgoing
from ..server.asgi import Receive, Scope, Send, without_request
from ..server.incoming import Incoming, forwarded_names
from ..server.inflight import Flight, Flights
from ..server.lingering import CLOSE
from ..server.metrics import Metrics
from ..server.mounting import mounted_path
from ..server.problem import Refusal
from ..server.request_ids import RequestIds
from ..server.security import OF_PAGES, Guard, credential_headers
from ..wire.buffered import BufferedReply
from .answers import Answers
from .binding import UnknownQuery
from .documents import Document, Text, documents
from .endpoints import Caller, Endpoint
from .failures import Failures
from .routing import Match

if TYPE_CHECKING:
    from .declared import Declared, Visits
    from .settings import RestSettings

_of_no_page: Final = OF_PAGES.isdisjoint
"""Whether headers say nothing of a page that a request is from."""


class RestApplication:
    """The ASGI application of a REST adapter."""

    def __init__(
        self,
        app: Declared,
        settings: RestSettings,
        upstreams: Any,
        guard: Guard,
        max_response_bytes: int,
        visits: Visits | None = None,
    ) -> None:
        declared = app.declaration
        self.settings = settings
        self._forwards = app.forwards
        handed_on = () if app.forwards is None else app.forwards.routes
        self._first_forward = len(app.routes)
        routes = [(route.method, route.path) for route in app.routes]
        self.metrics = Metrics([*routes, *handed_on])
        self.access_log = None if settings.access_log == "off" else AccessLog(settings.access_log)
        self._failures = Failures(settings, self.metrics.routes)
        self.guard = guard
        self._needs_credentials = guard.needs_credentials
        self._visits = visits
        self._upstreams = upstreams
        self._ids = RequestIds()
        self._flights = Flights()
        self._answers = Answers(settings, max_response_bytes)
        self._vary = ", ".join(upstreams.caller_headers).encode("ascii")
        shown = credential_headers(declared.prefix, declared.authentication, settings.environ)
        self._held = frozenset(shown)
        self._own = tuple(name.encode("latin-1") for name in self._held)
        held = (*self._held, *upstreams.caller_headers)
        self._forward = forwarded_names(settings.forward_headers, held)
        unknown = UnknownQuery(settings.unknown_query)
        upstreams.forwards(frozenset(name.decode("ascii") for name in self._forward))
        self._router = app.router(
            (
                (route.method, route.path, Endpoint(route, index, unknown))
                for index, route in enumerate(app.routes)
            ),
            frozenset(route.path for route in app.routes if route.takes_rest),
        )
        self._find = app.find
        if settings.trailing_slash != "same":
            from .slashes import OwnSpelling

            self._find = OwnSpelling(app.find, redirects=settings.trailing_slash == "redirect").find
        self._files = (
            documents(app.module, app.declaration.namespace, app.openapi, app.docs, self._router)
            if settings.documentation
            else {}
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await without_request(scope["type"], receive, send, self.aclose)
            return
        incoming = Incoming(scope, receive)
        out = Outgoing(scope, send)
        flights = self._flights
        flight = flights.begin(receive)
        self.metrics.in_flight(len(flights.running))
        try:
            await self._answer(incoming, out, flight)
        except asyncio.CancelledError:
            if not flight.was_ended():
                raise
            await self._failures.ended(incoming, out, flight)
        except Exception as error:  # noqa: BLE001 - whatever it was, the caller gets an answer
            await self._failures.failed(error, incoming, out, flight)
        finally:
            flights.end(flight)
            self._observe(incoming, out, flight)

    async def aclose(self) -> None:
        """End what the app has started; for who serves it without a lifespan."""
        await self._upstreams.aclose()
        await self.guard.aclose()
        if self._visits is not None:
            self._visits.close()
        if self.access_log is not None:
            self.access_log.flush()

    async def _answer(self, incoming: Incoming, out: Outgoing, flight: Flight) -> None:
        path = self._admitted(incoming, out)
        headers = incoming.headers
        if (
            self._needs_credentials or path in self._files or not _of_no_page(headers)
        ) and await self._is_answered(path, incoming, out):
            return
        find = self._find
        found = find(self._router, path, incoming, self.settings.max_query_keys)
        match, endpoint = found or (None, None)
        if match is None or endpoint is None:
            await self._without_operation(path, match, incoming, out, flight)
            return
        incoming.route = endpoint.index
        if self._visits is not None:
            self._visits.begin(incoming, " ".join(self.metrics.routes[incoming.route]))
        if endpoint.takes_body or incoming.has_body:
            await self._read(endpoint, incoming, flight)
        caller, arguments = self._call(match.values, endpoint, incoming, out)
        flight.watch = True
        try:
            reply = await endpoint.unit(caller, **arguments)
        except StatusError as error:
            # A step needs what an earlier one was refused: that refusal is the answer.
            reply = BufferedReply(error.status, error.headers, error.content)
        if not self._answers.at_once(reply, out):
            await self._answers.passed(reply, out, flight)

    def _admitted(self, incoming: Incoming, out: Outgoing) -> str:
        """The path of a request that is within its limits and meant for this server. Raises `Refusal`."""
        settings = self.settings
        try:
            incoming.read_headers(self._forward, settings.max_headers, settings.max_header_bytes)
        finally:
            headers = incoming.headers
            out.request_id = self._ids.of(headers.get(b"x-request-id"))
        if len(self._flights.running) > settings.max_connections:
            raise Refusal(503, "Too many requests at once.", headers=((b"retry-after", b"1"),))
        path = mounted_path(incoming.scope)
        if len(path) + len(incoming.query_string) > settings.max_url_bytes:
            raise Refusal(414, f"The URL has more than {settings.max_url_bytes} bytes.")
        refusal = self.guard.check_host(incoming.scope, headers)
        if refusal is not None:
            raise refusal
        return path

    async def _is_answered(self, path: str, incoming: Incoming, out: Outgoing) -> bool:
        """Whether a request was for no operation: for a document, or a preflight. Raises `Refusal`.

        Of any other one it is found out who sends it, and from which page.
        """
        scope, headers = incoming.scope, incoming.headers
        file = self._files.get(path)
        if file is not None:
            # A link may lead here from any site; a script of another one gets nothing.
            if not _of_no_page(headers) and headers.get(b"sec-fetch-mode") != b"navigate":
                refusal = self.guard.check_origin(headers)
                if refusal is not None:
                    raise refusal
            incoming.caller = await self.guard.authenticate(scope, headers)
            if self._visits is not None:
                file = self._visits.seen(file, path, incoming, self.metrics.routes[:-1])
            await file.answer(incoming, out)
            return True
        if not _of_no_page(headers) and self._is_preflight(incoming, out):
            await self._answers.preflight(self._router.match(path), incoming, out)
            return True
        if self._needs_credentials:
            document = self.guard.document(path)
            if document is not None:
                await Document(Text(document), "application/json").answer(incoming, out)
                return True
            # The documents are behind it too: they say what there is to call.
            incoming.caller = await self.guard.authenticate(scope, headers)
        return False

    def _is_preflight(self, incoming: Incoming, out: Outgoing) -> bool:
        """Check Origin; True for a CORS preflight, which brings no credentials. Raises `Refusal`."""
        headers = incoming.headers
        guard = self.guard
        refusal = guard.check_origin(headers)
        if refusal is not None:
            raise refusal
        origin = headers.get(b"origin")
        if origin is None or not guard.allows_origin(origin):
            return False
        out.extra = self._answers.cross_origin(origin, any_origin=guard.any_origin)
        return incoming.method == "OPTIONS" and b"access-control-request-method" in headers

    async def _without_operation(
        self,
        path: str,
        match: Match[Endpoint] | None,
        incoming: Incoming,
        out: Outgoing,
        flight: Flight,
    ) -> None:
        """Answer a request for which no operation is declared. Raises `Refusal`."""
        if self._forwards is not None:
            forwarded = self._forwards.find(path, incoming.method)
            if forwarded is not None:
                await self._hand_on(forwarded, incoming, out, flight)
                return
        if match is None:
            await self._answers.nowhere(path, incoming, out)
            return
        await self._answers.by_default(match.endpoints, incoming, out)

    async def _read(self, endpoint: Endpoint, incoming: Incoming, flight: Flight) -> None:
        """Read the body of a request, whether or not its operation takes one. Raises `Refusal`."""
        settings = self.settings
        flight.wait_until(settings.body_timeout)
        if endpoint.takes_body:
            await incoming.read_body(settings.max_body_bytes)
            await endpoint.binder.read_ahead(incoming)
        else:
            await incoming.drain(settings.max_body_bytes)
        flight.deadline = None

    def _call(
        self, values: Sequence[str], endpoint: Endpoint, incoming: Incoming, out: Outgoing
    ) -> tuple[Caller, dict[str, Any]]:
        """What a unit is called with: who calls, and the inputs. Raises `Refusal`."""
        binder = endpoint.binder
        incoming.pointers = binder.pointers
        for name in self._own:
            # What a caller is known by is for this server; no input takes it to an API.
            incoming.headers.pop(name, None)
        arguments = binder.bind(values, incoming, self.settings.max_query_keys)
        if self._vary:
            # No cache between us and the callers gives one of them what another was answered.
            out.extra = [*out.extra, (b"vary", self._vary)]
        onward = endpoint.onward
        forwarded = incoming.forwarded if onward is None else onward(incoming)
        shown = incoming.scope["headers"]
        return Caller(self._upstreams, forwarded, incoming.extra_query, shown), arguments

    async def _hand_on(
        self, forwarded: Any, incoming: Incoming, out: Outgoing, flight: Flight
    ) -> None:
        """Send a request on as it is, and pass the answer on."""
        index: int = forwarded.index
        incoming.route = self._first_forward + index
        if self._visits is not None:
            self._visits.begin(incoming, " ".join(self.metrics.routes[incoming.route]))
        settings = self.settings
        await forwarded.read(incoming, flight, settings.max_body_bytes, settings.body_timeout)
        if self._vary:
            out.extra = [*out.extra, (b"vary", self._vary)]
        reply = await forwarded.answered(incoming, self._upstreams, self._held)
        if forwarded.is_early(incoming):
            out.extra = [*out.extra, CLOSE]
        await self._answers.passed(reply, out, flight)

    def _observe(self, incoming: Incoming, out: Outgoing, flight: Flight) -> None:
        ended = monotonic()
        seconds = ended - flight.started
        status = out.status or 500
        if self._visits is not None:
            self._visits.end(incoming, out)
        waiting = len(self._flights.running)
        self.metrics.count(incoming.route, status, seconds, out.size, waiting)
        if self.access_log is not None:
            scope = incoming.scope
            self.access_log.write(
                ended,
                incoming.method,
                scope.get("raw_path") or scope["path"],
                self.metrics.routes[incoming.route][1],
                status,
                out.size,
                seconds,
                out.request_id,
                scope.get("client"),
                incoming.headers.get(b"traceparent"),
            )
