"""The official MCP client, usable from ordinary tests: one event loop in a thread for all sessions."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import CallToolResult, Tool

from .processes import ROOT


class ToolCaller:
    """An MCP session."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self._portal = portal
        self.client = client

    def call(self, tool: str, arguments: Mapping[str, Any] | None = None) -> CallToolResult:
        """`tools/call`; protocol errors are raised as `McpError`."""

        async def called() -> CallToolResult:
            return await self.client.call_tool(tool, dict(arguments or {}))

        return self._portal.call(called)

    def tools(self) -> list[Tool]:
        """`tools/list`, all of it."""

        async def listed() -> list[Tool]:
            return (await self.client.list_tools()).tools

        return self._portal.call(listed)


@contextlib.contextmanager
def portal() -> Iterator[BlockingPortal]:
    """The event loop that sessions live on."""
    with start_blocking_portal() as opened:
        yield opened


@contextlib.contextmanager
def http_session(portal: BlockingPortal, url: str, mode: str) -> Iterator[ToolCaller]:
    """A session over Streamable HTTP; `mode` is `legacy` or a version of the modern protocol."""
    with portal.wrap_async_context_manager(Client(url, mode=mode)) as client:
        yield ToolCaller(portal, client)


@contextlib.contextmanager
def stdio_session(
    portal: BlockingPortal,
    environ: Mapping[str, str],
    *arguments: str,
    package: str = "generated.quay",
    folder: Path = ROOT,
    mode: str = "legacy",
) -> Iterator[ToolCaller]:
    """A session with `python -m PACKAGE mcp --transport stdio`."""
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", package, "mcp", "--transport", "stdio", *arguments],
        env=dict(environ),
        cwd=folder,
    )
    with open(os.devnull, "w") as nowhere:
        client = Client(stdio_client(parameters, errlog=nowhere), mode=mode)
        with portal.wrap_async_context_manager(client) as entered:
            yield ToolCaller(portal, entered)


def text_of(result: CallToolResult) -> str:
    """The text of a result."""
    return "".join(block.text for block in result.content if block.type == "text")
