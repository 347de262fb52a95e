#!/usr/bin/env bash
# mcpo 0.0.20 (Open WebUI; PyPI, with mcp 1.30.0) serves the tools of an MCP server as a REST API. What goes through it
# is not what the tool was asked, nor what it said:
# - A text of a result that happens to read as JSON becomes that JSON: the version "1.10" is answered as the number 1.1,
#   "1e5" as 100000.0, and digits beyond those of a double are gone. MCP (2025-11-25, server/tools, "Text Content") knows
#   a text as a text.
# - A block that is a link to a resource or audio is left out in silence: a result of one link is 200 with `[]`.
# - A null that a tool asks for (required, type string or null) does not arrive; nor do properties that
#   `additionalProperties` admits (JSON Schema 2020-12, Core 10.3.2.3), in an object or at the top.
# - `enum` and `maximum` of a tool do not stand in its OpenAPI document.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11 and its package index; a server on loopback; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
serving=
trap '[ -z "$serving" ] || kill "$serving" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
# fastapi and starlette as they were when mcpo 0.0.20 came out: later ones refuse the arguments that it gives.
environment/bin/pip install --quiet --disable-pip-version-check mcpo==0.0.20 mcp==1.30.0 fastapi==0.121.0
cat > tools.py <<'END_OF_PYTHON'
"""Two tools over stdio: one says back what it is told, one says what arguments came."""

import asyncio
import json

from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

server = Server("tools")
SAY = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
ASK = {
    "type": "object",
    "properties": {
        "size": {"type": "string", "enum": ["small", "large"]},
        "count": {"type": "integer", "maximum": 5},
        "note": {"type": ["string", "null"]},
        "labels": {
            "type": "object",
            "properties": {"a": {"type": "string"}},
            "additionalProperties": {"type": "string"},
        },
    },
    "required": ["note"],
    "additionalProperties": {"type": "string"},
}


@server.list_tools()
async def tools() -> list[types.Tool]:
    return [
        types.Tool(name="say", inputSchema=SAY),
        types.Tool(name="link", inputSchema={"type": "object"}),
        types.Tool(name="ask", inputSchema=ASK),
    ]


@server.call_tool()
async def call(name: str, arguments: dict) -> list:
    if name == "say":
        return [types.TextContent(type="text", text=arguments["text"])]
    if name == "link":
        return [types.ResourceLink(type="resource_link", uri="https://api.example/report", name="report")]
    return [types.TextContent(type="text", text="the tool got " + json.dumps(arguments, sort_keys=True))]


async def main() -> None:
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


asyncio.run(main())
END_OF_PYTHON
port=$(environment/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
environment/bin/mcpo --host 127.0.0.1 --port "$port" -- environment/bin/python tools.py > server.log 2>&1 &
serving=$!
for _ in $(seq 120); do
  curl --silent --output /dev/null "http://127.0.0.1:$port/openapi.json" && break
  sleep 0.5
done
call() { # tool, arguments
  printf '%s %s: ' "$1" "$2"
  curl --silent --write-out ' (%{http_code})\n' --header 'Content-Type: application/json' --data "$2" "http://127.0.0.1:$port/$1"
}
{
  call say '{"text": "1.10"}'
  call say '{"text": "1e5"}'
  call say '{"text": "12345678901234567890.5"}'
  call say '{"text": "release 1.10"}'
  call link '{}'
  call ask '{"note": "n", "size": "large", "count": 5}'
  call ask '{"note": "n", "labels": {"a": "1", "b": "2"}, "extra": "e"}'
  printf 'enum or maximum in its document: '
  curl --silent "http://127.0.0.1:$port/openapi.json" | grep -c -E '"(enum|maximum)"' || true
} > seen.txt
cat seen.txt
diff - seen.txt <<'END_OF_TEXT'
say {"text": "1.10"}: 1.1 (200)
say {"text": "1e5"}: 100000.0 (200)
say {"text": "12345678901234567890.5"}: 1.2345678901234567e+19 (200)
say {"text": "release 1.10"}: "release 1.10" (200)
link {}: [] (200)
ask {"note": "n", "size": "large", "count": 5}: "the tool got {\"count\": 5, \"note\": \"n\", \"size\": \"large\"}" (200)
ask {"note": "n", "labels": {"a": "1", "b": "2"}, "extra": "e"}: "the tool got {\"labels\": {\"a\": \"1\"}, \"note\": \"n\"}" (200)
enum or maximum in its document: 0
END_OF_TEXT
# The null that the schema asks for is left out, so that the tool's own check refuses the call.
call ask '{"note": null}' | tee null.txt
grep -q "'note' is a required property" null.txt
