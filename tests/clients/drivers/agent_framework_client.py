"""agent-framework."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from agent_framework import MCPStdioTool, MCPStreamableHTTPTool
from common import Call, Target, main


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    tool: Any = (
        MCPStreamableHTTPTool(name="garden", url=target.url)
        if target.url
        else MCPStdioTool(
            name="garden",
            command=target.command,
            args=target.arguments,
            env=target.environment,
        )
    )
    async with tool:

        async def call(name: str, arguments: dict[str, Any]) -> Any:
            return await tool.call_tool(name, **arguments)

        yield [function.name for function in tool.functions], call


main(connect)
