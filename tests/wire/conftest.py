"""A package of our own at work, before an upstream that answers whatever a test tells it to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal

from tests.conformance_openapi.packages import write_package
from tests.runtime.server import Server, serving
from tests.support import tools as mcp
from tests.support.processes import ROOT, Served, environment, serve

SPEC = ROOT / "tests/wire/tenants-capability.yaml"


@pytest.fixture(scope="module")
def registry() -> Iterator[Server]:
    """The upstream, of a whole module: reset `rule`, `queue` and `seen` by `upstream`."""
    with serving() as server:
        yield server


@pytest.fixture
def upstream(registry: Server) -> Server:
    """The upstream, fresh for a test."""
    registry.seen.clear()
    registry.queue.clear()
    registry.rule = Server().rule
    return registry


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the package `own`."""
    folder: Path = tmp_path_factory.mktemp("tenants")
    write_package(SPEC, folder)
    return folder


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """The event loop that sessions live on."""
    with mcp.portal() as opened:
        yield opened


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """Variables besides the base URI; a module may have its own."""
    return {}


@pytest.fixture(scope="module")
def rest_app(registry: Server, package: Path, settings: dict[str, str]) -> Iterator[Served]:
    """The REST adapter."""
    variables = environment(REGISTRY_BASE_URI=registry.url, **settings)
    with serve("rest", variables, package="own", folder=package) as served:
        yield served


@pytest.fixture(scope="module", params=["legacy", "2026-07-28"])
def tools(
    request: pytest.FixtureRequest,
    registry: Server,
    package: Path,
    settings: dict[str, str],
    portal: BlockingPortal,
) -> Iterator[mcp.ToolCaller]:
    """A session of each era with the MCP server."""
    variables = environment(REGISTRY_BASE_URI=registry.url, **settings)
    with (
        serve("mcp", variables, package="own", folder=package) as served,
        mcp.http_session(portal, served.url + "/mcp", request.param) as session,
    ):
        yield session
