"""`notifications/cancelled` over HTTP, in the revisions with a handshake: it comes as a request of its own.

An id of a request is one only within a session, so without a session nobody can tell whose call is meant, and
none is ended: a call of somebody else would be. `SESSION_IDS=true` gives each handshake a session id, of which
nothing is kept but the calls that are at work. In 2026-07-28 a caller closes the connection instead.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from ..server.inflight import End
from ..values import JsonValue

if TYPE_CHECKING:
    from ..server.inflight import Flight

_METHOD: Final = "notifications/cancelled"


def session_id() -> bytes:
    """A new one; nobody can guess it (MCP 2025-11-25, "Session Management")."""
    return secrets.token_urlsafe(18).encode()


class Sessions:
    """The calls at work by session and id, in this process."""

    def __init__(self) -> None:
        self._flights: dict[tuple[bytes, str], Flight] = {}

    @contextmanager
    def at_work(self, session: bytes, body: bytes, flight: Flight) -> Generator[None]:
        """While the request in `body` is answered, its session can cancel it.

        Args:
            session: as its header says it; empty for none.
            body: of the request.
            flight: what is ended.
        """
        key = _key(session, _message(body).get("id"))
        if key is None:
            yield
            return
        self._flights[key] = flight
        try:
            yield
        finally:
            if self._flights.get(key) is flight:
                del self._flights[key]

    def hear(self, session: bytes, body: bytes) -> None:
        """Cancel what a notification names, if it is one."""
        message = _message(body)
        if message.get("method") != _METHOD or "id" in message:
            return
        params: JsonValue = message.get("params")
        named = params.get("requestId") if isinstance(params, dict) else None
        key = _key(session, named)
        flight = None if key is None else self._flights.get(key)
        if flight is not None:
            flight.cancel(End.CANCELLED)


def _key(session: bytes, request_id: object) -> tuple[bytes, str] | None:
    # "1" and 1 are two ids.
    is_id = isinstance(request_id, int | str) and not isinstance(request_id, bool)
    return (session, repr(request_id)) if session and is_id else None


def _message(body: bytes) -> dict[str, Any]:
    try:
        message: JsonValue = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) else {}
