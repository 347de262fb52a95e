"""The SDK behind the fast path: loaded when a request needs it, for it takes time and memory."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final

from ..calls.upstream import Send as SendRequest
from .call import Toolbox

if TYPE_CHECKING:
    from ..server.asgi import Receive, Scope, Send

_log: Final = logging.getLogger(__name__)


class SdkHttp:
    """The SDK's HTTP transport, started on its first request (with or without a lifespan)."""

    def __init__(self, toolbox: Toolbox, upstream: SendRequest, max_body: int) -> None:
        self._toolbox = toolbox
        self._upstream = upstream
        self._max_body = max_body
        self._running: _Running | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        loop = asyncio.get_running_loop()
        if self._running is None or self._running.loop is not loop:
            self._running = _Running(loop, self._manager)
        manager = await asyncio.shield(self._running.ready)
        await manager.handle_request(scope, receive, send)

    async def _manager(self) -> Any:
        sdk = await asyncio.to_thread(load)
        server = sdk.build_server(self._toolbox, self._upstream)
        return sdk.http_manager(server, self._max_body)

    async def aclose(self) -> None:
        """End the SDK's tasks."""
        if self._running is not None:
            await self._running.aclose()
            self._running = None


class _Running:
    """A session manager in a task of its own: its task group must be left where it was entered."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, build: Callable[[], Awaitable[Any]]
    ) -> None:
        self.loop = loop
        self.ready: asyncio.Future[Any] = loop.create_future()
        self._ended = asyncio.Event()
        self._task = loop.create_task(self._run(build))

    async def _run(self, build: Callable[[], Awaitable[Any]]) -> None:
        try:
            manager = await build()
            async with manager.run():
                self.ready.set_result(manager)
                await self._ended.wait()
        except Exception as error:  # noqa: BLE001 - whoever waits gets it
            _log.exception("the MCP SDK could not be started")
            if not self.ready.done():
                self.ready.set_exception(error)

    async def aclose(self) -> None:
        """End the manager, from any task."""
        self._ended.set()
        await asyncio.wait([self._task])


def load() -> Any:
    """The module that imports the SDK."""
    from . import sdk

    return sdk
