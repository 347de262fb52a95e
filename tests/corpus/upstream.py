"""A recording upstream on a real socket: it keeps each request as it came and answers as told."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field

from tests.oracle.answers import Upstream

_LIMIT = 1 << 20


@dataclass(frozen=True)
class Recorded:
    """A request as its bytes said it."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for key, value in self.headers if key.lower() == name.lower()]


@dataclass
class RecordingUpstream:
    """Runs on an event loop of another thread; used by one caller at a time."""

    loop: asyncio.AbstractEventLoop
    answer: Upstream = field(default_factory=lambda: Upstream(200, "application/json", b"{}"))
    port: int = 0
    _requests: list[Recorded] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _server: asyncio.Server | None = None

    @property
    def base_uri(self) -> str:
        return f"http://127.0.0.1:{self.port}/base"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_LIMIT)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()

    def take(self) -> list[Recorded]:
        """The requests since the last call."""
        with self._lock:
            taken, self._requests = self._requests, []
            return taken

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (request := await _read(reader)) is not None:
                with self._lock:
                    self._requests.append(request)
                writer.write(_written(self.answer, request.method))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Recorded | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    lines = head.decode("latin-1").split("\r\n")
    method, target, _ = lines[0].split(" ", 2)
    pairs = [line.partition(":") for line in lines[1:] if line]
    headers = tuple((name, value.strip()) for name, _, value in pairs)
    named = {name.lower(): value for name, value in headers}
    if named.get("transfer-encoding", "").lower() == "chunked":
        body = await _chunks(reader)
    else:
        body = await reader.readexactly(int(named.get("content-length", "0")))
    return Recorded(method, target, headers, body)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int((await reader.readline()).split(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readline()
    return b"".join(parts)


def _written(answer: Upstream, method: str) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} Answer"]
    if answer.content_type is not None:
        lines.append(f"Content-Type: {answer.content_type}")
    if answer.status != 204:
        lines.append(f"Content-Length: {len(answer.content)}")
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    return head if method == "HEAD" or answer.status == 204 else head + answer.content
