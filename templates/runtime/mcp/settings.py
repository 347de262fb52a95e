"""What an MCP adapter is told."""

from __future__ import annotations

from typing import Any, Literal

from ..server.settings import Adapter, AdapterSettings, Port


class McpAdapter(Adapter):
    """An MCP adapter, as the spec declares it."""

    transport: Literal["http", "stdio"] = "http"

    def declared(self) -> dict[str, Any]:
        """The settings that the spec gives, for where the environment says nothing."""
        return {**super().declared(), "transport": self.transport}


class McpSettings(AdapterSettings, kw_only=True):
    """How an MCP adapter serves, beside what every adapter is told."""

    port: Port = 9090
    """The port to listen on; 0 takes a free one."""
    transport: Literal["http", "stdio"] = "http"
    """What is spoken: `http` (Streamable HTTP) or `stdio`."""
    read_only: bool = False
    """Serve only tools that change nothing."""
    tools: tuple[str, ...] = ()
    """Serve only tools with these names or patterns (`list*`); empty serves all."""
    exclude: tuple[str, ...] = ()
    """Names or patterns of tools that are not served."""
    tags: tuple[str, ...] = ()
    """Serve only tools with one of these tags or patterns; empty serves all."""
    tool_list: Literal["all", "search"] = "all"
    """What `tools/list` answers: `all` tools, or two that `search` among them and call what was found."""
    confirm: Literal["never", "destructive", "writes"] = "never"
    """Whether a person is asked first: `never`, for what is `destructive`, or for all `writes`."""
    confirm_seconds: float | None = 300.0
    """How long an answer to such a question counts."""
    ignore_unknown_arguments: bool = False
    """Drop arguments that a tool does not have; some clients add their own."""
    lenient_arguments: bool = True
    """Take `"3"` for 3, `"true"` or 1 for true, and JSON text for an object or an array."""
    max_body_bytes: int = 4 * 1024 * 1024
    """The largest body of a request, or line on standard input, in bytes."""
    max_url_bytes: int = 16 * 1024
    """Room for the path and query of a request beside its headers, in bytes."""
    max_response_bytes: int = 10 * 1024 * 1024
    """The largest answer of an API to a tool, in bytes; a larger one is an error."""
    max_result_bytes: int = 100_000
    """The longest text of a result, about what hosts take; the rest is cut off, and the text says so."""
    session_ids: bool = True
    """Give clients of the revisions before 2026-07-28 a session id, by which `notifications/cancelled` finds its call,
    if it comes to the same process. Nothing else is kept under it."""
    long_call_seconds: float | None = 10.0
    """When the answer to a call that is still at work begins as a stream of events, and how often something comes in
    it, for callers that take one; 0 never begins."""
    send_timeout: float | None = 60.0
    """How long a caller may take for an answer; then the connection is closed."""
