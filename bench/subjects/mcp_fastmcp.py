"""The MCP server that FastMCP makes of an OpenAPI document: `mcp_fastmcp.py http|stdio`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import httpx2
from fastmcp import FastMCP

from .serving import BASE_URI, HEADERS, run

client = httpx2.AsyncClient(base_url=BASE_URI, headers=HEADERS, timeout=60)
document = json.loads(Path(os.environ["BENCH_DOCUMENT"]).read_text("utf-8"))
server = FastMCP.from_openapi(document, client=client, name="quay")

if __name__ == "__main__":
    if sys.argv[1] == "stdio":
        server.run(transport="stdio", show_banner=False)
    else:
        run(server.http_app(stateless_http=True, json_response=True))
