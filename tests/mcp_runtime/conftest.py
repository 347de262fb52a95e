"""The sample served over a real socket, and clients of both eras."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn

from templates.runtime.mcp.http import McpHttp
from templates.runtime.mcp.settings import McpSettings

from .sample import APP, Answers


@contextlib.contextmanager
def served(app: Any) -> Iterator[str]:
    """An ASGI app on a free port of loopback; gives its base URL."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="warning", lifespan="on", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


def sample_app(settings: McpSettings | None = None) -> tuple[McpHttp, Answers]:
    """The sample as an ASGI app, and its upstream."""
    settings = settings or McpSettings(max_result_bytes=2000, max_response_bytes=50_000)
    answers = Answers()
    app = McpHttp(
        APP.toolbox(settings),
        answers,
        APP.guard(settings),
        settings,
    )
    return app, answers


@pytest.fixture(scope="session")
def sample_url() -> Iterator[str]:
    """The sample's endpoint."""
    app, _ = sample_app()
    with served(app) as base:
        yield base + "/mcp"


@pytest.fixture
def served_sample() -> Callable[..., contextlib.AbstractContextManager[str]]:
    """Serve the sample with settings of one's own."""

    @contextlib.contextmanager
    def serve(settings: McpSettings) -> Iterator[str]:
        app, _ = sample_app(settings)
        with served(app) as base:
            yield base + "/mcp"

    return serve
