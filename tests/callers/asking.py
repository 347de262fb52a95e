"""Calls to a package that runs, as one of many callers would make them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from tests.support.living import Living
from tests.support.raw_http import Reply, fetch

MODERN: Final = "2026-07-28"
LEGACY: Final = "2025-06-18"
ERAS: Final = (MODERN, LEGACY)
META: Final = {
    "io.modelcontextprotocol/protocolVersion": MODERN,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
}


def message(
    era: str, method: str, params: Mapping[str, Any], request_id: int = 1
) -> tuple[dict[str, str], bytes]:
    """Headers and body of one MCP request."""
    filled = {**params, "_meta": {**META, **params.get("_meta", {})}} if era == MODERN else params
    body = {"jsonrpc": "2.0", "id": request_id, "method": method, "params": filled}
    headers = {
        "Accept": "application/json, text/event-stream",
        "Content-Type": "application/json",
        "MCP-Protocol-Version": era,
    }
    if era == MODERN:
        headers["Mcp-Method"] = method
        if "name" in params:
            headers["Mcp-Name"] = str(params["name"])
    return headers, json.dumps(body).encode()


def mcp(
    running: Living,
    era: str,
    method: str,
    params: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """The answer to one MCP request."""
    own, body = message(era, method, params or {})
    url = f"http://127.0.0.1:{running.ports['mcp']}"
    return fetch(url, "POST", "/mcp", headers={**own, **(headers or {})}, body=body)


def tool(
    running: Living,
    era: str,
    name: str,
    arguments: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """The answer to one call of a tool."""
    return mcp(running, era, "tools/call", {"name": name, "arguments": arguments or {}}, headers)


def result(reply: Reply) -> dict[str, Any]:
    """The result in an answer."""
    assert reply.status == 200, (reply.status, reply.body)
    found: dict[str, Any] = reply.json["result"]
    return found


def text(reply: Reply) -> str:
    """The text of a tool's result."""
    return str(result(reply)["content"][0]["text"])
