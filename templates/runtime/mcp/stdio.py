"""MCP over standard input and output: one JSON message a line (MCP 2025-11-25, "stdio").

The fast path answers what it understands, from the first line on; the SDK, which takes half a second to
import, is loaded when something else comes. The end of input, SIGINT and SIGTERM all mean: take nothing
more, finish what was asked, leave.

A client that knows both eras asks `server/discover` first and shakes hands when no answer comes in its
time. It may have asked before this process ran, so the first questions of that kind decide nothing: an
`initialize` that follows them opens the connection.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import enum
import json
import os
import signal
from collections.abc import Generator
from typing import Any, Final

from ..calls.upstream import Send
from .call import Toolbox
from .fast import Call, FastPath
from .lines import LineReader, LineWriter
from .meta import is_modern
from .offering import Ask
from .reading import plain_message
from .refused import NO_MESSAGE, PARSE_ERROR, is_message, too_long
from .relay import Message, Relay

GRACE: Final = 10.0
"""Seconds that requests in flight get at the end."""
_AROUND: Final = b" \t\r"
"""What JSON allows around a value on one line (RFC 8259, 2): some clients end lines with CR LF."""
_PROBE: Final = "server/discover"
_CANCELLED: Final = "notifications/cancelled"
_INITIALIZED: Final = "notifications/initialized"
_OPENING_ID: Final = "opening"


class Era(enum.Enum):
    """How the client has opened the connection."""

    NOT_YET = "nothing came, or only questions about the era"
    HANDSHAKE = "with initialize"
    MODERN = "with a request of 2026-07-28"
    UNKNOWN = "with something that only the SDK can judge"


async def serve(
    toolbox: Toolbox,
    send: Send,
    *,
    longest: int,
    limit: int,
    descriptors: tuple[int, int] = (0, 1),
    session: type[Session] | None = None,
) -> None:
    """Serve one client until it closes its end or a signal asks to stop.

    `longest` bounds a line, in bytes, and `limit` the calls at once. While serving, the standard
    descriptors point elsewhere: what a library prints goes to standard error and never between two
    messages.

    Args:
        toolbox: the tools that are served.
        send: how units reach the APIs.
        longest: see above.
        limit: see above.
        descriptors: of the input and of the output.
        session: the class of what serves.
    """
    session = session or Session
    with _claimed(descriptors[0], "in") as source, _claimed(descriptors[1], "out") as sink:
        reader = LineReader(source, longest)
        writer = LineWriter(sink, on_broken=reader.stop)
        with _signals(reader):
            await session(toolbox, send, reader, writer, limit).run()
        await writer.flush(GRACE)


class Session:
    """One client: what opened the connection, and the calls in flight."""

    def __init__(
        self, toolbox: Toolbox, send: Send, reader: LineReader, writer: LineWriter, limit: int
    ) -> None:
        self._toolbox = toolbox
        self._send = send
        self._reader = reader
        self._writer = writer
        self._fast = FastPath(toolbox)
        self._most = limit
        self._is_first = True
        self._era = Era.NOT_YET
        self._opening: list[Message] = []
        """What the SDK has to see first, should it be needed."""
        self._relay: Relay | None = None
        self._relays: list[Relay] = []
        """That one, and those that answered questions before the connection was open."""
        self._calls: dict[asyncio.Task[None], int | str] = {}

    async def run(self) -> None:
        try:
            async for line in self._reader:
                await self._take(line)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._settled(), GRACE)
        finally:
            for call in tuple(self._calls):
                call.cancel()
            for relay in self._relays:
                await relay.aclose()

    async def _settled(self) -> None:
        if self._calls:
            await asyncio.wait(tuple(self._calls))
        for relay in self._relays:
            await relay.settled()

    async def _take(self, line: bytes | None) -> None:
        if line is None:
            self._writer.write(too_long(self._reader.longest))
            return
        line = line.strip(_AROUND)
        if self._is_first:
            # Some runtimes write a byte order mark first (RFC 8259, 8.1: it may be ignored).
            self._is_first = False
            line = line.removeprefix(codecs.BOM_UTF8)
        if not line:
            return
        message = plain_message(line)
        understood = None if message is None else self._understood(message)
        if understood is None:
            await self._read(line)
        elif not isinstance(understood, bytes):
            await self._begin(understood)
        elif understood:
            self._writer.write(understood)

    def _understood(self, message: Message) -> Call | Ask | bytes | None:
        """As of `FastPath`, if the connection is open for a message of its era."""
        modern, method = is_modern(message), message["method"]
        shakes = method == "initialize"
        fits = {
            Era.NOT_YET: shakes or modern,
            Era.HANDSHAKE: not modern and not shakes,
            Era.MODERN: modern and not shakes,
            Era.UNKNOWN: False,
        }[self._era]
        if not fits or "id" not in message:
            return None
        understood = self._fast.understood(message, modern)
        if understood is not None and self._era is Era.NOT_YET and method != _PROBE:
            self._open(message, Era.MODERN if modern else Era.HANDSHAKE)
        return understood

    def _open(self, message: Message, era: Era) -> None:
        """The connection is open: what only asked about the era decides nothing any more."""
        self._era = era
        self._relay = None
        if era is Era.HANDSHAKE:
            self._opening = [message]
        elif era is Era.MODERN:
            # A call must not run twice, and a question opens the connection as well.
            meta = message["params"]["_meta"]
            probe = {
                "jsonrpc": "2.0",
                "id": _OPENING_ID,
                "method": _PROBE,
                "params": {"_meta": meta},
            }
            self._opening = [probe]

    async def _begin(self, call: Call | Ask) -> None:
        while len(self._calls) >= self._most:
            await asyncio.wait(tuple(self._calls), return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.create_task(self._call(call))
        self._calls[task] = call.id
        task.add_done_callback(self._calls.pop)

    async def _call(self, call: Call | Ask) -> None:
        if not isinstance(call, Call):
            self._writer.write((await self._fast.reply(call, self._send))[0])
            return
        result = await self._toolbox.call(call.tool, call.arguments, self._send)
        self._writer.write(self._fast.answer(call, result))

    async def _read(self, line: bytes) -> None:
        """A line that the fast path has not answered."""
        try:
            message = json.loads(line.decode())
        except (ValueError, RecursionError):
            self._writer.write(PARSE_ERROR)
            return
        if not is_message(message):
            self._writer.write(NO_MESSAGE)
        elif "method" not in message:
            # An answer, to what only the SDK can have asked.
            if self._relay is not None:
                await self._relay.put(message)
        elif "id" not in message:
            await self._notified(message)
        else:
            await self._to_sdk(message)

    async def _to_sdk(self, message: Message) -> None:
        if self._era is Era.NOT_YET and message["method"] != _PROBE:
            modern = is_modern(message) and message["method"] != "initialize"
            self._open(message, Era.MODERN if modern else Era.UNKNOWN)
        if self._relay is None:
            self._relay = Relay(self._toolbox, self._send, self._writer, self._opening)
            self._relays.append(self._relay)
        await self._relay.put(message)

    async def _notified(self, message: Message) -> None:
        """A notification: of ours, or for the SDK if it runs."""
        if message["method"] == _CANCELLED:
            params: dict[str, Any] | None = message.get("params")
            self._cancel((params or {}).get("requestId"))
        if self._relay is not None:
            await self._relay.put(message)
        elif message["method"] == _INITIALIZED and self._era is Era.HANDSHAKE:
            self._opening = [self._opening[0], message]

    def _cancel(self, request_id: Any) -> None:
        if type(request_id) not in (int, str):
            return
        for call, its_id in tuple(self._calls.items()):
            if its_id == request_id:
                call.cancel()
        for relay in self._relays:
            relay.forget(request_id)


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
