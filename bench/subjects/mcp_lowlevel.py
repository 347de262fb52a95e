"""The MCP server by hand on the SDK's low-level server, with our HTTP library: `… http|stdio`.

The tools are those of an OpenAPI document whose parameters are in the path or in the query.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import mcp_types as types
from mcp.server.lowlevel.server import Server
from mcp.server.stdio import stdio_server
from pyreqwest.client import ClientBuilder

from .serving import BASE_URI, HEADERS, run

client = ClientBuilder().default_headers(HEADERS).build()
document = json.loads(Path(os.environ["BENCH_DOCUMENT"]).read_text("utf-8"))
operations: dict[str, tuple[str, str, set[str]]] = {}
tools: list[types.Tool] = []

for path, methods in document["paths"].items():
    for method, operation in methods.items():
        parameters = operation.get("parameters", [])
        queried = {one["name"] for one in parameters if one["in"] == "query"}
        operations[operation["operationId"]] = (method.upper(), path, queried)
        schema: dict[str, Any] = {
            "type": "object",
            "properties": {one["name"]: one["schema"] for one in parameters},
            "required": [one["name"] for one in parameters if one.get("required")],
        }
        if "requestBody" in operation:
            schema["properties"]["body"] = {"type": "object"}
        tools.append(
            types.Tool(
                name=operation["operationId"],
                description=operation.get("description"),
                input_schema=schema,
            )
        )


async def list_tools(_: Any, __: Any) -> types.ListToolsResult:
    return types.ListToolsResult(tools=tools)


async def call_tool(_: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
    method, path, queried = operations[params.name]
    arguments = dict(params.arguments or {})
    body = arguments.pop("body", None)
    query = {name: _text(arguments.pop(name)) for name in queried & arguments.keys()}
    segments = {name: quote(value, safe="") for name, value in arguments.items()}
    request = client.request(method, BASE_URI + path.format(**segments)).query(query)
    if body is not None:
        request = request.body_json(body)
    reply = await request.build().send()
    text = await reply.text()
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=text)],
        structured_content=json.loads(text) if text else None,
        is_error=reply.status >= 400,
    )


def _text(value: Any) -> str:
    return ("false", "true")[value] if isinstance(value, bool) else str(value)


def lookup(name: str) -> dict[str, Any] | None:
    return schemas.get(name)


schemas: dict[str, dict[str, Any]] = {tool.name: tool.input_schema for tool in tools}
server: Server[Any] = Server(
    "quay", on_list_tools=list_tools, on_call_tool=call_tool, get_tool_input_schema=lookup
)


async def stdio() -> None:
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


if __name__ == "__main__":
    if sys.argv[1] == "stdio":
        asyncio.run(stdio())
    else:
        run(server.streamable_http_app(stateless_http=True, json_response=True))
