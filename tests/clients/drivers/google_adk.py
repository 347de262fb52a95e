"""google-adk."""

import contextlib
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

from common import Call, Target, main
from google.adk.tools.mcp_tool.mcp_session_manager import (
    StdioConnectionParams,
    StreamableHTTPConnectionParams,
)
from google.adk.tools.mcp_tool.mcp_toolset import McpToolset
from mcp import StdioServerParameters


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    parameters: Any = (
        StreamableHTTPConnectionParams(url=target.url)
        if target.url
        else StdioConnectionParams(
            server_params=StdioServerParameters(
                command=target.command, args=target.arguments, env=target.environment
            )
        )
    )
    toolset = McpToolset(connection_params=parameters)
    tools: Any = {tool.name: tool for tool in await toolset.get_tools()}
    context = SimpleNamespace(session=None, state={}, actions=SimpleNamespace())

    async def call(name: str, arguments: dict[str, Any]) -> Any:
        return await tools[name]._run_async_impl(
            args=arguments, tool_context=context, credential=None
        )

    yield list(tools), call
    await toolset.close()


main(connect)
