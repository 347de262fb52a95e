"""Spans and metrics through OpenTelemetry's API, under the names of its semantic conventions.

HTTP: semantic conventions 1.4x, "HTTP spans" and "HTTP metrics". MCP: "Semantic conventions for Model Context
Protocol". No value that a caller or an API sends is in any attribute: no path, no query, no argument, no
result, no header, no text of an error (docs/observability.md).
"""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final
from urllib.parse import urlsplit

from opentelemetry import context, metrics, propagate, trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, Span, SpanKind, StatusCode

from ..server.asgi import Scope
from ..wire_request import WireRequest
from .attributes import (
    NOTHING,
    Message,
    method_of,
    name_of,
    of_message,
    of_request,
    port_of,
)

_BUCKETS: Final = (
    *(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75),
    *(1.0, 2.5, 5.0, 7.5, 10.0),
)
_MCP_BUCKETS: Final = (
    *(0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
    *(1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0),
)


@dataclass(slots=True)
class Work:
    """What a request turned out to be: filled while it is answered."""

    error: str | None = None
    """`error.type`."""
    code: str | None = None
    """Of a JSON-RPC error."""


class Recorder:
    """Records what a package serves and what it asks of APIs."""

    def __init__(
        self, scope: str, version: str | None, templates: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._templates = templates
        self._tracer = trace.get_tracer(scope, version)
        meter = metrics.get_meter(scope, version or "")

        def seconds(name: str, description: str, buckets: tuple[float, ...]) -> metrics.Histogram:
            return meter.create_histogram(
                name, "s", description, explicit_bucket_boundaries_advisory=buckets
            )

        self._served = seconds(
            "http.server.request.duration", "Duration of HTTP server requests.", _BUCKETS
        )
        self._asked = seconds(
            "http.client.request.duration", "Duration of HTTP client requests.", _BUCKETS
        )
        self._answered = seconds(
            "mcp.server.operation.duration",
            "From the receipt of an MCP request or notification to its result or acknowledgement.",
            _MCP_BUCKETS,
        )

    # --- served over HTTP ------------------------------------------------------------------------

    @contextmanager
    def serving(self, scope: Scope) -> Generator[Span]:
        """A request of a REST adapter; `served` says what came of it."""
        attributes = of_request(scope)
        server = scope.get("server")
        if server is not None and server[1] is not None:
            attributes |= {"server.address": server[0], "server.port": server[1]}
        parent = propagate.extract(carrier_of(scope), context=Context())
        with self._tracer.start_as_current_span(
            name_of(scope["method"]),
            context=parent,
            kind=SpanKind.SERVER,
            attributes=attributes,
            record_exception=False,
        ) as span:
            yield span

    def served(self, scope: Scope, route: str, status: int, seconds: float) -> None:
        """End of the request that is being served.

        Args:
            scope: the request's.
            route: the template of its path; empty where none was matched.
            status: of the answer.
            seconds: from its headers to the end of its answer.
        """
        found: dict[str, Any] = {"http.response.status_code": status}
        if route:
            found["http.route"] = route
        if status >= 500:
            found["error.type"] = str(status)
        span = trace.get_current_span()
        if span.is_recording():
            span.update_name(f"{name_of(scope['method'])} {route}".rstrip())
            span.set_attributes(found)
            if status >= 500:
                span.set_status(StatusCode.ERROR)
        self._served.record(seconds, {**of_request(scope), **found})

    # --- asked of APIs ---------------------------------------------------------------------------

    @contextmanager
    def asking(self, request: WireRequest, carrier: dict[str, str]) -> Generator[Asked]:
        """One attempt of a request to an API; `carrier` gets the headers that say which trace it is of."""
        place, method = urlsplit(request.url), request.method
        attributes: dict[str, Any] = {
            "http.request.method": method_of(method),
            "server.address": place.hostname or "",
            "server.port": port_of(place),
        }
        template = self._template(request)
        named = {} if template is None else {"url.template": template}
        with self._tracer.start_as_current_span(
            f"{name_of(method)} {template or ''}".rstrip(),
            kind=SpanKind.CLIENT,
            attributes={**attributes, **named, "url.scheme": place.scheme},
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            propagate.inject(carrier)
            begun, asked = perf_counter(), Asked(span, {**attributes, **named})
            try:
                with asked.watched():
                    yield asked
            except CancelledError:
                raise  # Nobody waits for it any more: it counts as a request that was not made.
            except BaseException:
                self._asked.record(perf_counter() - begun, asked.attributes)
                raise
            self._asked.record(perf_counter() - begun, asked.attributes)

    def _template(self, request: WireRequest) -> str | None:
        operation = request.operation
        if operation is None:
            return None
        return self._templates.get(operation.api, NOTHING).get(operation.name)

    # --- inside a unit ---------------------------------------------------------------------------

    def step(self, kind: str, name: str) -> AbstractContextManager[Asked]:
        """A step of a unit: `call`, `script` or `lookup`, and its name in the spec."""
        said = {"capwright.step.type": kind, "capwright.step.name": name}
        return self._inside(f"step.{kind} {name}", said)

    def flow(self, name: str) -> AbstractContextManager[Asked]:
        """A flow of an aggregate: `<aggregate>.<flow>`."""
        return self._inside(f"aggregate.flow {name}", {"capwright.flow.name": name})

    @contextmanager
    def _inside(self, name: str, attributes: dict[str, Any]) -> Generator[Asked]:
        with self._tracer.start_as_current_span(
            name,
            kind=SpanKind.INTERNAL,
            attributes=attributes,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            asked = Asked(span, attributes)
            with asked.watched():
                yield asked

    # --- served over MCP -------------------------------------------------------------------------

    @contextmanager
    def answering(self, message: Message, around: Context | None = None) -> Generator[Work]:
        """An MCP request that is answered here.

        Its parent is what `_meta` says; then what `around` (the HTTP request) says is linked. Without the
        former the latter is the parent.
        """
        parent, links = _parent(message, around)
        attributes = of_message(message)
        if message.request_id is not None:
            attributes["jsonrpc.request.id"] = message.request_id
        target = f" {message.target}" if message.target else ""
        with self._tracer.start_as_current_span(
            f"{message.method}{target}",
            context=parent,
            kind=SpanKind.SERVER,
            attributes=attributes,
            links=links,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            work = Work()
            with self.timing(message, work):
                yield work
            if work.error is not None:
                span.set_attribute("error.type", work.error)
                span.set_status(StatusCode.ERROR)
            if work.code is not None:
                span.set_attribute("rpc.response.status_code", work.code)

    @contextmanager
    def timing(self, message: Message, work: Work) -> Generator[None]:
        """The metric of an MCP request, also of one whose span the SDK makes."""
        begun = perf_counter()
        try:
            yield
        except BaseException as error:
            work.error = work.error or type(error).__name__
            raise
        finally:
            attributes = of_message(message)
            if work.error is not None:
                attributes["error.type"] = work.error
            if work.code is not None:
                attributes["rpc.response.status_code"] = work.code
            self._answered.record(perf_counter() - begun, attributes)

    @contextmanager
    def within(self, around: Context) -> Generator[None]:
        """What is begun inside has this context as its parent."""
        token = context.attach(around)
        try:
            yield
        finally:
            context.detach(token)


class Asked:
    """An attempt of a request to an API, or a part of a unit."""

    __slots__ = ("_span", "attributes")

    def __init__(self, span: Span, attributes: dict[str, Any]) -> None:
        self._span = span
        self.attributes = attributes

    def answered(self, status: int) -> None:
        """The status of the answer; from 400 on it is an error of a client."""
        self.attributes["http.response.status_code"] = status
        self._span.set_attribute("http.response.status_code", status)
        if status >= 400:
            self.failed(str(status))

    @contextmanager
    def watched(self) -> Generator[None]:
        """What is raised inside is why it failed."""
        try:
            yield
        except BaseException as error:
            self.failed(type(error).__name__)
            raise

    def failed(self, kind: str) -> None:
        """There was no answer, or one that says no."""
        self.attributes["error.type"] = kind
        self._span.set_attribute("error.type", kind)
        self._span.set_status(StatusCode.ERROR)


def carrier_of(scope: Scope) -> dict[str, str]:
    """The headers that say which trace a request is of; of two of a name none counts (W3C Trace Context, 3.2)."""
    wanted = propagate.get_global_textmap().fields
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1").lower()
        if key in wanted:
            text = value.decode("latin-1")
            found[key] = f"{found[key]},{text}" if key in found else text
    return found


def extracted(carrier: Mapping[str, str]) -> Context:
    """The context that a carrier says; an empty one where it says none."""
    return propagate.extract(dict(carrier), context=Context())


def _parent(message: Message, around: Context | None) -> tuple[Context | None, list[Link]]:
    said = extracted(message.carrier) if message.carrier else Context()
    outer = None if around is None else trace.get_current_span(around).get_span_context()
    if not trace.get_current_span(said).get_span_context().is_valid:
        return around, []
    return said, [Link(outer)] if outer is not None and outer.is_valid else []
