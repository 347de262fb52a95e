"""semantic-kernel."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from common import Call, Target, main
from semantic_kernel.connectors.mcp import MCPStdioPlugin, MCPStreamableHttpPlugin


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    plugin: Any = (
        MCPStreamableHttpPlugin(name="garden", url=target.url)
        if target.url
        else MCPStdioPlugin(
            name="garden",
            command=target.command,
            args=target.arguments,
            env=target.environment,
        )
    )
    async with plugin:
        tools = await plugin.session.list_tools()

        async def call(name: str, arguments: dict[str, Any]) -> Any:
            return await plugin.call_tool(name, **arguments)

        yield [tool.name for tool in tools.tools], call


main(connect)
