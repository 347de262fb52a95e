"""What an MCP server answers, with a span for each message.

What the fast path answers has a span of ours, what goes to the SDK has the SDK's own, under the same
names. The metric is ours for both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, ClassVar, Final

from opentelemetry.context import Context

from ..calls.upstream import Send
from ..mcp.call import Toolbox
from ..mcp.exchange import Exchange
from ..mcp.fast import Call, FastPath
from ..mcp.http import McpHttp
from ..mcp.listing import MODERN_VERSION
from ..mcp.offering import Ask
from ..mcp.results import ToolResult
from ..mcp.served import Served
from ..mcp.stdio import Session
from ..server.inflight import Flight
from ..values import Json, JsonValue, Omit
from .attributes import Message
from .recorder import Recorder, Work, carrier_of, extracted

_TRACE: Final = ("traceparent", "tracestate", "baggage")
"""What `_meta` has of a trace, without a prefix (SEP-414)."""
_NAMED: Final = frozenset({"tools/call", "prompts/get"})
_UNKNOWN: Final = "_OTHER"
_message: Final[ContextVar[Message | None]] = ContextVar("message", default=None)
"""What the fast path has read last in this task."""
_work: Final[ContextVar[Work | None]] = ContextVar("work", default=None)


class _Fast(FastPath):
    """The fast path, which says what it has read and what came of it."""

    def __init__(self, toolbox: Toolbox, transport: str) -> None:
        super().__init__(toolbox)
        self._transport = transport

    def understood(self, message: dict[str, Any], modern: bool) -> Call | Ask | bytes | None:
        found = super().understood(message, modern)
        if found is not None:
            version = MODERN_VERSION if modern else None
            _message.set(_read(message, self._toolbox, version, self._transport))
        return found

    def answer(self, call: Call, result: ToolResult) -> bytes:
        work = _work.get()
        if work is not None and result.is_error:
            work.error = "tool_error"
        return super().answer(call, result)

    async def reply(self, ask: Ask, send: Send) -> tuple[bytes, int]:
        content, status = await super().reply(ask, send)
        work = _work.get()
        # An error stands where a result would: right after the id.
        if work is not None and b'"error":{' in content[: 64 + 4 * len(str(ask.id))]:
            code: JsonValue = json.loads(content).get("error", {}).get("code")
            work.error = work.code = str(code)
        return content, status


class ObservedHttp(McpHttp):
    """MCP over HTTP."""

    def __init__(self, app: McpHttp, recorder: Recorder) -> None:
        """Take the place of `app`, which is not to be used any more."""
        self.__dict__.update(app.__dict__)
        self._recorder = recorder
        self.all.fast = _Fast(self.toolbox, "tcp")

    def serving(self, toolbox: Toolbox) -> Served:
        """As `McpHttp.serving`."""
        served = super().serving(toolbox)
        served.fast = _Fast(toolbox, "tcp")
        return served

    def _understood(
        self, served: Served, exchange: Exchange, body: bytes, read: Json | Omit
    ) -> Call | Ask | bytes | None:
        _message.set(None)
        found = super()._understood(served, exchange, body, read)
        message = _of_version(_message.get(), exchange)
        _message.set(message)
        if isinstance(found, bytes) and message is not None:
            with self._recorder.answering(message, _around(exchange)):
                pass  # The answer was there before the request.
        return found

    async def _worked(
        self, served: Served, exchange: Exchange, work: Call | Ask
    ) -> tuple[bytes, int]:
        message = _message.get() or Message(_UNKNOWN)
        with self._recorder.answering(message, _around(exchange)) as outcome:
            token = _work.set(outcome)
            try:
                return await super()._worked(served, exchange, work)
            finally:
                _work.reset(token)

    async def _by_sdk(
        self, served: Served, exchange: Exchange, body: bytes, flight: Flight
    ) -> None:
        message, outcome = _peeked(body, self.toolbox), Work()
        with self._recorder.within(_around(exchange)), self._recorder.timing(message, outcome):
            await super()._by_sdk(served, exchange, body, flight)
            if exchange.status >= 400:
                outcome.error = str(exchange.status)


class _ObservedSession(Session):
    recorder: ClassVar[Recorder]

    def __init__(self, toolbox: Toolbox, *more: Any) -> None:
        super().__init__(toolbox, *more)
        self._fast = _Fast(toolbox, "pipe")

    def _understood(self, message: dict[str, Any]) -> Call | Ask | bytes | None:
        _message.set(None)
        found = super()._understood(message)
        known = _message.get()
        if isinstance(found, bytes) and known is not None:
            with self.recorder.answering(known):
                pass  # The answer was there before the request.
        return found

    async def _call(self, call: Call | Ask) -> None:
        message = _message.get() or Message(_UNKNOWN, transport="pipe")
        with self.recorder.answering(message) as outcome:
            token = _work.set(outcome)
            try:
                await super()._call(call)
            finally:
                _work.reset(token)


def observed_session(recorder: Recorder) -> type[Session]:
    """What serves a client over stdio.

    Args:
        recorder: what records it.
    """

    class Observed(_ObservedSession):
        pass

    Observed.recorder = recorder
    return Observed


def _of_version(message: Message | None, exchange: Exchange) -> Message | None:
    """The message with the revision that its header names; only one that is known is understood."""
    said = exchange.headers.get(b"mcp-protocol-version")
    if message is None or message.version is not None or said is None:
        return message
    return replace(message, version=said.decode("ascii"))


def _around(exchange: Exchange) -> Context:
    """What the HTTP request says of a trace."""
    return extracted(carrier_of(exchange.scope))


def _read(
    message: Mapping[str, Any], toolbox: Toolbox, version: str | None, transport: str
) -> Message:
    method = message["method"]
    params: JsonValue = message.get("params")
    params = params if isinstance(params, dict) else {}
    meta: JsonValue = params.get("_meta")
    carrier = {
        key: value
        for key, value in (meta.items() if isinstance(meta, dict) else ())
        if key in _TRACE and isinstance(value, str)
    }
    request_id = message.get("id")
    return Message(
        method=method,
        target=_target(method, params, toolbox),
        request_id=None if request_id is None else str(request_id),
        carrier=carrier,
        version=version,
        transport=transport,
    )


def _target(method: str, params: Mapping[str, Any], toolbox: Toolbox) -> str | None:
    """The tool that is really called, or the prompt: only names that the server has itself."""
    name: JsonValue = params.get("name")
    if method not in _NAMED or not isinstance(name, str):
        return None
    if method == "prompts/get":
        offers = toolbox.offers
        return name if offers is not None and offers.label(method, name) is not None else None
    tool = toolbox.tools.get(name)
    if tool is None:
        return None
    arguments: JsonValue = params.get("arguments")
    return toolbox.named(tool, arguments if isinstance(arguments, dict) else {})


_METHODS: Final = frozenset(
    (
        *("initialize", "ping", "server/discover", "tools/call", "tools/list"),
        *("resources/list", "resources/read", "resources/templates/list"),
        *("prompts/get", "prompts/list", "completion/complete", "logging/setLevel"),
        *("notifications/initialized", "notifications/cancelled", "notifications/progress"),
    )
)


def _peeked(body: bytes, toolbox: Toolbox) -> Message:
    """What a message for the SDK is: whatever nobody knows is one kind."""
    try:
        message: JsonValue = json.loads(body)
    except (ValueError, RecursionError):
        return Message(_UNKNOWN)
    if not isinstance(message, dict) or message.get("method") not in _METHODS:
        return Message(_UNKNOWN)
    return _read(message, toolbox, None, "tcp")
