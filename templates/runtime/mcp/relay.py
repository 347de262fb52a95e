"""Messages on their way to the SDK and back, over stdio: what the fast path leaves to it.

The SDK is loaded and started with the first of them. It then has to know how the client opened the
connection, which it has not seen: so the opening is put to it first, and its answer kept back.
"""

from __future__ import annotations

import asyncio
import collections
import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

from ..calls.upstream import Send
from .call import Toolbox
from .lines import LineWriter
from .refused import NO_MESSAGE, failed

Message = dict[str, Any]

_log: Final = logging.getLogger(__name__)
_WAITING: Final = 64
"""Messages that wait for the SDK before no more are read."""


class Relay:
    """One connection of the SDK's server."""

    def __init__(
        self, toolbox: Toolbox, send: Send, writer: LineWriter, opening: Sequence[Message]
    ) -> None:
        self._toolbox = toolbox
        self._send = send
        self._writer = writer
        self._opening = tuple(opening)
        self._kept_back = {message["id"] for message in opening if "id" in message}
        self._opened = asyncio.Event()
        self._messages: asyncio.Queue[Message | None] = asyncio.Queue(_WAITING)
        self._owed: collections.Counter[int | str] = collections.Counter()
        self._settled = asyncio.Event()
        self._settled.set()
        self._failed = False
        self._task = asyncio.create_task(self._run())

    async def put(self, message: Message) -> None:
        """Hand a message on; waits where many wait already."""
        if "method" in message and "id" in message:
            self._owed[message["id"]] += 1
            self._settled.clear()
        await self._messages.put(message)
        self._answer_failures()

    def forget(self, request_id: int | str) -> None:
        """A request that was cancelled may never be answered: nobody waits for it."""
        if request_id in self._owed:
            self._owed[request_id] -= 1
            if self._owed[request_id] <= 0:
                del self._owed[request_id]
        if not self._owed:
            self._settled.set()

    async def settled(self) -> None:
        """Wait until all that was asked is answered."""
        await self._settled.wait()

    async def aclose(self) -> None:
        """End the SDK's server; what it still works on is dropped."""
        if self._owed:
            self._task.cancel()
        else:
            await self._messages.put(None)
        await asyncio.wait([self._task])

    async def _run(self) -> None:
        try:
            sdk, stream = await asyncio.to_thread(_load)
            server = sdk.build_server(self._toolbox, self._send)
            await stream.serve(server, self._incoming(), self._answer, self._refuse)
        except Exception:  # noqa: BLE001 - whoever waits is answered
            _log.exception("the MCP SDK has failed")
            self._failed = True
            self._answer_failures()

    async def _incoming(self) -> AsyncIterator[Message]:
        for opening in self._opening:
            yield opening
        if self._kept_back:
            await self._opened.wait()
        while (message := await self._messages.get()) is not None:
            yield message

    def _answer(self, written: str, request_id: int | str | None, answers: bool) -> None:
        if answers and request_id in self._kept_back:
            self._kept_back.discard(request_id)
            self._opened.set()
            return
        self._writer.write(written.encode())
        if answers and request_id is not None:
            self.forget(request_id)

    def _refuse(self, message: Message) -> None:
        self._writer.write(NO_MESSAGE)
        request_id = message.get("id")
        if isinstance(request_id, (int, str)):
            self.forget(request_id)

    def _answer_failures(self) -> None:
        if not self._failed:
            return
        for request_id in tuple(self._owed.elements()):
            self._writer.write(failed(request_id))
            self.forget(request_id)
        while not self._messages.empty():
            self._messages.get_nowait()


def _load() -> tuple[Any, Any]:
    """The modules that import the SDK."""
    from . import sdk, sdk_stream

    return sdk, sdk_stream
