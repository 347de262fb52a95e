#!/usr/bin/env bash
# MCP, "Tool": the inputSchema says of each argument what it is, and who types `version=1.10` for one of `type: string`
# means that text. The command line of the Inspector (@modelcontextprotocol/inspector 2.12.0, npm) reads what is typed
# as JSON, whatever the schema says: the tool gets the number 1.1, the Boolean true for the text "true", an object for
# the text of one, null for "null", and of an integer of 20 digits another integer. mcporter 0.12.3 (npm) keeps a
# number's text, and sends the integer as a text as well; Booleans, null and objects it makes of texts as the other. A
# tool that checks its arguments refuses them, one that does not gets 1.1. What both document is a way round it:
# `--tool-args-json` and `--no-coerce`.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, node, npm and package indexes; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mcp==1.30.0
npm install --silent --no-audit --no-fund --ignore-scripts @modelcontextprotocol/inspector@2.12.0 mcporter@0.12.3 \
  > npm.log 2>&1
cat > tools.py <<'END_OF_PYTHON'
"""A tool over stdio that says what arguments came."""

import asyncio
import json

from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

server = Server("tools")
TEXTS = ("version", "flag", "name", "note")
SCHEMA = {
    "type": "object",
    "properties": {**{each: {"type": "string"} for each in TEXTS}, "size": {"type": "integer"}},
}


@server.list_tools()
async def tools() -> list[types.Tool]:
    return [types.Tool(name="ask", inputSchema=SCHEMA)]


@server.call_tool(validate_input=False)
async def call(name: str, arguments: dict) -> list[types.TextContent]:
    return [types.TextContent(type="text", text="got " + json.dumps(arguments, sort_keys=True))]


async def main() -> None:
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


asyncio.run(main())
END_OF_PYTHON
typed=(version=1.10 flag=true name=null 'note={"a":1}' size=12345678901234567890)
export HOME="$work"
cat > servers.json <<END_OF_JSON
{"mcpServers": {"tools": {"command": "$work/venv/bin/python", "args": ["$work/tools.py"]}}}
END_OF_JSON
said() { # of what a program prints the text of the result, which the Inspector prints as a text in JSON
  echo "$1 $(grep -o 'got {.*}' | tr -d '\\')"
}
{
  node_modules/.bin/mcp-inspector --cli --config servers.json --server tools --method tools/call --tool-name ask \
    --tool-arg "${typed[@]}" 2> inspector.log | said inspector
  node_modules/.bin/mcporter --config servers.json call tools.ask "${typed[@]}" 2> mcporter.log | said mcporter
} > seen.txt
cat seen.txt
diff - seen.txt <<'END_OF_TEXT'
inspector got {"flag": true, "name": null, "note": {"a": 1}, "size": 12345678901234567000, "version": 1.1}
mcporter got {"flag": true, "name": null, "note": {"a": 1}, "size": "12345678901234567890", "version": "1.10"}
END_OF_TEXT
