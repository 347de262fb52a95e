"""What is no request though it looks like one, answered alike over HTTP and stdio."""

from __future__ import annotations

import json
from typing import Any, Final

from ..values import JsonValue
from .handshake import VERSIONS
from .listing import MODERN_VERSION
from .meta import is_modern

NO_MESSAGE: Final = (
    b'{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Not a JSON-RPC message"}}'
)
"""JSON-RPC 2.0, 5.1: with the id null, for the request's is none."""

_VERSIONS: Final = (*VERSIONS, MODERN_VERSION)
_UNSUPPORTED: Final = -32022
"""Of MCP 2026-07-28, "Protocol Version Header"."""
PARSE_ERROR: Final = b'{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}'


def too_long(limit: int) -> bytes:
    """For a message of more than `limit` bytes, whose id nobody has read."""
    return _error(None, -32600, f"A message is at most {limit} bytes")


def failed(request_id: int | str) -> bytes:
    """For a request that this server could not serve."""
    return _error(request_id, -32603, "Internal error")


def not_found(method: str) -> bytes:
    """What follows the id in the answer to a method that is not offered, as the SDK answers."""
    error = {"code": -32601, "message": "Method not found", "data": method}
    return f',"error":{json.dumps(error)}}}'.encode()


CREDENTIALS_NEEDED: Final = -32011
"""Of a code that JSON-RPC leaves to servers, and MCP has not taken (2026-07-28 has -32020 and above)."""


def credentials_needed(request_id: int | str, message: str) -> bytes:
    """For a call that needs a credential of the caller; goes with status 401 and a challenge."""
    return _error(request_id, CREDENTIALS_NEEDED, message)


def unsupported(version: bytes | None, content: bytes) -> bytes | None:
    """For a message whose header names a revision that is none of ours; None for any other.

    The SDK misses the `_meta` of 2026-07-28 in it. A message that has one is the SDK's to judge, which may know more
    revisions.

    Args:
        version: the header's value; None where there is none.
        content: the message, as JSON.
    """
    requested = None if version is None else version.decode("latin-1").strip(" \t")[:64]
    if requested is None or requested in _VERSIONS:
        return None
    try:
        message: JsonValue = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not is_message(message) or type(message) is not dict or is_modern(message):
        return None
    said = (
        f"Unsupported protocol version in MCP-Protocol-Version; supported: {', '.join(_VERSIONS)}"
    )
    data = {"supported": _VERSIONS, "requested": requested}
    return _error(message.get("id"), _UNSUPPORTED, said, data=data)


def _error(request_id: int | str | None, code: int, message: str, **more: Any) -> bytes:
    error = {"code": code, "message": message, **more}
    return json.dumps({"jsonrpc": "2.0", "id": request_id, "error": error}).encode()


def is_no_message(content: bytes) -> bool:
    """Whether this is JSON, but neither a request, nor a notification, nor an answer.

    The SDK takes a request whose id is null, a fraction or a boolean for a notification and answers nothing,
    but somebody waits for it. Of a batch and the like it answers with its own reader's complaints.
    """
    try:
        message: JsonValue = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return not is_message(message)


def is_message(message: JsonValue) -> bool:
    """Whether this is a request, a notification or an answer (JSON-RPC 2.0, 4 and 5; no batch)."""
    if type(message) is not dict or message.get("jsonrpc") != "2.0":
        return False
    if "method" not in message:
        return "id" in message and ("result" in message or "error" in message)
    if type(message["method"]) is not str or _is_odd(message):
        return False
    return message.get("params") is None or type(message["params"]) is dict


def _is_odd(message: dict[str, Any]) -> bool:
    return "id" in message and type(message["id"]) not in (int, str)
