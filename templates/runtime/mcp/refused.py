"""What is no request though it looks like one, answered alike over HTTP and stdio."""

from __future__ import annotations

import json
from typing import Any, Final

from ..values import JsonValue

NO_MESSAGE: Final = (
    b'{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Not a JSON-RPC message"}}'
)
"""JSON-RPC 2.0, 5.1: with the id null, for the request's is none."""


def has_odd_id(content: bytes) -> bool:
    """Whether a request has an id that none can have in MCP: null, a fraction, `1.0`, a boolean, …

    The SDK takes such a request for a notification and answers nothing, but somebody waits for it.
    """
    try:
        message: JsonValue = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return type(message) is dict and "method" in message and is_odd_id(message)


def is_odd_id(message: dict[str, Any]) -> bool:
    """The same of a message that has been read."""
    return "id" in message and type(message["id"]) not in (int, str)
