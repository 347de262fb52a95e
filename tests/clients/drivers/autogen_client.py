"""autogen-ext."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from autogen_ext.tools.mcp import McpWorkbench, StdioServerParams, StreamableHttpServerParams
from common import Call, Target, main


@contextlib.asynccontextmanager
async def connect(target: Target) -> AsyncIterator[tuple[list[str], Call]]:
    parameters: Any = (
        StreamableHttpServerParams(url=target.url)
        if target.url
        else StdioServerParams(
            command=target.command, args=target.arguments, env=target.environment
        )
    )
    async with McpWorkbench(parameters) as workbench:
        yield [tool["name"] for tool in await workbench.list_tools()], workbench.call_tool


main(connect)
