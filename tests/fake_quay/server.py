"""The server: a thread with an event loop, a record of what came, and faults that tests ask for."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal, Self

from .api import PREFIX, respond
from .messages import Answer, Received, json_answer
from .wire import LARGEST_HEAD, MalformedError, head_of, read_request, whole
from .world import World, seed


@dataclass(frozen=True, slots=True)
class Fault:
    """What a request meets instead of Quay's own answer, or on the way to it."""

    delay: float = 0.0
    """Seconds before anything is sent."""
    answer: Answer | None = None
    """An answer instead of Quay's own."""
    raw: bytes | None = None
    """Bytes to send instead of any answer, HTTP or not; the connection is closed after them."""
    end: Literal["keep", "close", "reset", "stall", "cut", "pause"] = "keep"
    """After the answer: nothing, close; instead of it: reset the connection, send nothing at all
    until the peer gives up, send the head and half of the body and then reset, or send these and
    then wait until the peer gives up."""


@dataclass(slots=True)
class Record:
    """What came in and went out since the record was begun.

    What happens late, to a request of an earlier test, goes into the record that has the request.
    """

    requests: list[Received] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    malformed: list[str] = field(default_factory=list)
    hangups: int = 0
    """How many peers gave up on a stalled answer."""


Responder = Callable[[Received], Answer | None]


class FakeQuay:
    """A fake Quay on a free port of this machine; use it with `with`.

    Faults queue up: each request that is not handled by `responder` takes the next one.
    """

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._host = host
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="fake-quay", daemon=True)
        self._server: asyncio.Server | None = None
        self._failure: OSError | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._ready = threading.Event()
        self.world: World = seed()
        self.record = Record()
        self.faults: deque[Fault] = deque()
        self.responder: Responder | None = None
        """May answer in Quay's place; None leaves the request to Quay."""

    # --- its life -------------------------------------------------------------------------------

    def start(self) -> Self:
        """Listen. Raises `OSError` when the port is taken."""
        self._thread.start()
        self._ready.wait(10)
        if self._failure is not None:
            raise self._failure
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._server = self._loop.run_until_complete(self._listen())
        except OSError as error:
            self._failure = error
        self._ready.set()
        try:
            if self._failure is None:
                self._loop.run_forever()
        finally:
            self._loop.run_until_complete(self._finish())
            self._loop.close()

    async def _listen(self) -> asyncio.Server:
        server = await asyncio.start_server(
            self._connected, self._host, self._port, limit=LARGEST_HEAD
        )
        self._port = server.sockets[0].getsockname()[1]
        return server

    async def _finish(self) -> None:
        if self._server is not None:
            self._server.close()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    # --- what tests use -------------------------------------------------------------------------

    @property
    def port(self) -> int:
        return self._port

    @property
    def authority(self) -> str:
        return f"{self._host}:{self._port}"

    @property
    def base_uri(self) -> str:
        """What `QUAY_BASE_URI` has to be."""
        return f"http://{self.authority}{PREFIX}"

    def reset(self) -> None:
        """A fresh world, no record, no faults."""
        self.world = seed()
        self.faults.clear()
        self.responder = None
        self.take()

    def take(self) -> list[Received]:
        """The requests since the last time, oldest first."""
        taken, self.record = self.record, Record()
        return taken.requests

    def take_one(self) -> Received:
        """The only request since the last time."""
        taken = self.take()
        assert len(taken) == 1, f"expected one request upstream, got {[str(one) for one in taken]}"
        return taken[0]

    def take_exchange(self) -> tuple[Received, Answer]:
        """The only request since the last time, and what was answered."""
        answers = self.record.answers
        return self.take_one(), answers[0]

    def next(self, *faults: Fault) -> None:
        self.faults.extend(faults)

    def next_answer(
        self,
        status: int,
        body: bytes = b"",
        content_type: str | None = "application/json",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """The next request gets this answer."""
        self.next(Fault(answer=Answer(status, body, content_type, headers)))

    # --- connections ----------------------------------------------------------------------------

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(Exception, asyncio.CancelledError):
                await writer.wait_closed()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; whether the connection stays open."""
        try:
            request = await read_request(reader, writer)
        except MalformedError as problem:
            self.record.malformed.append(str(problem))
            writer.write(whole(json_answer({"message": str(problem)}, 400), "GET"))
            return False
        if request is None:
            return False
        record = self.record
        record.requests.append(request)
        said = self.responder(request) if self.responder else None
        fault = self.faults.popleft() if said is None and self.faults else Fault(answer=said)
        keep = fault.end != "stall" and await self._send(request, fault, writer, record)
        if fault.end in ("stall", "pause"):
            await reader.read()  # ends when the peer gives up
            record.hangups += 1
            return False
        return keep and (request.header("Connection") or "").lower() != "close"

    async def _send(
        self,
        request: Received,
        fault: Fault,
        writer: asyncio.StreamWriter,
        record: Record,
    ) -> bool:
        world = self.world
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.end == "reset":
            writer.transport.abort()
            return False
        if fault.raw is not None:
            writer.write(fault.raw)
            await writer.drain()
            return False
        answer = fault.answer or respond(request, world)
        record.answers.append(answer)
        if fault.end in ("cut", "pause"):
            writer.write(head_of(answer) + answer.body[: len(answer.body) // 2])
            await writer.drain()
            if fault.end == "cut":
                writer.transport.abort()
            return False
        writer.write(whole(answer, request.method))
        await writer.drain()
        return fault.end == "keep"
