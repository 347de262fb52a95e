"""smolagents."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from common import Call, Target, main
from mcp import StdioServerParameters
from smolagents import MCPClient


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    where: Any = (
        {"url": target.url, "transport": "streamable-http"}
        if target.url
        else StdioServerParameters(
            command=target.command, args=target.arguments, env=target.environment
        )
    )
    client: Any = await asyncio.to_thread(lambda: MCPClient(where, structured_output=False))
    by_name = {tool.name: tool for tool in client.get_tools()}

    async def call(name: str, arguments: dict[str, Any]) -> Any:
        return str(await asyncio.to_thread(lambda: by_name[name](**arguments)))

    yield list(by_name), call
    await asyncio.to_thread(client.disconnect)


main(connect)
