"""An MCP adapter over HTTP that tells its callers apart.

Callers who meet the same rules share what they are served: its own tools, lists, index and way through the
SDK. So a tool that is not for them is nowhere: not listed, not found, not called.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ..mcp.about import About
from ..mcp.app import McpApp
from ..mcp.call import Toolbox, Upstream
from ..mcp.exchange import Exchange
from ..mcp.listing import MODERN_VERSION, stamp, write
from ..mcp.offering import SUBJECTS
from ..mcp.results import failure
from ..mcp.served import Served, Serving
from ..server.problem import Refusal
from ..server.security import Guard
from ..values import JsonValue
from .desk import Desk, Session
from .rules import Callers

if TYPE_CHECKING:
    from ..mcp.settings import McpSettings

_KEPT: Final = 32
"""Kinds of callers whose tools are held ready."""
_CALL: Final = "tools/call"


class McpCallers(Callers, kw_only=True):
    """What an MCP adapter does about its callers."""

    def visits(
        self, app: McpApp, settings: McpSettings, upstream: Upstream, guard: Guard
    ) -> McpVisits:
        """What holds it.

        Args:
            app: as it is declared.
            settings: of the adapter.
            upstream: how tools reach the APIs.
            guard: the checks of Host, Origin and credentials.
        """
        declared = app.declaration
        shown = (name.decode("latin-1") for name in guard.credential_headers)
        own = {*shown, *upstream.caller_headers}
        desk = Desk(self, declared.namespace, declared.prefix, settings.environ, own)
        return McpVisits(app, settings, desk)


class McpVisits:
    """The callers of one application."""

    def __init__(self, app: McpApp, settings: McpSettings, desk: Desk) -> None:
        self._app = app
        self._settings = settings
        self._desk = desk
        self._ruled = frozenset(tool.name for tool in app.tools)
        """Without the two that search and call, which are for all."""
        self._views: OrderedDict[tuple[int, ...], Served] = OrderedDict()
        self._sessions: dict[int, Session] = {}
        """By the identity of the request while it is answered."""

    def served(self, http: Serving, exchange: Exchange, body: bytes) -> Served | bytes:
        """Count a call in, and find what its caller is served. Raises `Refusal` (403, 429)."""
        session = self._desk.session(exchange.caller, exchange.scope, exchange.headers)
        self._sessions[id(exchange)] = session
        message = _asking(body)
        if message is not None:
            answer = self._entered(http, exchange, session, message)
            if answer is not None:
                return answer
        met = session.met
        return http.all if met is None else self._view(http, met, session)

    def end(self, exchange: Exchange, status: int) -> None:
        """A request is answered."""
        session = self._sessions.pop(id(exchange), None)
        if session is not None:
            session.failed = exchange.failed
            session.end(status, exchange.request_id.decode("ascii"))

    async def aclose(self) -> None:
        """End what was started."""
        for view in self._views.values():
            await view.sdk.aclose()
        self._desk.close()

    def _entered(
        self, http: Serving, exchange: Exchange, session: Session, message: Mapping[str, Any]
    ) -> bytes | None:
        """Let a call in; an answer where a model should read that it has to wait. Raises `Refusal`."""
        what = _what(http.toolbox, message["method"], message["params"])
        if what is None:
            return None
        exchange.route = http.number(what)
        try:
            session.begin(what, is_ruled=what in self._ruled or message["method"] != _CALL)
        except Refusal as refusal:
            request_id: JsonValue = message.get("id")
            if (
                refusal.status != 429
                or message["method"] != _CALL
                or type(request_id) not in (int, str)
            ):
                raise
            exchange.failed = True
            modern = exchange.headers.get(b"mcp-protocol-version", b"").decode("latin-1")
            return _wait(
                request_id, refusal.detail, http.toolbox.about if modern == MODERN_VERSION else None
            )
        return None

    def _view(self, http: Serving, met: tuple[int, ...], session: Session) -> Served:
        view = self._views.get(met)
        if view is None:
            view = http.serving(self._app.toolbox(self._settings, only=session.may))
            self._views[met] = view
            if len(self._views) > _KEPT:
                # What is being answered with it keeps it; its way through the SDK ends with the loop.
                self._views.popitem(last=False)
        self._views.move_to_end(met)
        return view


def _wait(request_id: JsonValue, said: str, about: About | None) -> bytes:
    """A result that models read: a host does not wait by itself. `about` is for 2026-07-28."""
    result = failure(said).wire()
    if about is not None:
        result |= stamp(about)
    return write({"jsonrpc": "2.0", "id": request_id, "result": result}).encode()


def _what(toolbox: Toolbox, method: str, params: Mapping[str, Any]) -> str | None:
    """The name of what is asked for; None where it is not there for anybody."""
    if method == _CALL:
        tool = toolbox.tools.get(str(params.get("name")))
        arguments: JsonValue = params.get("arguments")
        members: dict[str, Any] = arguments if isinstance(arguments, dict) else {}
        return None if tool is None else toolbox.named(tool, members)
    subject: JsonValue = params.get(SUBJECTS[method])
    if toolbox.offers is None or not isinstance(subject, str):
        return None
    return toolbox.offers.label(method, subject)


def _asking(body: bytes) -> dict[str, Any] | None:
    """A message that asks for one thing by its name; the rest is not counted."""
    try:
        message: JsonValue = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or not isinstance(message.get("params"), dict):
        return None
    method: JsonValue = message.get("method")
    return message if isinstance(method, str) and (method == _CALL or method in SUBJECTS) else None
