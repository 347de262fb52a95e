"""Strictly well-formed `tools/call`, `tools/list` and `server/discover` without the SDK.

The SDK is the authority for the protocol. What stands here answers a request only if it fully
understands it, with exactly what the SDK would answer; everything else is handed to the SDK unread, and
never after a tool has run. `tests/mcp_runtime` compares the two.

Sources: MCP 2025-11-25 and 2026-07-28, "Streamable HTTP"; JSON-RPC 2.0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..values import Json, JsonValue
from .call import Toolbox
from .listing import MODERN_VERSION, cached, stamp
from .listing import write as _write
from .results import ToolResult
from .tools import Tool

LEGACY_VERSIONS: Final = frozenset({b"2024-11-05", b"2025-03-26", b"2025-06-18", b"2025-11-25"})

_MODERN: Final = MODERN_VERSION.encode()
_CONTENT_TYPES: Final = frozenset(
    {b"application/json", b"application/json; charset=utf-8", b"application/json;charset=utf-8"}
)
_ACCEPTS: Final = frozenset(
    {
        None,  # Whoever does not say takes anything (RFC 9110, 12.5.1).
        b"*/*",
        b"application/json",
        b"application/json, text/event-stream",
        b"application/json,text/event-stream",
        b"text/event-stream, application/json",
    }
)
_UNUSUAL_HEADERS: Final = frozenset(
    {b"content-encoding", b"mcp-session-id", b"last-event-id", b"transfer-encoding", b"expect"}
)
_HARMLESS_HEADERS: Final = frozenset(
    {
        b"accept",
        b"accept-encoding",
        b"accept-language",
        b"authorization",
        b"connection",
        b"content-length",
        b"content-type",
        b"host",
        b"mcp-method",
        b"mcp-name",
        b"mcp-protocol-version",
        b"origin",
        b"traceparent",
        b"user-agent",
        b"x-request-id",
    }
)
"""What nearly every request has only of; of others only the names matter."""
_ENVELOPE: Final = frozenset({"jsonrpc", "id", "method", "params"})
_LIST_PARAMS: Final = frozenset({"_meta"})
_CALL_PARAMS: Final = frozenset({"name", "arguments", "_meta"})
_ONLY_TEXT: Final = frozenset({str})
_ONLY_OBJECTS: Final = frozenset({dict})
_NOTHING: Final[Json] = {}
_SURROGATE: Final = re.compile(r"\\u[dD][89abAB-Fc-f]")
_MAX_NESTING: Final = 100
"""Of brackets in a whole body; the JSON readers of the SDK stop at 200 levels, and not all alike."""
_MAX_INTEGER: Final = 2**53

_PROTOCOL_VERSION: Final = "io.modelcontextprotocol/protocolVersion"
_CLIENT_INFO: Final = "io.modelcontextprotocol/clientInfo"
_CLIENT_CAPABILITIES: Final = "io.modelcontextprotocol/clientCapabilities"
_LOG_LEVEL: Final = "io.modelcontextprotocol/logLevel"
_META_KEYS: Final = frozenset({_PROTOCOL_VERSION, _CLIENT_INFO, _CLIENT_CAPABILITIES})
_RESERVED: Final = "io.modelcontextprotocol/"
_PROGRESS_TOKEN: Final = "progressToken"
_LEVELS: Final = frozenset(
    {"debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"}
)
_MODERN_KEYS: Final = _META_KEYS | {_LOG_LEVEL}
_NONE: Final[frozenset[str]] = frozenset()
_INFO_KEYS: Final = frozenset({"name", "version", "title", "description", "websiteUrl"})
_CAPABILITY_KEYS: Final = frozenset(
    {"elicitation", "sampling", "roots", "experimental", "extensions"}
)


def _refuse(name: str) -> Json:
    raise ValueError(name)


_scan: Final = json.JSONDecoder(parse_constant=_refuse).raw_decode


@dataclass(frozen=True, slots=True)
class Call:
    """A well-formed `tools/call` of a tool that is served."""

    id: int | str
    tool: Tool
    arguments: Mapping[str, Json]
    modern: bool


class FastPath:
    """Reads a request; knows the answers that never change before the first request comes."""

    def __init__(self, toolbox: Toolbox) -> None:
        about = toolbox.about
        # Arguments that go as headers too (`x-mcp-header`) are the SDK's to compare.
        self._tools = {
            name: tool
            for name, tool in toolbox.tools.items()
            if "x-mcp-header" not in repr(tool.input_schema)
        }
        # Each ends a result whose object has begun, so it stands without its own first brace.
        self._complete = f",{_write(stamp(about))[1:]}}}"
        entries = toolbox.listed()
        kept = _write(cached(about))[1:].encode()
        self._lists = (
            _after_id(b'{"tools":[%b]}' % entries),
            _after_id(b'{"tools":[%b],%b' % (entries, kept)),
        )
        self._discovery = _after_id(toolbox.listing.discovery)

    def understand(self, named: Mapping[bytes, bytes], body: bytes) -> Call | bytes | None:
        """A call to make, a whole answer, or None: the request is the SDK's.

        `named` are the headers by their names in lower case, none of which came twice; `body` is the
        whole body.
        """
        if not _plain(named):
            return None
        version = named.get(b"mcp-protocol-version")
        modern = version == _MODERN
        if not modern and version is not None and version not in LEGACY_VERSIONS:
            return None
        message = _message(body)
        if message is None:
            return None
        if modern and not _routed(named, message):
            return None
        return self._understood(message, modern)

    def _understood(self, message: dict[str, Any], modern: bool) -> Call | bytes | None:
        method = message["method"]
        params: JsonValue = message.get("params")
        if params is None:
            if modern or "params" in message:
                return None
            params = {}
        if type(params) is not dict or not _meta_is_plain(params, modern):
            return None
        if method == "tools/call":
            return self._called(message["id"], params, modern)
        if not params.keys() <= _LIST_PARAMS:
            return None
        if method == "tools/list":
            return _answer(message["id"], self._lists[modern])
        if method == "server/discover" and modern:
            return _answer(message["id"], self._discovery)
        return None

    def _called(self, request_id: int | str, params: dict[str, Any], modern: bool) -> Call | None:
        name: JsonValue = params.get("name")
        tool = self._tools.get(name) if type(name) is str else None
        arguments: JsonValue = params.get("arguments", {})
        if tool is None or type(arguments) is not dict or not params.keys() <= _CALL_PARAMS:
            return None
        return Call(request_id, tool, arguments, modern)

    def answer(self, call: Call, result: ToolResult) -> bytes:
        """The response that carries a result."""
        end = self._complete if call.modern else "}}"
        return f'{{"jsonrpc":"2.0","id":{_id(call.id)},"result":{result.json()}{end}'.encode()


def _after_id(result: bytes) -> bytes:
    """What follows the id in an answer that never changes."""
    return b',"result":%b}' % result


def _answer(request_id: int | str, after_id: bytes) -> bytes:
    # One addition copies the long part once; formatting would copy it more often.
    return b'{"jsonrpc":"2.0","id":' + _id(request_id).encode() + after_id


def _id(request_id: int | str) -> str:
    return str(request_id) if type(request_id) is int else _write(request_id)


def _plain(named: Mapping[bytes, bytes]) -> bool:
    """Nothing in the headers that would need a thought."""
    return (
        named.get(b"content-type") in _CONTENT_TYPES
        and named.get(b"accept") in _ACCEPTS
        and (
            _HARMLESS_HEADERS.issuperset(named)
            or (_UNUSUAL_HEADERS.isdisjoint(named) and b"mcp-param-" not in b"\n".join(named))
        )
    )


def _message(body: bytes) -> dict[str, Any] | None:
    """The JSON-RPC request in a body, if it is one and no two readers could differ over it."""
    if body.count(b"{") + body.count(b"[") > _MAX_NESTING:
        return None
    try:
        text = body.decode()
        if "\\" in text and _SURROGATE.search(text):
            return None
        read, end = _scan(text)
    except (ValueError, RecursionError):
        return None
    message: JsonValue = read
    if end != len(text) or type(message) is not dict or not message.keys() <= _ENVELOPE:
        return None
    if message.get("jsonrpc") != "2.0" or type(message.get("method")) is not str:
        return None
    return message if _is_id(message.get("id")) else None


def _is_id(value: Json) -> bool:
    if type(value) is int:
        return -_MAX_INTEGER < value < _MAX_INTEGER
    return type(value) is str and len(value) <= 256


def _routed(named: Mapping[bytes, bytes], message: dict[str, Any]) -> bool:
    """The routing headers of 2026-07-28 say what the body says."""
    if named.get(b"mcp-method") != message["method"].encode():
        return False
    if message["method"] != "tools/call":
        return True
    params: JsonValue = message.get("params")
    name: JsonValue = params.get("name") if type(params) is dict else None
    return type(name) is str and named.get(b"mcp-name") == name.encode()


def _meta_is_plain(params: dict[str, Any], modern: bool) -> bool:
    meta: JsonValue = params.get("_meta", _NOTHING)
    if type(meta) is not dict:
        return False
    if not modern:
        return not meta or _extras_are_plain(meta, _NONE)
    return (
        meta.get(_PROTOCOL_VERSION) == MODERN_VERSION
        and _capabilities_are_plain(meta.get(_CLIENT_CAPABILITIES))
        and (_CLIENT_INFO not in meta or _info_is_plain(meta[_CLIENT_INFO]))
        and (meta.keys() <= _META_KEYS or _extras_are_plain(meta, _MODERN_KEYS))
    )


def _extras_are_plain(meta: dict[str, Any], known: frozenset[str]) -> bool:
    """What else comes in `_meta` changes no answer: nothing here reports progress or sends a log."""
    if _PROGRESS_TOKEN in meta and not _is_id(meta[_PROGRESS_TOKEN]):
        return False
    level = meta.get(_LOG_LEVEL, "info")
    return (
        type(level) is str
        and level in _LEVELS
        and all(key in known or not key.startswith(_RESERVED) for key in meta)
    )


def _info_is_plain(info: JsonValue) -> bool:
    return (
        type(info) is dict
        and "name" in info
        and "version" in info
        and info.keys() <= _INFO_KEYS
        and _ONLY_TEXT.issuperset(map(type, info.values()))
    )


def _capabilities_are_plain(capabilities: JsonValue) -> bool:
    """Objects of objects: nothing whose type the SDK could refuse."""
    return (
        type(capabilities) is dict
        and capabilities.keys() <= _CAPABILITY_KEYS
        and _ONLY_OBJECTS.issuperset(map(type, capabilities.values()))
        and all(_ONLY_OBJECTS.issuperset(map(type, one.values())) for one in capabilities.values())
    )
