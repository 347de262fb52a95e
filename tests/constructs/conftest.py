"""Packages made of the capabilities beside this file, as processes, before an upstream that obeys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal

from tests.orchestration.conftest import Package, packaged
from tests.support.tools import portal

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def loop() -> Iterator[BlockingPortal]:
    with portal() as opened:
        yield opened


@pytest.fixture(scope="module", params=["pyreqwest", "httpx2"])
def press(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, loop: BlockingPortal
) -> Iterator[Package]:
    """`inputs.yaml`, on both transports."""
    folder = tmp_path_factory.mktemp("press")
    variables = {"PRESS_BASE_URI": "{url}", "PRESS_TRANSPORT": request.param}
    with packaged(HERE / "inputs.yaml", folder, loop, **variables) as package:
        yield package


@pytest.fixture(scope="module", params=["pyreqwest", "httpx2"])
def archive(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, loop: BlockingPortal
) -> Iterator[Package]:
    """`odd_names.yaml`, on both transports."""
    folder = tmp_path_factory.mktemp("archive")
    variables = {"ARCHIVE_BASE_URI": "{url}", "ARCHIVE_TRANSPORT": request.param}
    with packaged(HERE / "odd_names.yaml", folder, loop, **variables) as package:
        yield package
