"""The golden case of resources and prompts as a package that runs, and an upstream that obeys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal

from tests.corpus.generating import generate
from tests.support.processes import environment, serve
from tests.support.tools import ToolCaller, http_session, portal, stdio_session
from tests.support.upstreams import Upstream

GOLDEN = Path(__file__).parents[1] / "golden" / "offers"
PACKAGE = "desk_of_quay"
WAYS = ("http legacy", "http 2026-07-28", "stdio legacy", "stdio 2026-07-28")


@dataclass
class Desk:
    """A session with the package, and the API behind it."""

    tools: ToolCaller
    upstream: Upstream

    def ask(self, method: str, **arguments: Any) -> Any:
        """A method of the official client."""

        async def asked() -> Any:
            return await getattr(self.tools.client, method)(**arguments)

        return self.tools._portal.call(asked)


@pytest.fixture(scope="session")
def loop() -> Iterator[BlockingPortal]:
    with portal() as opened:
        yield opened


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the package is."""
    folder = tmp_path_factory.mktemp("offers")
    source = folder / "source"
    shutil.copytree(GOLDEN, source, ignore=shutil.ignore_patterns("expected", "findings.txt"))
    made = generate(source / "capability.yaml", folder, PACKAGE)
    assert made.written, (made.messages, made.crash)
    shutil.rmtree(source)  # The package has all of it.
    return folder


@contextmanager
def session(way: str, folder: Path, loop: BlockingPortal) -> Iterator[Desk]:
    """A client of one era over one transport."""
    transport, mode = way.split()
    with Upstream() as upstream:
        environ = environment(QUAY_BASE_URI=upstream.url, PYTHONPATH=str(folder))
        if transport == "stdio":
            with stdio_session(loop, environ, package=PACKAGE, folder=folder, mode=mode) as tools:
                yield Desk(tools, upstream)
        else:
            with (
                serve("mcp", environ, package=PACKAGE, folder=folder) as served,
                http_session(loop, f"{served.url}/mcp", mode) as tools,
            ):
                yield Desk(tools, upstream)


@pytest.fixture(scope="session", params=WAYS)
def desk(request: pytest.FixtureRequest, folder: Path, loop: BlockingPortal) -> Iterator[Desk]:
    with session(request.param, folder, loop) as opened:
        yield opened
