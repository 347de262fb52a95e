"""What spans and metrics say of requests: OpenTelemetry's names, and nothing that a caller or an API sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import SplitResult

from ..server.asgi import Scope

_KNOWN: Final = frozenset(
    ("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE")
)
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Message:
    """An MCP request or notification."""

    method: str
    target: str | None = None
    """A tool that is served, or a prompt."""
    request_id: str | None = None
    carrier: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """What `_meta` says of the trace (SEP-414)."""
    version: str | None = None
    transport: str = "tcp"


def method_of(method: str) -> str:
    """The method as an attribute has it: others than those of HTTP and of its registry are one."""
    return method if method in _KNOWN else "_OTHER"


def name_of(method: str) -> str:
    """The method in the name of a span."""
    return method if method in _KNOWN else "HTTP"


def of_request(scope: Scope) -> dict[str, Any]:
    """The attributes of a request to a server ("HTTP server semantic conventions")."""
    return {
        "http.request.method": method_of(scope["method"]),
        "url.scheme": scope.get("scheme", "http"),
        "network.protocol.version": scope.get("http_version", "1.1"),
    }


def of_message(message: Message) -> dict[str, Any]:
    """The attributes of a message of MCP ("Semantic conventions for Model Context Protocol")."""
    found: dict[str, Any] = {
        "mcp.method.name": message.method,
        "network.transport": message.transport,
    }
    if message.version is not None:
        found["mcp.protocol.version"] = message.version
    if message.transport == "tcp":
        found["network.protocol.name"] = "http"
    if message.method == "tools/call":
        found["gen_ai.operation.name"] = "execute_tool"
    if message.target is not None:
        key = "gen_ai.prompt.name" if message.method == "prompts/get" else "gen_ai.tool.name"
        found[key] = message.target
    return found


def port_of(place: SplitResult) -> int:
    """The port of a URL, that of its scheme where it says none."""
    return place.port or (443 if place.scheme == "https" else 80)
