"""langchain-mcp-adapters."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from common import Call, Target, main
from langchain_mcp_adapters.client import MultiServerMCPClient


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    where: Any = (
        {"transport": "streamable_http", "url": target.url}
        if target.url
        else {
            "transport": "stdio",
            "command": target.command,
            "args": target.arguments,
            "env": target.environment,
        }
    )
    tools = await MultiServerMCPClient({"garden": where}).get_tools()
    by_name = {tool.name: tool for tool in tools}

    async def call(name: str, arguments: dict[str, Any]) -> Any:
        return str(await by_name[name].ainvoke(arguments))

    yield list(by_name), call


main(connect)
