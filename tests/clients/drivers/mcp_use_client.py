"""mcp-use."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from common import Call, Target, main
from mcp_use import MCPClient


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    where: dict[str, Any] = (
        {"url": target.url}
        if target.url
        else {
            "command": target.command,
            "args": target.arguments,
            "env": target.environment,
        }
    )
    client: Any = MCPClient.from_dict({"mcpServers": {"garden": where}})
    session = await client.create_session("garden")
    yield [tool.name for tool in await session.list_tools()], session.call_tool
    await client.close_all_sessions()


main(connect)
