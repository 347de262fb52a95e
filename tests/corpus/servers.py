"""An event loop in a thread, and ASGI apps served on it over real sockets."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

import uvicorn

T = TypeVar("T")


class Loop:
    """An event loop that runs in its own thread until it is closed."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T], timeout: float = 30) -> T:
        """The result of a coroutine that runs on the loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout)

    def close(self) -> None:
        self.run(_cancel_others())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)
        self.loop.close()


async def _cancel_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


class Served:
    """One ASGI app behind uvicorn on a free port of the loopback."""

    def __init__(self, loop: Loop, app: Any) -> None:
        self._loop = loop
        # With its protocol named, asyncio switches Nagle's algorithm off.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            app,
            lifespan="on",
            access_log=False,
            log_config=None,
            ws="none",
            loop="none",
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)
        self._task = asyncio.run_coroutine_threadsafe(
            self._server.serve(sockets=[self._socket]), loop.loop
        )
        loop.run(self._started())

    async def _started(self) -> None:
        while not self._server.started:
            if self._task.done():
                raise RuntimeError(f"the server did not start: {self._task.exception()!r}")
            await asyncio.sleep(0.005)

    def close(self) -> None:
        self._server.should_exit = True
        self._task.result(10)
        self._socket.close()
