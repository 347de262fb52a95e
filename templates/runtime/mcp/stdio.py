"""MCP over standard input and output: one JSON message a line (MCP 2025-11-25, "stdio").

The SDK's own stdio transport reads in a thread that cannot be interrupted, and drops what is in flight
at the end of input. Here the end of input, SIGINT and SIGTERM all mean: take nothing more, finish what
was asked, leave. The messages themselves are the SDK's.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import logging
import os
import signal
from collections.abc import Generator
from typing import Any, Final

import anyio
import mcp_types as types
import pydantic_core
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.server.lowlevel.server import Server
from mcp.shared.message import SessionMessage

from .lines import LineReader, LineWriter

_log: Final = logging.getLogger(__name__)
GRACE: Final = 10.0
"""Seconds that requests in flight get at the end."""


async def serve(
    server: Server[Any], *, longest: int, descriptors: tuple[int, int] = (0, 1)
) -> None:
    """Serve one client until it closes its end or a signal asks to stop.

    `longest` bounds a line, in bytes. While serving, the standard descriptors point elsewhere: what a
    library prints goes to standard error and never between two messages.
    """
    with _claimed(descriptors[0], "in") as source, _claimed(descriptors[1], "out") as sink:
        reader = LineReader(source, longest)
        writer = LineWriter(sink, on_broken=reader.stop)
        with _signals(reader):
            await _Session(reader, writer).run(server)
        await writer.flush(GRACE)


class _Session:
    """Lines to messages and back, and the count of what is still owed an answer."""

    def __init__(self, reader: LineReader, writer: LineWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._owed: collections.Counter[types.RequestId] = collections.Counter()
        self._settled = asyncio.Event()

    async def run(self, server: Server[Any]) -> None:
        to_server, incoming = anyio.create_memory_object_stream[SessionMessage | Exception](0)
        outgoing, from_server = anyio.create_memory_object_stream[SessionMessage](0)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._pump_out, from_server)
            tasks.start_soon(self._pump_in, to_server)
            await server.run(incoming, outgoing, server.create_initialization_options())

    async def _pump_in(self, to_server: MemoryObjectSendStream[SessionMessage | Exception]) -> None:
        async with to_server:
            async for line in self._reader:
                message = self._read(line)
                if message is None:
                    continue
                if isinstance(message, types.JSONRPCRequest):
                    self._owe(message.id)
                elif isinstance(message, types.JSONRPCNotification):
                    self._forget_cancelled(message)
                await to_server.send(SessionMessage(message))
            # The SDK drops what is in flight when its input closes, so it closes last.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._all_settled(), GRACE)

    async def _pump_out(self, from_server: MemoryObjectReceiveStream[SessionMessage]) -> None:
        async with from_server:
            async for item in from_server:
                message = item.message
                self._writer.write(message.model_dump_json(by_alias=True, exclude_unset=True))
                if isinstance(message, (types.JSONRPCResponse, types.JSONRPCError)):
                    self._settle(message.id)

    def _read(self, line: bytes | None) -> types.JSONRPCMessage | None:
        """The message in a line; None when the line was answered here (it holds none)."""
        if line is None:
            self._refuse(
                types.INVALID_REQUEST, f"A message is at most {self._reader.longest} bytes"
            )
            return None
        if not line.strip():
            return None
        try:
            data = pydantic_core.from_json(line)
        except ValueError:
            self._refuse(types.PARSE_ERROR, "Parse error")
            return None
        try:
            message = types.jsonrpc_message_adapter.validate_python(data, by_name=False)
        except pydantic_core.ValidationError:
            message = None
        if message is None or (isinstance(message, types.JSONRPCNotification) and "id" in data):
            # With an `id` it is no notification (JSON-RPC 2.0, 4.1): somebody waits for an answer.
            self._refuse(types.INVALID_REQUEST, "Not a JSON-RPC message")
            return None
        return message

    def _refuse(self, code: int, message: str) -> None:
        error = types.ErrorData(code=code, message=message)
        refusal = types.JSONRPCError(jsonrpc="2.0", id=None, error=error)
        self._writer.write(refusal.model_dump_json(by_alias=True, exclude_unset=True))

    def _owe(self, request_id: types.RequestId) -> None:
        self._owed[request_id] += 1
        self._settled.clear()

    def _settle(self, request_id: types.RequestId | None) -> None:
        if request_id is None or request_id not in self._owed:
            return
        self._owed[request_id] -= 1
        if self._owed[request_id] <= 0:
            del self._owed[request_id]
        if not self._owed:
            self._settled.set()

    def _forget_cancelled(self, message: types.JSONRPCNotification) -> None:
        """A cancelled request may never be answered; nobody waits for it."""
        if message.method == "notifications/cancelled":
            request_id = (message.params or {}).get("requestId")
            if isinstance(request_id, (int, str)):
                self._settle(request_id)

    async def _all_settled(self) -> None:
        if self._owed:
            await self._settled.wait()


@contextlib.contextmanager
def _claimed(descriptor: int, direction: str) -> Generator[int]:
    """A private duplicate of a standard descriptor, which meanwhile points somewhere harmless."""
    private = os.dup(descriptor)
    harmless = os.open(os.devnull, os.O_RDONLY) if direction == "in" else os.dup(2)
    os.dup2(harmless, descriptor)
    os.close(harmless)
    try:
        yield private
    finally:
        # `private` stays open: the reading thread may still wait on it.
        os.dup2(private, descriptor)


@contextlib.contextmanager
def _signals(reader: LineReader) -> Generator[None]:
    """The first SIGINT or SIGTERM ends the input; a second one does what it always does."""
    loop = asyncio.get_running_loop()
    caught: list[signal.Signals] = []

    def stop() -> None:
        reader.stop()
        for number in caught:
            loop.remove_signal_handler(number)
        caught.clear()

    for number in (signal.SIGINT, signal.SIGTERM):
        # Not on Windows, and not outside the main thread.
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(number, stop)
            caught.append(number)
    try:
        yield
    finally:
        for number in tuple(caught):
            loop.remove_signal_handler(number)
