"""The sample adapter over real sockets: our server in a thread, an upstream of our own behind it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import pytest

from templates.runtime.rest.app import RestApp
from templates.runtime.rest.application import RestApplication
from templates.runtime.rest.settings import RestAdapter, RestSettings
from templates.runtime.server.running import config
from templates.runtime.server.serving import BoundedServer
from templates.runtime.settings import ApiSettings
from templates.runtime.transport.base import AsyncTransport
from templates.runtime.wire_request import Timeout

from . import sample
from .upstream import Upstream, upstream

SECRET = "sesame-open-4711"


@dataclass
class Running:
    """An adapter that is being served."""

    url: str
    app: RestApplication
    server: BoundedServer


def make_app(
    up: Upstream,
    app: RestApp = sample.APP,
    timeout: float = 5.0,
    transport: AsyncTransport | None = None,
    **settings: Any,
) -> RestApplication:
    """The adapter in front of an upstream."""
    environ = {"SHOP_TOKEN": SECRET} | settings.pop("environ", {})
    api = ApiSettings(
        api=sample.API,
        base_uri=f"{up.url}/base",
        timeout=Timeout(timeout, timeout, timeout),
        max_response_bytes=settings.pop("max_response_bytes", 64 * 1024 * 1024),
        environ=environ,
    )
    read = RestSettings.from_environment(app.declaration, environ)
    return app.create_app(read.replace(**settings), (api,), transport)


@contextlib.contextmanager
def serving(app: RestApplication, **more: Any) -> Iterator[Running]:
    """Serve an app in a thread."""
    listener = socket.create_server(("127.0.0.1", 0))
    header_timeout = app.settings.header_timeout
    head = app.settings.max_header_bytes + app.settings.max_url_bytes
    server = BoundedServer(
        config(app, head, timeout_graceful_shutdown=2, **more),
        header_timeout,
    )
    thread = threading.Thread(
        target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True
    )
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.005)
    try:
        yield Running(f"http://127.0.0.1:{listener.getsockname()[1]}", app, server)
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@pytest.fixture(scope="session")
def running_upstream() -> Iterator[Upstream]:
    with upstream() as running:
        yield running


@pytest.fixture
def up(running_upstream: Upstream) -> Upstream:
    """The upstream, with nothing received and nothing arranged."""
    running_upstream.reset()
    return running_upstream


@pytest.fixture(scope="session")
def running_shop(running_upstream: Upstream) -> Iterator[Running]:
    with serving(make_app(running_upstream)) as running:
        yield running


@pytest.fixture
def shop(running_shop: Running, up: Upstream) -> Running:
    """The sample with default settings."""
    return running_shop


@pytest.fixture
def shop_with(up: Upstream) -> Callable[..., AbstractContextManager[Running]]:
    """The sample with settings of one's own."""

    def make(app: RestApp = sample.APP, **settings: Any) -> AbstractContextManager[Running]:
        return serving(make_app(up, app, **settings))

    return make


def protected(authentication: Any) -> RestApp:
    """The sample with an authentication of its callers."""
    declaration = RestAdapter("shop-rest", "SHOP_REST", 0, None, authentication)
    return RestApp(
        module=__name__,
        declaration=declaration,
        routes=sample.ROUTES,
        apis=(sample.API,),
        **sample.KINDS,
    )
