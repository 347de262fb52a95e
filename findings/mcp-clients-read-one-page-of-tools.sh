#!/usr/bin/env bash
# MCP 2025-11-25, "Pagination": a server may answer `tools/list` with a page and a `nextCursor`; a missing one is "the
# end of results", and clients should support both kinds of answer. Of a server that has three tools on three pages, four
# ways in which Python programs load tools take the first page for all: mcpadapt 0.1.19 (what smolagents loads with),
# llama-index-tools-mcp 0.4.8, mcp-haystack 2.1.1 and mcp-use 1.7.1 (all PyPI, on mcp 1.30.0). No warning is given; the
# model just never hears of the other tools. langchain-mcp-adapters 0.3.2 and openai-agents 0.24.0 (PyPI) and @ai-sdk/mcp
# 1.0.102 (npm) go on to the last page.
#
# Seen on 2026-11-30: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, node, npm and package indexes; opens no port; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HAYSTACK_TELEMETRY_ENABLED=False MCP_USE_ANONYMIZED_TELEMETRY=false DO_NOT_TRACK=1 HOME="$work"
# A server of JSON-RPC lines on standard input and output, without an SDK.
cat > server.py <<'END_OF_PYTHON'
import json
import sys

for line in sys.stdin:
    message = json.loads(line)
    if "id" not in message:
        continue
    params = message.get("params") or {}
    if message["method"] == "initialize":
        result = {
            "protocolVersion": params["protocolVersion"],
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "pages", "version": "1"},
        }
    elif message["method"] == "tools/list":
        page = int(params.get("cursor") or 1)
        result = {"tools": [{"name": f"tool{page}", "description": "A tool.", "inputSchema": {"type": "object"}}]}
        if page < 3:
            result["nextCursor"] = str(page + 1)
    else:
        result = {}
    print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}), flush=True)
END_OF_PYTHON
cat > see.py <<'END_OF_PYTHON'
import asyncio
import sys

COMMAND = {"command": sys.executable, "args": ["server.py"]}


async def langchain():
    from langchain_mcp_adapters.client import MultiServerMCPClient

    tools = await MultiServerMCPClient({"pages": {"transport": "stdio", **COMMAND}}).get_tools()
    return [tool.name for tool in tools]


async def openai():
    from agents.mcp import MCPServerStdio

    async with MCPServerStdio(params=COMMAND) as server:
        return [tool.name for tool in await server.list_tools()]


async def llama():
    from llama_index.tools.mcp import BasicMCPClient, McpToolSpec

    client = BasicMCPClient(COMMAND["command"], args=COMMAND["args"])
    return [tool.metadata.name for tool in await McpToolSpec(client=client).to_tool_list_async()]


async def use():
    from mcp_use import MCPClient

    client = MCPClient.from_dict({"mcpServers": {"pages": COMMAND}})
    session = await client.create_session("pages")
    names = [tool.name for tool in await session.list_tools()]
    await client.close_all_sessions()
    return names


def adapt():
    from mcp import StdioServerParameters
    from mcpadapt.core import MCPAdapt, ToolAdapter

    class Name(ToolAdapter):
        def adapt(self, function, tool):
            return tool.name

        def async_adapt(self, function, tool):
            return tool.name

    with MCPAdapt(StdioServerParameters(**COMMAND), Name()) as names:
        return names


def haystack():
    from haystack_integrations.tools.mcp import MCPToolset, StdioServerInfo

    tools = MCPToolset(server_info=StdioServerInfo(**COMMAND))
    tools.warm_up()
    return [tool.name for tool in tools]


way = globals()[sys.argv[1]]
print(f"{sys.argv[1]}: {' '.join(asyncio.run(way()) if asyncio.iscoroutinefunction(way) else way())}", flush=True)
END_OF_PYTHON
cat > see.mjs <<'END_OF_SCRIPT'
import { createMCPClient } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport as Transport } from '@ai-sdk/mcp/mcp-stdio';

const client = await createMCPClient({ transport: new Transport({ command: 'python3.11', args: ['server.py'] }) });
console.log('ai-sdk:', Object.keys(await client.tools()).join(' '));
await client.close();
END_OF_SCRIPT
python3.11 -m venv one
one/bin/pip install --quiet --disable-pip-version-check mcp==1.30.0 \
  langchain-mcp-adapters==0.3.2 openai-agents==0.24.0 llama-index-tools-mcp==0.4.8 mcp-use==1.7.1
python3.11 -m venv two
two/bin/pip install --quiet --quiet --disable-pip-version-check mcp==1.30.0 mcpadapt==0.1.19 mcp-haystack==2.1.1
npm install --silent --no-audit --no-fund --ignore-scripts @ai-sdk/mcp@1.0.102 > npm.log 2>&1
{
  for way in llama use langchain openai; do one/bin/python see.py "$way"; done
  for way in adapt haystack; do two/bin/python see.py "$way"; done
  node see.mjs
} 2> errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
llama: tool1
use: tool1
langchain: tool1 tool2 tool3
openai: tool1 tool2 tool3
adapt: tool1
haystack: tool1
ai-sdk: tool1 tool2 tool3
END_OF_TEXT
