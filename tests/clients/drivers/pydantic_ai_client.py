"""pydantic-ai."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from common import Call, Target, main
from fastmcp.client.transports import StdioTransport
from pydantic_ai.mcp import MCPToolset


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    where: Any = target.url or StdioTransport(target.command, target.arguments, target.environment)
    toolset: Any = MCPToolset(where)
    async with toolset:
        yield [tool.name for tool in await toolset.list_tools()], toolset.direct_call_tool


main(connect)
