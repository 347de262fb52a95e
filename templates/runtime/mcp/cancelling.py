"""`notifications/cancelled` over HTTP, in the revisions with a handshake: it comes as a request of its own.

An id of a request is one only within a session, so without a session nobody can tell whose call is meant, and
none is ended: a call of somebody else would be. So each handshake is answered with a session id, of which
nothing is kept but the calls that are at work. In 2026-07-28 a caller closes the connection instead.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ..server.inflight import End
from ..values import JsonValue
from .fast import Call, Opening
from .listing import MODERN_VERSION
from .offering import Ask

if TYPE_CHECKING:
    from ..server.inflight import Flight
    from .exchange import Exchange

SESSION: Final = b"mcp-session-id"
_MODERN: Final = MODERN_VERSION.encode()
_METHOD: Final = "notifications/cancelled"
_IDS: Final = (int, str)


class Sessions:
    """The calls at work by session, in this process."""

    def __init__(self) -> None:
        self._at_work: dict[bytes, dict[Flight, tuple[bytes, bytes]]] = {}
        """By session; of each call who has sent it, and its body, which is read only if something is cancelled."""

    def begin(self, session: bytes, who: bytes, body: bytes, flight: Flight) -> None:
        """From now on a session can cancel a request; `end` must follow.

        Args:
            session: as its header says it.
            who: what the caller shows of themselves.
            body: of the request.
            flight: what is ended.
        """
        self._at_work.setdefault(session, {})[flight] = (who, body)

    def end(self, session: bytes, flight: Flight) -> None:
        """It is answered."""
        calls = self._at_work.get(session)
        if calls is not None:
            calls.pop(flight, None)
            if not calls:
                del self._at_work[session]

    def hear(self, session: bytes, who: bytes, body: bytes) -> None:
        """Cancel what a notification names, if it is one, for the caller who has sent both."""
        calls = self._at_work.get(session)
        if not calls:
            return
        message = _message(body)
        if message.get("method") != _METHOD or "id" in message:
            return
        params: JsonValue = message.get("params")
        named: JsonValue = params.get("requestId") if isinstance(params, dict) else None
        if type(named) not in _IDS:
            return
        for flight, (its_caller, its_body) in tuple(calls.items()):
            its_id: JsonValue = _message(its_body).get("id")
            # "1" and 1 are two ids.
            if its_caller == who and type(its_id) is type(named) and its_id == named:
                flight.cancel(End.CANCELLED)


def said(
    sessions: Sessions,
    exchange: Exchange,
    flight: Flight,
    body: bytes,
    work: Call | Ask | bytes | None,
    who: Callable[[Exchange], bytes],
) -> None:
    """What a message means to its session: it can be cancelled, may cancel another, or opens one.

    Args:
        sessions: all that are at work.
        exchange: the request; gets the id of a session that it opens, or in which it is at work.
        flight: the same while it is answered.
        body: of the request.
        work: what the fast path makes of it.
        who: what the caller shows of themselves.
    """
    session = exchange.headers.get(SESSION, b"").strip(b" \t")
    if isinstance(work, Opening):
        exchange.session = _session_id()
    elif not work:
        # A notification, or something unusual.
        if session:
            sessions.hear(session, who(exchange), body)
        elif exchange.headers.get(b"mcp-protocol-version") != _MODERN and _opens(body):
            exchange.session = _session_id()
    if session and not isinstance(work, bytes):
        exchange.at_work = session
        sessions.begin(session, who(exchange), body, flight)


def _session_id() -> bytes:
    """A new one; nobody can guess it (MCP 2025-11-25, "Session Management")."""
    return os.urandom(18).hex().encode()


def _opens(body: bytes) -> bool:
    """Whether a request is a handshake."""
    return _message(body).get("method") == "initialize"


def _message(body: bytes) -> dict[str, Any]:
    try:
        message: JsonValue = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) else {}
