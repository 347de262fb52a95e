"""openai-agents."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from agents.mcp import MCPServerStdio, MCPServerStreamableHttp
from common import Call, Target, main


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    stdio: Any = {
        "command": target.command,
        "args": target.arguments,
        "env": target.environment,
    }
    server = (
        MCPServerStreamableHttp(params={"url": target.url})
        if target.url
        else MCPServerStdio(params=stdio)
    )
    async with server:
        yield [tool.name for tool in await server.list_tools()], server.call_tool


main(connect)
