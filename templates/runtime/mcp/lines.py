"""Lines from and to file descriptors, in daemon threads: a silent peer keeps nothing alive.

Threads because they work for pipes, files and terminals on every system, and change no flag of a
descriptor that another process shares.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import threading
from collections.abc import AsyncIterator, Callable
from typing import Final

_CHUNK: Final = 65536
_AHEAD: Final = 8
"""Chunks that are read before somebody takes them."""
_LOOK_SECONDS: Final = 0.002
"""Between two looks at the writing thread: an event of threads cannot be awaited, and a call from it would
not come once the loop is closing."""


class LineReader:
    """The lines that come in, without their ends; None stands for one longer than `longest` bytes."""

    def __init__(self, descriptor: int, longest: int) -> None:
        self.longest = longest
        self._chunks: asyncio.Queue[bytes] = asyncio.Queue()
        self._room = threading.Semaphore(_AHEAD)
        self._stopped = False
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(descriptor,), daemon=True).start()

    def stop(self) -> None:
        """Take nothing more: lines that are not complete yet are dropped. Of the loop's thread."""
        self._stopped = True
        self._chunks.put_nowait(b"")

    async def __aiter__(self) -> AsyncIterator[bytes | None]:
        pending = bytearray()
        overlong = False
        while not self._stopped:
            chunk = await self._chunks.get()
            self._room.release()
            if not chunk or self._stopped:
                break
            pending += chunk
            while (end := pending.find(b"\n")) >= 0:
                line = bytes(pending[:end])
                del pending[: end + 1]
                yield None if overlong or len(line) > self.longest else line
                overlong = False
            if len(pending) > self.longest:
                overlong = True
                pending.clear()
        if pending and not self._stopped:
            yield bytes(pending)

    def _read(self, descriptor: int) -> None:
        while True:
            self._room.acquire()
            try:
                chunk = os.read(descriptor, _CHUNK)
            except OSError:
                chunk = b""
            with contextlib.suppress(RuntimeError):  # the loop ended before us
                self._loop.call_soon_threadsafe(self._chunks.put_nowait, chunk)
            if not chunk:
                return


class LineWriter:
    """Lines that go out, in order. `on_broken` is called once, in the loop, when nobody reads them."""

    def __init__(self, descriptor: int, on_broken: Callable[[], None]) -> None:
        self._lines: queue.SimpleQueue[bytes | threading.Event] = queue.SimpleQueue()
        self._loop = asyncio.get_running_loop()
        self._on_broken = on_broken
        threading.Thread(target=self._write, args=(descriptor,), daemon=True).start()

    def write(self, line: bytes) -> None:
        """Queue a line; its end is added."""
        self._lines.put(line + b"\n")

    async def flush(self, timeout: float) -> None:
        """Wait until everything queued is out, at most `timeout` seconds."""
        done = threading.Event()
        self._lines.put(done)
        ends = self._loop.time() + timeout
        while not done.is_set() and self._loop.time() < ends:
            await asyncio.sleep(_LOOK_SECONDS)

    def _write(self, descriptor: int) -> None:
        broken = False
        while True:
            item = self._lines.get()
            if isinstance(item, threading.Event):
                item.set()
            elif not broken:
                broken = not _wrote(descriptor, item)
                if broken:
                    with contextlib.suppress(RuntimeError):
                        self._loop.call_soon_threadsafe(self._on_broken)


def _wrote(descriptor: int, data: bytes) -> bool:
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(descriptor, view) :]
    except OSError:
        return False
    return True
