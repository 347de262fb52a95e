"""crewai-tools."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from common import Call, Target, main
from crewai_tools import MCPServerAdapter
from mcp import StdioServerParameters


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    where: Any = (
        {"url": target.url, "transport": "streamable-http"}
        if target.url
        else StdioServerParameters(
            command=target.command, args=target.arguments, env=target.environment
        )
    )
    adapter: Any = await asyncio.to_thread(lambda: MCPServerAdapter(where))
    by_name = {tool.name: tool for tool in adapter.tools}

    async def call(name: str, arguments: dict[str, Any]) -> Any:
        return str(await asyncio.to_thread(lambda: by_name[name].run(**arguments)))

    yield list(by_name), call
    await asyncio.to_thread(adapter.stop)


main(connect)
