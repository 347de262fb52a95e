"""Streamable HTTP as an ASGI app: checks, then the fast path, then the SDK.

The SDK is loaded in a thread once the server listens, so that neither start nor the first handshake
waits for it longer than it must.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final, Protocol, TypeAlias

from .mcp_call import Send as SendRequest
from .mcp_call import Toolbox
from .mcp_fast import FastPath
from .problem import Refusal

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

_log: Final = logging.getLogger(__name__)


class Guard(Protocol):
    """Who may speak to the server at all: Host, Origin, credentials."""

    def __call__(self, scope: Scope) -> Refusal | None: ...


class Upstream(Protocol):
    """Where the tools' requests go."""

    async def __call__(self, request: Any) -> Any: ...
    async def aclose(self) -> None: ...


class McpHttp:
    """An ASGI app that serves MCP at `path`, stateless, with JSON answers."""

    def __init__(
        self,
        toolbox: Toolbox,
        upstream: Upstream,
        guard: Guard,
        *,
        path: str = "/mcp",
        max_body: int = 4 * 1024 * 1024,
    ) -> None:
        self.toolbox = toolbox
        self.fast = FastPath(toolbox)
        self._upstream = upstream
        self._guard = guard
        self._paths = (path, path + "/")
        self._max_body = max_body
        self._sdk = SdkHttp(toolbox, upstream, max_body)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                await self._serve(scope, receive, send)
            except Refusal as refusal:
                await _refuse(refusal, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _own_path(scope) not in self._paths:
            raise Refusal(404, f"MCP is served at {self._paths[0]}.")
        refusal = self._guard(scope)
        if refusal is not None:
            raise refusal
        if scope["method"] != "POST":
            # No stream to listen to and no session to end: this server keeps no state.
            raise Refusal(405, "Only POST is served here.", headers=((b"allow", b"POST"),))
        message = await receive()
        if message["type"] != "http.request":
            return
        body: bytes = message.get("body", b"")
        if len(body) > self._max_body:
            raise Refusal(413, f"The request is larger than {self._max_body} bytes.")
        if not message.get("more_body", False) and await self._served_fast(scope, body, send):
            return
        scope = {
            **scope,
            "headers": [(name, value.strip(b" \t")) for name, value in scope["headers"]],
        }
        await self._sdk(scope, _replayed(message, receive), send)

    async def _served_fast(self, scope: Scope, body: bytes, send: Send) -> bool:
        understood = self.fast.understand(scope["headers"], body)
        if understood is None:
            return False
        if isinstance(understood, bytes):
            answer = understood
        else:
            result = await self.toolbox.call(understood.tool, understood.arguments, self._upstream)
            answer = self.fast.answer(understood, result)
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(answer)),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})
        return True

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        self._sdk.warm()
        await receive()
        await self.aclose()
        await send({"type": "lifespan.shutdown.complete"})

    async def aclose(self) -> None:
        """End what the app has started; for who serves it without a lifespan."""
        await self._sdk.aclose()
        await self._upstream.aclose()


class SdkHttp:
    """The SDK's HTTP transport, started on its first request (with or without a lifespan)."""

    def __init__(self, toolbox: Toolbox, upstream: SendRequest, max_body: int) -> None:
        self._toolbox = toolbox
        self._upstream = upstream
        self._max_body = max_body
        self._running: _Running | None = None
        self._warming: asyncio.Task[Any] | None = None

    def warm(self) -> None:
        """Load the SDK in the background."""
        self._warming = asyncio.create_task(asyncio.to_thread(_load))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        if self._running is None or self._running.loop is not loop:
            self._running = _Running(loop, self._manager)
        manager = await asyncio.shield(self._running.ready)
        await manager.handle_request(scope, receive, send)

    async def _manager(self) -> Any:
        sdk = await asyncio.to_thread(_load)
        server = sdk.build_server(self._toolbox, self._upstream)
        return sdk.http_manager(server, self._max_body)

    async def aclose(self) -> None:
        """End the SDK's tasks."""
        if self._warming is not None:
            await asyncio.wait([self._warming])
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
        except Exception as error:
            _log.exception("the MCP SDK could not be started")
            if not self.ready.done():
                self.ready.set_exception(error)

    async def aclose(self) -> None:
        self._ended.set()
        await asyncio.wait([self._task])


def _load() -> Any:
    return importlib.import_module(".mcp_sdk", __package__)


def _own_path(scope: Scope) -> str:
    """The path below where the app is mounted."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "")
    return path[len(root) :] if root and path.startswith(root) else path


def _replayed(first: Message, receive: Receive) -> Receive:
    """`receive`, with a message that was read already in front."""
    waiting = [first]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


async def _refuse(refusal: Refusal, send: Send) -> None:
    body = refusal.document("")
    head = refusal.head(len(body))
    await send({"type": "http.response.start", "status": refusal.status, "headers": head})
    await send({"type": "http.response.body", "body": body})
