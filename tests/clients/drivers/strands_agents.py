"""strands-agents."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from common import Call, Target, main
from mcp import StdioServerParameters
from mcp.client import streamable_http
from mcp.client.stdio import stdio_client
from strands.tools.mcp import MCPClient


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    http: Any = getattr(streamable_http, "streamablehttp_client", None)
    http = http or streamable_http.streamable_http_client

    def opened() -> Any:
        if target.url:
            return http(target.url)
        return stdio_client(
            StdioServerParameters(
                command=target.command, args=target.arguments, env=target.environment
            )
        )

    with MCPClient(opened) as client:
        names = [tool.tool_name for tool in client.list_tools_sync()]

        async def call(name: str, arguments: dict[str, Any]) -> Any:
            return await asyncio.to_thread(client.call_tool_sync, "1", name, arguments)

        yield names, call


main(connect)
