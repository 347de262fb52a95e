#!/usr/bin/env bash
# MCP specification, "Tools": a tool's `inputSchema` is a JSON Schema for its arguments. mcp 2.3.0 (PyPI) publishes
# `anyOf: [string, null]` for a parameter `str | None`, and still reads each text sent for it as JSON first: the text
# "null" reaches the function as None (somebody of that name loses it), and the text "[1]" or "{}" is refused as a
# list or a dict, though the schema admits any text. `str | list[str]` turns the text '["a"]' into a list. A parameter
# that is plain `str` gets what was sent. fastmcp 4.2.3 (PyPI), on the same SDK, hands over each text as it is.
#
# Seen on 2026-11-28:
#   mcp:     "null" -> None        "[1]" -> error: Input should be a valid string   plain str, "null" -> 'null'
#   fastmcp: "null" -> 'null'      "[1]" -> '[1]'
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check mcp==2.3.0 fastmcp==4.2.3
environment/bin/python - 2>/dev/null <<'END_OF_PYTHON'
import asyncio

import fastmcp
import mcp
from mcp.server.mcpserver import MCPServer


def note(text: str | None = "not given") -> str:
    return repr(text)


def plain(text: str) -> str:
    return repr(text)


async def said(client, tool: str, text: str, **options) -> str:
    result = await client.call_tool(tool, {"text": text}, **options)
    words = result.content[0].text
    return "an error" if result.is_error and "valid string" in words else words


async def main() -> None:
    sdk, peer = MCPServer("sdk"), fastmcp.FastMCP("peer")
    for function in (note, plain):
        sdk.add_tool(function)
        peer.add_tool(fastmcp.tools.Tool.from_function(function))
    async with mcp.Client(sdk) as client:
        schema = (await client.list_tools()).tools[0].input_schema["properties"]["text"]
        print("mcp's schema of text:", schema["anyOf"])
        seen = [await said(client, "note", "null"), await said(client, "note", "[1]"), await said(client, "plain", "null")]
    async with fastmcp.Client(peer) as client:
        others = [await said(client, "note", text, raise_on_error=False) for text in ("null", "[1]")]
    print("mcp:", seen)
    print("fastmcp:", others)
    if seen != ["None", "an error", "'null'"] or others != ["'null'", "'[1]'"]:
        print("changed")
        raise SystemExit(1)


asyncio.run(main())
END_OF_PYTHON
