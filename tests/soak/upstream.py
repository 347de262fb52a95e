"""The upstream, a process of its own: `python -m tests.soak.upstream PORT`.

A line on standard input is how it behaves from then on.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys

from .answers import body_for, is_chunked

DELAY = 3.0
"""Seconds; longer than the adapter waits."""

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_GARBAGE = (
    b"\x00\xff\x01 not HTTP at all\r\n\r\n",
    b"HTTP/1.1 2x0 OK\r\nContent-Length: 2\r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    b"",
)


class Upstream:
    def __init__(self) -> None:
        self.mode = "well"

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while await self._exchange(reader, writer):
                pass
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = _length(head)
        content = (await reader.readexactly(length)).decode() if length else ""
        # A repository has two segments in one, and what is asked for is the last of them.
        identity = head.split(" ", 2)[1].rpartition("/")[2].rpartition("%2F")[2]
        if content and content != f'{{"asks": "{identity}"}}':
            identity = "mixed-up"
        mode = self.mode
        if mode == "slow":
            await asyncio.sleep(DELAY if random.random() < 0.3 else 0.05)
        elif mode == "garbage":
            writer.write(random.choice(_GARBAGE))
            await writer.drain()
            return False
        elif mode == "resets" and random.random() < 0.7:
            writer.transport.abort()
            return False
        answer = _answer(identity)
        if mode == "cuts" and random.random() < 0.7:
            writer.write(answer[: random.randrange(len(answer))])
            await writer.drain()
            if random.random() < 0.5:
                writer.transport.abort()
            return False
        writer.write(answer)
        await writer.drain()
        return True


def _length(head: str) -> int:
    lines = (line.partition(":") for line in head.split("\r\n"))
    return next((int(value) for name, _, value in lines if name.lower() == "content-length"), 0)


def _answer(identity: str) -> bytes:
    content = body_for(identity)
    if not is_chunked(identity):
        return _HEAD + b"Content-Length: %d\r\n\r\n" % len(content) + content
    half = len(content) // 2
    parts = (content[:half], content[half:], b"")
    framed = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    return _HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + framed


async def main(port: int) -> None:
    upstream = Upstream()
    server = await asyncio.start_server(upstream.connected, "127.0.0.1", port, backlog=512)
    loop = asyncio.get_running_loop()
    async with server:
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            upstream.mode = line.strip()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
