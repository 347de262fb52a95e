"""What is said of a request that cannot be answered as it should be: in full, whatever of it is still to come."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ..server.answering import Outgoing
from ..server.asgi import BrokenOffError
from ..server.incoming import Disconnected, Incoming
from ..server.inflight import End, Flight
from ..server.lingering import CLOSE, is_at_its_end, read_on
from ..server.problem import Refusal
from .refusals import is_explained, refusal_of

if TYPE_CHECKING:
    from .settings import RestSettings

_log: Final = logging.getLogger(__name__)


class Failures:
    """Ends the requests of one application that were refused, broken off or given up."""

    def __init__(self, settings: RestSettings, routes: Sequence[tuple[str, str]]) -> None:
        """`routes` are (method, path template), by the numbers that requests have."""
        self._settings = settings
        self._routes = routes

    async def ended(self, incoming: Incoming, out: Outgoing, flight: Flight) -> None:
        """Answer a request that was ended from outside.

        Args:
            incoming: the request.
            out: its answer, begun or not.
            flight: says why it was ended.
        """
        if flight.end is End.DISCONNECTED or out.status:
            out.status = out.status or 499
            return
        refusal = Refusal(
            408, "The request took too long to arrive.", headers=((b"connection", b"close"),)
        )
        await self._refuse(refusal, incoming, out, flight)

    async def failed(
        self, error: Exception, incoming: Incoming, out: Outgoing, flight: Flight
    ) -> None:
        """Answer a request that could not be answered as it should be. Raises `BrokenOffError` where that is too late.

        Args:
            error: what has stopped it.
            incoming: the request.
            out: its answer, begun or not.
            flight: what ends it in time.
        """
        if isinstance(error, Disconnected):
            out.status = out.status or 499
            return
        if isinstance(error, Refusal):
            await self._refuse(error, incoming, out, flight)
            return
        route = self._routes[incoming.route][1]
        if not is_explained(error):
            _log.error("%s %s failed", incoming.method, route, exc_info=error)
        if out.status:
            _log.warning("%s %s: broken off: %s", incoming.method, route, error)
            raise BrokenOffError from None
        await self._refuse(refusal_of(error, incoming), incoming, out, flight)

    async def _refuse(
        self, refusal: Refusal, incoming: Incoming, out: Outgoing, flight: Flight
    ) -> None:
        content = refusal.document(out.request_id.decode("ascii"))
        head = refusal.head(len(content))
        flight.deadline = None
        if await self._is_at_its_end(incoming, flight):
            flight.wait_until(self._settings.send_timeout)
            await out.whole(refusal.status, head, content)
            return
        if CLOSE not in head:
            head.append(CLOSE)
        await out.start(refusal.status, head)
        if not out.bodiless:
            await out.piece(content)
        await read_on(flight.receive, self._settings.linger_timeout)
        await out.finish()

    async def _is_at_its_end(self, incoming: Incoming, flight: Flight) -> bool:
        """Whether nothing more of the request will come; a short rest is read."""
        if incoming.is_read or flight.end is End.TOO_SLOW:
            return True
        headers = incoming.scope["headers"]
        return await is_at_its_end(headers, flight.receive, self._settings.linger_timeout)
