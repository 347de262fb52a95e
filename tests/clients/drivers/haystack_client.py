"""mcp-haystack."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from common import Call, Target, main
from haystack_integrations.tools.mcp import (
    MCPToolset,
    StdioServerInfo,
    StreamableHttpServerInfo,
)


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    info: Any = (
        StreamableHttpServerInfo(url=target.url)
        if target.url
        else StdioServerInfo(
            command=target.command, args=target.arguments, env=dict(target.environment)
        )
    )

    def opened() -> Any:
        toolset = MCPToolset(server_info=info)
        toolset.warm_up()
        return toolset

    toolset = await asyncio.to_thread(opened)
    by_name = {tool.name: tool for tool in toolset}

    async def call(name: str, arguments: dict[str, Any]) -> Any:
        return await asyncio.to_thread(lambda: by_name[name].invoke(**arguments))

    yield list(by_name), call
    await asyncio.to_thread(toolset.close)


main(connect)
