"""Callers of the adapter: each has one connection, asks for one thing after another, judges each answer."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import Counter
from dataclasses import dataclass, field

from .answers import body_for


@dataclass
class Tally:
    """What came of the requests of one phase."""

    began: float
    answers: Counter[str] = field(default_factory=Counter)
    settled: Counter[str] = field(default_factory=Counter)
    """Of those that were asked when the phase had lasted for a moment, and answered within it."""
    slowest: float = 0.0


class BrokenOffError(Exception):
    """The adapter closed the connection before an answer was whole."""


@dataclass
class Callers:
    """All callers; `wrong` and `late` must stay empty."""

    port: int
    patience: float
    """Seconds until an answer must be whole."""
    settle: float
    """Seconds from which on a phase counts as settled."""
    tally: Tally = field(default_factory=lambda: Tally(time.monotonic()))
    wrong: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    running: bool = True
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def call(self) -> None:
        """One caller, until `running` is false."""
        while self.running:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError as error:
                self.wrong.append(f"the adapter does not accept connections: {error}")
                await asyncio.sleep(0.1)
                continue
            try:
                while self.running:
                    await self._one(reader, writer)
            except BrokenOffError:
                pass
            finally:
                writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        identity = f"i{next(self._numbers)}x"
        tally, begun = self.tally, time.monotonic()
        writer.write(_request(identity))
        try:
            async with asyncio.timeout(self.patience):
                kind = await self._judged(identity, reader)
        except TimeoutError:
            self.late.append(f"{identity}: no whole answer after {self.patience} s")
            self._count(tally, begun, "late")
            raise BrokenOffError from None
        except (asyncio.IncompleteReadError, OSError):
            self._count(tally, begun, "broken off")
            raise BrokenOffError from None
        self._count(tally, begun, kind)

    def _count(self, tally: Tally, begun: float, kind: str) -> None:
        tally.answers[kind] += 1
        tally.slowest = max(tally.slowest, time.monotonic() - begun)
        if begun - tally.began > self.settle and tally is self.tally:
            tally.settled[kind] += 1

    async def _judged(self, identity: str, reader: asyncio.StreamReader) -> str:
        status, content_type, content = await _answer(reader)
        if status == 200:
            if content != body_for(identity):
                self.wrong.append(f"{identity} got {content[:80]!r}")
            return "200"
        if content_type != "application/problem+json" or json.loads(content)["status"] != status:
            self.wrong.append(f"{identity} got {status} {content_type} {content[:80]!r}")
        return str(status)


def _request(identity: str) -> bytes:
    if int(identity[1:-1]) % 8:
        return f"GET /repository/soak%2F{identity} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    content = f'{{"asks": "{identity}"}}'
    return (
        f"PUT /repository/soak%2Fsoak/tag/{identity} HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n{content}"
    ).encode()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, str, bytes]:
    """Status, content type and body. Raises `IncompleteReadError`."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    lines = head.split("\r\n")
    pairs = (line.partition(":") for line in lines[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    if headers.get("transfer-encoding") == "chunked":
        content = await _chunks(reader)
    else:
        content = await reader.readexactly(int(headers["content-length"]))
    return int(lines[0].split(" ", 2)[1]), headers.get("content-type", ""), content


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int((await reader.readuntil(b"\r\n"))[:-2], 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(parts)
