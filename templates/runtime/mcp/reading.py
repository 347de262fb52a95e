"""Requests that no two readers could differ over, by their headers and by their text.

Sources: MCP 2025-11-25 and 2026-07-28, "Streamable HTTP"; JSON-RPC 2.0; RFC 8259.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from ..values import OMIT, Json, JsonValue, Omit
from ..wire.json_slices import read_in_slices
from .meta import is_id
from .offering import SUBJECTS

CONTENT_TYPES: Final = frozenset(
    {b"application/json", b"application/json; charset=utf-8", b"application/json;charset=utf-8"}
)
ACCEPTS: Final = frozenset(
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
    {b"content-encoding", b"last-event-id", b"transfer-encoding", b"expect"}
)
HARMLESS_HEADERS: Final = frozenset(
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
        b"mcp-session-id",
        b"origin",
        b"traceparent",
        b"user-agent",
        b"x-request-id",
    }
)
"""What nearly every request has only of; of others only the names matter."""
_ENVELOPE: Final = frozenset({"jsonrpc", "id", "method", "params"})
_NAMED_BY: Final = {"tools/call": "name", **SUBJECTS}
"""Methods whose request carries `Mcp-Name`, and the parameter that it repeats."""
_SURROGATE: Final = re.compile(r"\\u[dD][89abAB-Fc-f]")
_MAX_NESTING: Final = 100
"""Of brackets in a whole body; the JSON readers of the SDK stop at 200 levels, and not all alike."""


def _refuse(name: str) -> Json:
    raise ValueError(name)


_decoder: Final = json.JSONDecoder(parse_constant=_refuse)
_scan: Final = _decoder.raw_decode


def are_harmless(names: Collection[bytes]) -> bool:
    """Whether none of these headers would need a thought."""
    return _UNUSUAL_HEADERS.isdisjoint(names) and b"mcp-param-" not in b"\n".join(names)


async def read_ahead(content: bytes) -> Json | Omit:
    """A large message, read in slices; nothing of one that another reader may see otherwise."""
    try:
        text = content.decode()
        if "\\" in text and _SURROGATE.search(text):
            return OMIT
        return await read_in_slices(text, _decoder, deepest=_MAX_NESTING)
    except (ValueError, RecursionError):
        return OMIT


def plain_message(content: bytes, ahead: Json | Omit = OMIT) -> dict[str, Any] | None:
    """The JSON-RPC request or notification in a text, if no two readers could differ over it.

    Args:
        content: the text.
        ahead: what `read_ahead` made of it.
    """
    message: JsonValue | Omit = ahead
    if message is OMIT:
        if content.count(b"{") + content.count(b"[") > _MAX_NESTING:
            return None
        try:
            text = content.decode()
            if "\\" in text and _SURROGATE.search(text):
                return None
            message, end = _scan(text)
        except (ValueError, RecursionError):
            return None
        if end != len(text):
            return None
    if type(message) is not dict or not message.keys() <= _ENVELOPE:
        return None
    if message.get("jsonrpc") != "2.0" or type(message.get("method")) is not str:
        return None
    return message if "id" not in message or is_id(message["id"]) else None


def is_routed(named: Mapping[bytes, bytes], message: dict[str, Any]) -> bool:
    """The routing headers of 2026-07-28 say what the body says."""
    method: str = message["method"]
    if named.get(b"mcp-method") != method.encode():
        return False
    key = _NAMED_BY.get(method)
    if key is None:
        return True
    params: JsonValue = message.get("params")
    name: JsonValue = params.get(key) if type(params) is dict else None
    # Letters beyond ASCII come encoded in a header, which is the SDK's to read.
    return type(name) is str and name.isascii() and named.get(b"mcp-name") == name.encode()
