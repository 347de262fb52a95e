"""The official Python client, which finds out the era."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from common import Call, Target, main
from mcp import Client, StdioServerParameters

MODE: Any = "auto"


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    where: Any = target.url or StdioServerParameters(
        command=target.command, args=target.arguments, env=target.environment
    )
    async with Client(where, mode=MODE) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        yield names, client.call_tool


if __name__ == "__main__":
    main(connect)
