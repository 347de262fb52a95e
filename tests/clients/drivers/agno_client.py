"""agno."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from agno.tools.mcp import MCPTools
from common import Call, Target, main
from mcp import StdioServerParameters


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    tools = (
        MCPTools(url=target.url, transport="streamable-http")
        if target.url
        else MCPTools(
            server_params=StdioServerParameters(
                command=target.command, args=target.arguments, env=target.environment
            ),
            transport="stdio",
        )
    )
    async with tools:

        async def call(name: str, arguments: dict[str, Any]) -> Any:
            return await tools.functions[name].entrypoint(**arguments)

        yield list(tools.functions), call


main(connect)
