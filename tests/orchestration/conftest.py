"""A package made of the golden case, its two adapters as processes, and an upstream that obeys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal

from tests.corpus.generating import generate
from tests.support.processes import environment, serve
from tests.support.raw_http import Reply, fetch
from tests.support.tools import ToolCaller, http_session, portal, text_of
from tests.support.upstreams import Told, Upstream

GOLDEN = Path(__file__).parents[1] / "golden"
TRANSPORTS = ("pyreqwest", "httpx2")


@dataclass
class Package:
    """A generated package that runs, and the API behind it."""

    upstream: Upstream
    rest: str
    tools: ToolCaller
    folder: Path
    in_order: bool = False

    def tell(self, answers: Mapping[str, Told]) -> None:
        self.upstream.tell(answers)

    def get(self, target: str, method: str = "GET", body: bytes | None = None) -> Reply:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        return fetch(self.rest, method, target, headers=headers, body=body)

    def call(self, tool: str, arguments: Mapping[str, Any] | None = None) -> tuple[bool, str]:
        """Whether it failed, and the text."""
        result = self.tools.call(tool, arguments)
        return bool(result.is_error), text_of(result)


@pytest.fixture(scope="session")
def loop() -> Iterator[BlockingPortal]:
    with portal() as opened:
        yield opened


@contextmanager
def packaged(
    source: Path,
    folder: Path,
    loop: BlockingPortal,
    mode: str = "2026-07-28",
    keep_going: bool = False,
    **variables: str,
) -> Iterator[Package]:
    """The package of a capability whose APIs are all this upstream."""
    made = generate(source, folder, "made", keep_going=keep_going)
    assert made.written, (made.messages, made.crash)
    with Upstream() as upstream:
        environ = environment(**{k: v.format(url=upstream.url) for k, v in variables.items()})
        with (
            serve("rest", environ, package="made", folder=folder) as rest,
            serve("mcp", environ, package="made", folder=folder) as mcp,
            http_session(loop, f"{mcp.url}/mcp", mode) as tools,
        ):
            in_order = any(name.endswith("_PARALLEL") for name in variables)
            yield Package(upstream, rest.url, tools, folder, in_order)


@pytest.fixture(scope="session")
def lights(tmp_path_factory: pytest.TempPathFactory, loop: BlockingPortal) -> Iterator[Package]:
    """The golden case of flows."""
    folder = tmp_path_factory.mktemp("lights")
    shutil.copy(GOLDEN / "flows" / "capability.yaml", folder / "capability.yaml")
    source = folder / "capability.yaml"
    with packaged(source, folder, loop, COAST_BASE_URI="{url}") as package:
        yield package


@pytest.fixture(scope="session", params=["parallel", "in-order"])
def harbour(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    loop: BlockingPortal,
) -> Iterator[Package]:
    """The golden case of orchestration; its steps side by side, and one by one."""
    folder = tmp_path_factory.mktemp("harbour")
    shutil.copy(GOLDEN / "orchestration" / "capability.yaml", folder / "capability.yaml")
    in_order = {} if request.param == "parallel" else {"HARBOUR_PARALLEL": "false"}
    mode = "2026-07-28" if request.param == "parallel" else "legacy"
    with packaged(
        folder / "capability.yaml", folder, loop, mode, HARBOUR_BASE_URI="{url}", **in_order
    ) as package:
        yield package
