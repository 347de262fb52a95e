"""FastMCP's client."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from common import Call, Target, main
from fastmcp import Client
from fastmcp.client.transports import StdioTransport


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    where: Any = target.url or StdioTransport(target.command, target.arguments, target.environment)
    async with Client(where) as client:

        async def call(name: str, arguments: dict[str, Any]) -> Any:
            return await client.call_tool(name, arguments, raise_on_error=False)

        yield [tool.name for tool in await client.list_tools()], call


main(connect)
