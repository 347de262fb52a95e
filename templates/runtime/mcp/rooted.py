"""Requests of 2026-07-28 as clients of the language's reference engine write them, at the root.

They say which revision they speak, and not what the client can do, which MCP requires ("Per-request protocol
fields") and `/mcp` insists on. At the root such a client can do nothing beyond answers.
"""

from __future__ import annotations

import json
from typing import Final

from ..values import JsonValue

_REVISION: Final = "io.modelcontextprotocol/protocolVersion"
_CAPABILITIES: Final = "io.modelcontextprotocol/clientCapabilities"
_KEY: Final = f'"{_REVISION}"'.encode()
_ADDED: Final = f'"{_CAPABILITIES}":{{}},'.encode()


def with_capabilities(body: bytes) -> bytes:
    """The body with an empty `clientCapabilities`, where only that is missing; else the body itself.

    It is put in as text, before the one place where the revision stands: nothing else is written anew.
    """
    if body.count(_KEY) != 1:
        return body
    try:
        message: JsonValue = json.loads(body)
    except (ValueError, RecursionError):
        return body
    params: JsonValue = message.get("params") if isinstance(message, dict) else None
    meta: JsonValue = params.get("_meta") if isinstance(params, dict) else None
    if not isinstance(meta, dict) or _REVISION not in meta or _CAPABILITIES in meta:
        return body
    return body.replace(_KEY, _ADDED + _KEY)
