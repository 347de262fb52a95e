"""The official SDK's low-level server over our tools. With `asking` all that imports `mcp`.

Importing it costs about half a second, so nothing imports it before it is needed.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import mcp_types as types
from mcp.server.caching import CacheHint
from mcp.server.lowlevel.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError

from ..calls.callers import CallerCredentialsError
from ..calls.upstream import Send
from .call import Toolbox
from .caller import caller
from .refused import CREDENTIALS_NEEDED


def build_server(toolbox: Toolbox, send: Send) -> Server[Any]:
    """A low-level server whose lists are static and whose calls go through the toolbox.

    Args:
        toolbox: the tools that are served.
        send: how units reach the APIs.

    What it answers with an error is an `MCPError` of the SDK.
    """
    about = toolbox.about
    hint = CacheHint(ttl_ms=about.ttl_ms, scope=about.cache_scope)
    hints: dict[Any, CacheHint] = {"tools/list": hint, "server/discover": hint}
    if toolbox.offers is not None:
        hints.update(toolbox.offers.hints(hint))
    server: Server[Any] = Server(
        about.name,
        version=about.version,
        title=about.title,
        instructions=about.instructions,
        cache_hints=hints,
        **_schema_lookup(toolbox),
    )
    # `resultType` is of 2026-07-28; for the older revisions the SDK leaves it out.
    listing = {"tools": toolbox.entries(), "resultType": "complete"}

    server.add_request_handler("tools/list", types.PaginatedRequestParams, lister(listing))
    server.add_request_handler(
        "tools/call", types.CallToolRequestParams, _tool_caller(toolbox, send)
    )
    if toolbox.offers is not None:
        toolbox.offers.serve(server, toolbox, send)
    return server


def _tool_caller(
    toolbox: Toolbox, send: Send
) -> Callable[[Any, types.CallToolRequestParams], Awaitable[dict[str, Any]]]:
    async def call_tool(context: Any, params: types.CallToolRequestParams) -> dict[str, Any]:
        tool = toolbox.tools.get(params.name)
        if tool is None:
            raise MCPError(code=types.INVALID_PARAMS, message=f"Unknown tool: {params.name}")
        # Over stdio, or over a transport of somebody else's, there is no HTTP request behind a call.
        current = caller.get(None)
        if current is not None:
            current.called(toolbox.named(tool, params.arguments or {}))
        way = send if current is None else current.send
        if toolbox.asks(tool):
            from .asking import confirmation_answer

            who = b"" if current is None else current.who
            instead = await confirmation_answer(toolbox, tool, context, params, who)
            if instead is not None:
                return instead
        try:
            result = await toolbox.call(tool, params.arguments or {}, way)
        except CallerCredentialsError as error:
            if current is not None:
                current.challenged(error.challenge)
            raise MCPError(code=CREDENTIALS_NEEDED, message=str(error)) from None
        if current is not None and result.is_error:
            current.failed()
        return {**result.wire(), "resultType": "complete"}

    return call_tool


def lister(listing: dict[str, Any]) -> Callable[..., Awaitable[dict[str, Any]]]:
    """What answers a list.

    Args:
        listing: its result.
    """

    async def listed(_: Any, params: types.PaginatedRequestParams) -> dict[str, Any]:
        if params.cursor is not None:
            # There is one page, so no cursor is one of ours (MCP 2025-11-25, "Pagination").
            raise MCPError(code=types.INVALID_PARAMS, message="Unknown cursor")
        return listing

    return listed


def _schema_lookup(toolbox: Toolbox) -> dict[str, Any]:
    """Without it each call of 2026-07-28 lists all the tools to find one schema; `mcp` has it from 2.3."""
    name = "get_tool_input_schema"
    known = inspect.signature(Server.__init__).parameters
    return {name: toolbox.input_schema} if name in known else {}


def http_manager(server: Server[Any], max_body: int) -> StreamableHTTPSessionManager:
    """Streamable HTTP: stateless, JSON answers.

    The SDK's own Host check is off because ours stands in front of it, always, with its settings named
    in the refusal.
    """
    return StreamableHTTPSessionManager(
        server,
        json_response=True,
        stateless=True,
        max_request_body_size=max_body,
        security_settings=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
