"""One server, and one client of each kind on each transport: every test here runs four times."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from .sample import Caller, callers
from .server import Server, serving

KINDS = [(kind, library) for library in ("fast", "httpx2") for kind in ("sync", "async")]


@pytest.fixture
def server() -> Iterator[Server]:
    """A server to talk to."""
    with serving() as running:
        yield running


@pytest.fixture
def other() -> Iterator[Server]:
    """A server of somebody else."""
    with serving() as running:
        yield running


@pytest.fixture(params=KINDS, ids=["-".join(kind) for kind in KINDS])
def connect(request: pytest.FixtureRequest) -> Iterator[Callable[..., Caller]]:
    """Makes clients: `connect(server.url)`."""
    yield from callers(*request.param)


@pytest.fixture
def shop(server: Server, connect: Callable[..., Caller]) -> Caller:
    """A client of the server."""
    return connect(server.url + "/api")
