"""FastMCP's client under remote control, as `client.mjs` is: `fastmcp_client.py URL`.

It runs in the virtual environment of the benchmarks, which has FastMCP.
"""

from __future__ import annotations

import asyncio
import json
import sys

from fastmcp import Client


async def main(url: str) -> None:
    async with Client(url) as client:
        tools = await client.list_tools()
        print(json.dumps({"tools": [tool.name for tool in tools]}), flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            asked = json.loads(line)
            try:
                result = await client.call_tool_mcp(asked["tool"], asked["arguments"])
                print(result.model_dump_json(by_alias=True, exclude_none=True), flush=True)
            except Exception as error:
                code = getattr(getattr(error, "error", None), "code", None)
                print(json.dumps({"code": code, "message": str(error)}), flush=True)


asyncio.run(main(sys.argv[1]))
