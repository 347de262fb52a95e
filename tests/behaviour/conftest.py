"""One fake Quay, one REST server and one MCP server for the whole run; a fresh world for each test."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal

from tests.fake_quay import WIDE, FakeQuay
from tests.support import tools
from tests.support.processes import Served, environment, serve

from .surfaces import (
    AsyncClientSurface,
    ClientSurface,
    RestSurface,
    Surface,
    ToolSurface,
    client_options,
)


@pytest.fixture(scope="session")
def running_quay() -> Iterator[FakeQuay]:
    with FakeQuay() as quay:
        yield quay


@pytest.fixture
def quay(running_quay: FakeQuay) -> FakeQuay:
    """The fake Quay with a fresh world and no record."""
    running_quay.reset()
    return running_quay


@pytest.fixture(scope="session")
def environ(running_quay: FakeQuay) -> dict[str, str]:
    """What a process needs to reach the fake Quay."""
    return environment(QUAY_BASE_URI=running_quay.base_uri, QUAY_TOKEN=WIDE)


@pytest.fixture(scope="session")
def rest(environ: dict[str, str]) -> Iterator[Served]:
    """The REST adapter as a process."""
    with serve("rest", environ) as served:
        yield served


@pytest.fixture(scope="session")
def mcp_server(environ: dict[str, str]) -> Iterator[Served]:
    """The MCP adapter as a process, over HTTP."""
    with serve("mcp", environ) as served:
        yield served


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    with tools.portal() as opened:
        yield opened


@pytest.fixture(scope="session")
def legacy(portal: BlockingPortal, mcp_server: Served) -> Iterator[tools.ToolCaller]:
    """A session of the protocol with a handshake."""
    with tools.http_session(portal, mcp_server.url + "/mcp", "legacy") as session:
        yield session


@pytest.fixture(scope="session")
def modern(portal: BlockingPortal, mcp_server: Served) -> Iterator[tools.ToolCaller]:
    """A session of the protocol without one."""
    with tools.http_session(portal, mcp_server.url + "/mcp", "2026-07-28") as session:
        yield session


@pytest.fixture(scope="session")
def stdio(portal: BlockingPortal, environ: dict[str, str]) -> Iterator[tools.ToolCaller]:
    """A session over standard input and output."""
    with tools.stdio_session(portal, environ) as session:
        yield session


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.Runner]:
    """The event loop of the asynchronous clients."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="session")
def clients(running_quay: FakeQuay, loop: asyncio.Runner) -> Iterator[dict[str, Surface]]:
    """`QuayClient` and `AsyncQuayClient` on both transports; none retries or follows redirects."""
    quay = importlib.import_module("generated.quay")
    httpx2 = importlib.import_module("generated.quay._runtime.transport.httpx2")
    given: dict[str, Any] = {
        "base_uri": running_quay.base_uri,
        "token": WIDE,
        "timeout": 10,
        "options": client_options(),
    }
    transport, async_transport = httpx2.Httpx2Transport(), httpx2.AsyncHttpx2Transport()
    with quay.QuayClient(**given) as fast, quay.QuayClient(**given, transport=transport) as other:
        async_fast = quay.AsyncQuayClient(**given)
        async_other = quay.AsyncQuayClient(**given, transport=async_transport)
        yield {
            "client": ClientSurface(fast),
            "async": AsyncClientSurface(loop, async_fast),
            "client-httpx2": ClientSurface(other),
            "async-httpx2": AsyncClientSurface(loop, async_other),
        }
        loop.run(async_fast.aclose())
        loop.run(async_transport.aclose())
    transport.close()


@pytest.fixture(scope="session")
def surfaces(
    clients: dict[str, Surface],
    rest: Served,
    legacy: tools.ToolCaller,
    modern: tools.ToolCaller,
    stdio: tools.ToolCaller,
) -> dict[str, Surface]:
    """Every way to make a call."""
    return {
        **clients,
        "rest": RestSurface(rest.url),
        "mcp-legacy": ToolSurface(legacy),
        "mcp-modern": ToolSurface(modern),
        "mcp-stdio": ToolSurface(stdio),
    }
