"""llama-index-tools-mcp."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from common import Call, Target, main
from llama_index.tools.mcp import BasicMCPClient, McpToolSpec


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    client = (
        BasicMCPClient(target.url)
        if target.url
        else BasicMCPClient(target.command, args=target.arguments, env=target.environment)
    )
    tools: Any = await McpToolSpec(client).to_tool_list_async()
    by_name = {tool.metadata.name: tool for tool in tools}

    async def call(name: str, arguments: dict[str, Any]) -> Any:
        return (await by_name[name].acall(**arguments)).raw_output

    yield list(by_name), call


main(connect)
