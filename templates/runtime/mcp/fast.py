"""Strictly well-formed requests that clients send all day, without the SDK.

The SDK is the authority for the protocol. What stands here answers a request only if it fully
understands it, with exactly what the SDK would answer; everything else is handed to the SDK unread, and
never after a tool has run. `tests/mcp_runtime` compares the two.

Sources: MCP 2025-11-25 and 2026-07-28, "Streamable HTTP"; JSON-RPC 2.0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeGuard

from ..calls.upstream import Send
from ..values import OMIT, Json, JsonValue, Omit
from .call import Toolbox
from .handshake import VERSIONS, Handshake
from .listing import MODERN_VERSION, cached, stamp
from .listing import write as _write
from .meta import is_id, is_level, is_plain, is_rememberable, take_extras
from .offering import SUBJECTS, Ask
from .reading import (
    ACCEPTS,
    CONTENT_TYPES,
    HARMLESS_HEADERS,
    are_harmless,
    is_routed,
    plain_message,
)
from .refused import not_found
from .results import ToolResult
from .tools import Tool

_OF_HANDSHAKES: Final = frozenset({None, *(version.encode() for version in VERSIONS)})
"""What a header says of the revisions with a handshake; the first of them has no such header."""

_MODERN: Final = MODERN_VERSION.encode()
_LIST_PARAMS: Final = frozenset({"_meta"})
_INITIALIZED: Final = "notifications/initialized"
_CANCELLED: Final = "notifications/cancelled"
_CANCEL_PARAMS: Final = frozenset({"requestId", "reason"})
_PONG: Final = b',"result":{}}'
_SET_LEVEL: Final = "logging/setLevel"
_ASKED_FOR: Final = (_SET_LEVEL, "prompts/list", "resources/list", "resources/templates/list")
"""What hosts ask at their start of servers that do not offer it."""
_CALL_PARAMS: Final = frozenset({"name", "arguments", "_meta"})
_NOTHING: Final[Json] = {}
_SHORT: Final = 65_536
"""Bytes of a request and its answer that are remembered: a list of 1,000 tools is a megabyte for each."""
_MOST_SEEN: Final = 16


class Opening(bytes):
    """The answer to a handshake."""


class Call(NamedTuple):
    """A well-formed `tools/call` of a tool that is served."""

    id: int | str
    tool: Tool
    arguments: Mapping[str, Json]
    modern: bool


_HEADER: Final = "x-mcp-header"


def _has_key(schema: object, key: str) -> bool:
    """Whether a key stands anywhere in a schema; a text that only says it is none."""
    if _is_mapping(schema):
        return key in schema or any(_has_key(item, key) for item in schema.values())
    return _is_list(schema) and any(_has_key(item, key) for item in schema)


def _is_mapping(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, Mapping)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, list | tuple)


class FastPath:
    """Reads a request; knows the answers that never change before the first request comes."""

    def __init__(self, toolbox: Toolbox) -> None:
        about = toolbox.about
        # Arguments that go as headers too (`x-mcp-header`) are the SDK's to compare.
        self._tools = {
            name: tool
            for name, tool in toolbox.tools.items()
            # What a person has to confirm, too.
            if not _has_key(tool.input_schema, _HEADER) and not toolbox.asks(tool)
        }
        # Each ends a result whose object has begun, so it stands without its own first brace.
        self._complete = f",{_write(stamp(about))[1:]}}}"
        self._cached = f",{_write(cached(about))[1:]}"
        self._toolbox = toolbox
        lists = {"tools/list": b'{"tools":[%b]}' % toolbox.listed(), **toolbox.listing.lists}
        kept = _write(cached(about))[1:].encode()
        self._lists = {
            method: (_after_id(result), _after_id(b"%b,%b" % (result[:-1], kept)))
            for method, result in lists.items()
        }
        self._missing = {name: not_found(name) for name in _ASKED_FOR if name not in lists}
        self._discovery = _after_id(toolbox.listing.discovery)
        self._last_meta: dict[str, Any] | None = None
        """That of the last request of 2026-07-28 whose `_meta` was looked at closely and found plain."""
        self._seen: dict[tuple[bytes, object], bytes] = {}
        """Answers to requests for lists: clients of one kind begin with the same, byte for byte."""
        self._handshake = Handshake(toolbox.listing.discovery)

    def understand(
        self, named: Mapping[bytes, bytes], body: bytes, read: Json | Omit = OMIT
    ) -> Call | Ask | bytes | None:
        """A call to make, a whole answer, or None: the request is the SDK's.

        An empty answer is that to a notification, which none is due to. `named` are the headers by their
        names in lower case, none of which came twice; `body` is the whole body, `read` what was read of it already.
        """
        if (
            named.get(b"content-type") not in CONTENT_TYPES
            or named.get(b"accept") not in ACCEPTS
            or not (HARMLESS_HEADERS.issuperset(named) or are_harmless(named))
        ):
            return None
        version = named.get(b"mcp-protocol-version")
        modern = version == _MODERN
        if not modern and version not in _OF_HANDSHAKES:
            return None
        asked = body, modern and named.get(b"mcp-method")  # A list depends on nothing else.
        if asked in self._seen:
            return self._seen[asked]
        message = plain_message(body, read)
        if message is None or (modern and not is_routed(named, message)):
            return None
        understood = self.understood(message, modern)
        if type(understood) is bytes:
            self._keep(asked, message, understood)
        return understood

    def understood(self, message: dict[str, Any], modern: bool) -> Call | Ask | bytes | None:
        """The same for a `plain_message`, by the rules of 2026-07-28 or of those before it."""
        method = message["method"]
        if "id" not in message:
            return None if modern else _heard(method, message.get("params", _NOTHING))
        params: JsonValue = message.get("params")
        if type(params) is not dict:
            if params is not None or modern or "params" in message:
                return None
            params = {}
        if method == "initialize" and not modern:
            result = self._handshake.result(params)
            return None if result is None else Opening(_answer(message["id"], _after_id(result)))
        if not self._has_plain_meta(params, modern):
            return None
        if method == "tools/call":
            return self._called(message["id"], params, modern)
        if method in SUBJECTS:
            offers = self._toolbox.offers
            return None if offers is None else offers.asked(message["id"], method, params, modern)
        return self._known(message["id"], method, params, modern)

    def _has_plain_meta(self, params: dict[str, Any], modern: bool) -> bool:
        """Whether `_meta` changes no answer; a client sends nearly the same with each of its requests."""
        meta: JsonValue = params.get("_meta")
        if type(meta) is not dict:
            return meta is None and not modern and "_meta" not in params
        known = self._last_meta if modern else _NOTHING
        if meta == known:
            return True
        if not take_extras(meta, modern):
            return False
        if meta != known:
            if not is_plain(meta, modern):
                return False
            if modern and is_rememberable(meta):
                self._last_meta = meta
        return True

    def _keep(self, asked: tuple[bytes, object], message: dict[str, Any], answer: bytes) -> None:
        """Remember the answer to a request for a list that says nothing but who asks."""
        meta = (message.get("params") or _NOTHING).get("_meta", _NOTHING)
        short = len(asked[0]) + len(answer) <= _SHORT
        if short and message["method"] in self._lists and is_rememberable(meta):
            if len(self._seen) >= _MOST_SEEN:
                self._seen.clear()
            self._seen[asked] = answer

    def _known(
        self, request_id: int | str, method: str, params: dict[str, Any], modern: bool
    ) -> bytes | None:
        """What never changes."""
        if method in self._missing and not modern and _is_asked_well(method, params):
            return _answer(request_id, self._missing[method])
        if not params.keys() <= _LIST_PARAMS:
            return None
        if method in self._lists:
            return _answer(request_id, self._lists[method][modern])
        if method == "server/discover" and modern:
            return _answer(request_id, self._discovery)
        if method == "ping" and not modern:
            return _answer(request_id, _PONG)
        return None

    def _called(self, request_id: int | str, params: dict[str, Any], modern: bool) -> Call | None:
        name: JsonValue = params.get("name")
        tool = self._tools.get(name) if type(name) is str else None
        arguments: JsonValue = params.get("arguments", _NOTHING)
        if tool is None or type(arguments) is not dict or not params.keys() <= _CALL_PARAMS:
            return None
        return Call(request_id, tool, arguments, modern)

    async def reply(self, ask: Ask, send: Send) -> tuple[bytes, int]:
        """The response to a question, and its status over HTTP."""
        return await ask.reply(self._toolbox, send, self._complete, f"{self._cached}}}")

    def answer(self, call: Call, result: ToolResult) -> bytes:
        """The response that carries a result."""
        request_id, _, _, modern = call
        end = self._complete if modern else "}}"
        name = request_id if type(request_id) is int else _write(request_id)
        return f'{{"jsonrpc":"2.0","id":{name},"result":{result.json()}{end}'.encode()


def _heard(method: str, params: JsonValue) -> bytes | None:
    """The answer to a notification of the revisions with a handshake: none."""
    if method == _INITIALIZED:
        return b"" if params == _NOTHING else None
    if method != _CANCELLED or type(params) is not dict or not params.keys() <= _CANCEL_PARAMS:
        return None
    is_right = is_id(params.get("requestId")) and type(params.get("reason", "")) is str
    return b"" if is_right else None


def _is_asked_well(method: str, params: dict[str, Any]) -> bool:
    """Whether the SDK would look for the method: what is asked wrongly it refuses before."""
    if method == _SET_LEVEL:
        return params.keys() - _LIST_PARAMS == {"level"} and is_level(params["level"])
    return params.keys() <= _LIST_PARAMS


def _after_id(result: bytes) -> bytes:
    """What follows the id in an answer that never changes."""
    return b',"result":%b}' % result


def _answer(request_id: int | str, after_id: bytes) -> bytes:
    # One addition copies the long part once; formatting would copy it more often.
    name = b"%d" % request_id if type(request_id) is int else _write(request_id).encode()
    return b'{"jsonrpc":"2.0","id":' + name + after_id
