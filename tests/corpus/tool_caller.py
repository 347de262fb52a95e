"""Calls tools by JSON-RPC over HTTP, as an MCP client does on the wire."""

from __future__ import annotations

import http.client
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PROTOCOL = "2025-06-18"


@dataclass(frozen=True)
class ToolReply:
    is_error: bool
    content: list[dict[str, Any]]
    structured: Any
    protocol_error: str | None = None

    @property
    def text(self) -> str:
        return "".join(item.get("text", "") for item in self.content if item.get("type") == "text")


class ToolCaller:
    """One kept connection to a served MCP app."""

    def __init__(self, port: int, path: str = "/mcp") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self._path = path
        self._ids = itertools.count(1)

    def names(self) -> dict[str, dict[str, Any]]:
        """The tools by name, as `tools/list` describes them."""
        result = self._rpc("tools/list", {})
        return {tool["name"]: tool for tool in result["result"]["tools"]}

    def call(self, name: str, arguments: Mapping[str, Any]) -> ToolReply:
        """The result of `tools/call`."""
        answer = self._rpc("tools/call", {"name": name, "arguments": dict(arguments)})
        if "error" in answer:
            return ToolReply(True, [], None, json.dumps(answer["error"]))
        result = answer["result"]
        return ToolReply(
            bool(result.get("isError")), result["content"], result.get("structuredContent")
        )

    def _rpc(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        message = {"jsonrpc": "2.0", "id": next(self._ids), "method": method, "params": params}
        body = json.dumps(message).encode()
        try:
            return self._post(body)
        except (http.client.HTTPException, ConnectionError):
            self._connection.close()
            return self._post(body)

    def _post(self, body: bytes) -> dict[str, Any]:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": PROTOCOL,
        }
        self._connection.request("POST", self._path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        if response.status != 200:
            return {
                "error": {"status": response.status, "body": content.decode("utf-8", "replace")}
            }
        if (response.getheader("Content-Type") or "").startswith("text/event-stream"):
            content = content.split(b"data: ", 1)[1].split(b"\n", 1)[0]
        answer: dict[str, Any] = json.loads(content)
        return answer

    def close(self) -> None:
        self._connection.close()
