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
def client(running_quay: FakeQuay) -> Iterator[Any]:
    """A `QuayClient` that neither retries nor follows redirects."""
    quay = importlib.import_module("generated.quay")
    options = client_options()
    with quay.QuayClient(
        base_uri=running_quay.base_uri, token=WIDE, timeout=10, options=options
    ) as made:
        yield made


@pytest.fixture(scope="session")
def async_client(running_quay: FakeQuay) -> Iterator[AsyncClientSurface]:
    """The same, asynchronous, with the event loop that it lives on."""
    quay = importlib.import_module("generated.quay")
    with asyncio.Runner() as runner:
        made = quay.AsyncQuayClient(
            base_uri=running_quay.base_uri, token=WIDE, timeout=10, options=client_options()
        )
        yield AsyncClientSurface(runner, made)
        runner.run(made.aclose())


@pytest.fixture(scope="session")
def surfaces(
    client: Any,
    async_client: AsyncClientSurface,
    rest: Served,
    legacy: tools.ToolCaller,
    modern: tools.ToolCaller,
    stdio: tools.ToolCaller,
) -> dict[str, Surface]:
    """Every way to make a call."""
    return {
        "client": ClientSurface(client),
        "async": async_client,
        "rest": RestSurface(rest.url),
        "mcp-legacy": ToolSurface(legacy),
        "mcp-modern": ToolSurface(modern),
        "mcp-stdio": ToolSurface(stdio),
    }
