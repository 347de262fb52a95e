"""What a REST adapter serves, with a span for each request."""

from __future__ import annotations

from time import monotonic

from ..rest.application import RestApplication
from ..server.answering import Outgoing
from ..server.asgi import Receive, Scope, Send
from ..server.incoming import Incoming
from ..server.inflight import Flight
from .recorder import Recorder


class ObservedApplication(RestApplication):
    """The application of a REST adapter."""

    def __init__(self, application: RestApplication, recorder: Recorder) -> None:
        """Take the place of `application`, which is not to be used any more."""
        self.__dict__.update(application.__dict__)
        self._recorder = recorder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        with self._recorder.serving(scope):
            await super().__call__(scope, receive, send)

    def _observe(self, incoming: Incoming, out: Outgoing, flight: Flight) -> None:
        super()._observe(incoming, out, flight)
        _, route = self.metrics.routes[incoming.route]
        seconds = monotonic() - flight.started
        self._recorder.served(incoming.scope, route, out.status or 500, seconds)
