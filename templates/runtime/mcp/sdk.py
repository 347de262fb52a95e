"""The official SDK's low-level server over our tools. With `asking` all that imports `mcp`.

Importing it costs about half a second, so nothing imports it before it is needed.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

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
from .offering import SUBJECTS, OfferError, Offers
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
    server: Server[Any] = Server(
        about.name,
        version=about.version,
        title=about.title,
        instructions=about.instructions,
        cache_hints={"tools/list": hint, "server/discover": hint, **_of_offers(toolbox, hint)},
        **_schema_lookup(toolbox),
    )
    # `resultType` is of 2026-07-28; for the older revisions the SDK leaves it out.
    listing = {"tools": toolbox.entries(), "resultType": "complete"}

    server.add_request_handler("tools/list", types.PaginatedRequestParams, _lister(listing))
    server.add_request_handler(
        "tools/call", types.CallToolRequestParams, _tool_caller(toolbox, send)
    )
    if toolbox.offers is not None:
        _add_offers(server, toolbox, toolbox.offers, send)
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


def _lister(listing: dict[str, Any]) -> Callable[..., Awaitable[dict[str, Any]]]:
    async def listed(_: Any, params: types.PaginatedRequestParams) -> dict[str, Any]:
        if params.cursor is not None:
            # There is one page, so no cursor is one of ours (MCP 2025-11-25, "Pagination").
            raise MCPError(code=types.INVALID_PARAMS, message="Unknown cursor")
        return listing

    return listed


def _of_offers(toolbox: Toolbox, hint: CacheHint) -> dict[Any, CacheHint]:
    if toolbox.offers is None:
        return {}
    lists = [method for method in toolbox.offers.lists if method in _CORE]
    read = ["resources/read"] if "resources/list" in lists else []
    return dict.fromkeys([*lists, *read], hint)


_CORE: Final = ("resources/list", "resources/templates/list", "prompts/list")
"""Lists of the protocol itself: of those of extensions the SDK knows nothing."""
_PARAMS: Final[dict[str, type[Any]]] = {
    "resources/read": types.ReadResourceRequestParams,
    "prompts/get": types.GetPromptRequestParams,
}


class _OfOne(types.RequestParams):
    """What methods of extensions take."""

    uri: str


def _add_offers(server: Server[Any], toolbox: Toolbox, offers: Offers, send: Send) -> None:
    """Resources, prompts and extensions."""
    server.extensions = dict(offers.capabilities.get("extensions", {}))
    kept = {"ttlMs": toolbox.about.ttl_ms, "cacheScope": toolbox.about.cache_scope}
    for method in offers.more:
        server.add_request_handler(method, _OfOne, _asker(method, toolbox, offers, send, kept))
    for method, result in offers.lists.items():
        listing = {**result, **({"resultType": "complete"} if method in _CORE else kept)}
        server.add_request_handler(method, types.PaginatedRequestParams, _lister(listing))
        for asks, params in _PARAMS.items():
            if method == f"{asks.partition('/')[0]}/list":
                server.add_request_handler(asks, params, _asker(asks, toolbox, offers, send))


def _asker(
    method: str,
    toolbox: Toolbox,
    offers: Offers,
    send: Send,
    more: Mapping[str, Any] = MappingProxyType({"resultType": "complete"}),
) -> Callable[..., Any]:
    async def answer(_: Any, params: Any) -> dict[str, Any]:
        subject: str = getattr(params, SUBJECTS.get(method, "uri"))
        current, label = caller.get(None), offers.label(method, subject)
        if current is not None and label is not None:
            current.called(label)
        way = send if current is None else current.send
        arguments: dict[str, str] = getattr(params, "arguments", None) or {}
        try:
            result = await toolbox.ask(method, subject, arguments, way)
        except OfferError as error:
            raise MCPError(code=error.code, message=error.message) from None
        except CallerCredentialsError as error:
            if current is not None:
                current.challenged(error.challenge)
            raise MCPError(code=CREDENTIALS_NEEDED, message=str(error)) from None
        return {**result, **more}

    return answer


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
