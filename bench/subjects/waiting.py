"""An API that answers when `CALLS` calls are waiting: `waiting.py PORT CALLS ANSWER`.

All of them are in flight at once then, whatever the client's pace. With 0 calls, each is answered
after a moment. A call to `/ready` is answered at once.
"""

from __future__ import annotations

import asyncio
import sys
from typing import ClassVar


class Waiting(asyncio.Protocol):
    """One connection."""

    waiting: ClassVar[list[Waiting]] = []
    calls = 0
    answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"GET /ready "):
            self.transport.write(self.answer)
            return
        if not self.calls:
            asyncio.get_running_loop().call_later(0.3, self.transport.write, self.answer)
            return
        self.waiting.append(self)
        if len(self.waiting) >= self.calls:
            # A moment more, so that the slowest task is seen waiting too.
            asyncio.get_running_loop().call_later(0.2, self.release)

    def release(self) -> None:
        for one in self.waiting:
            one.transport.write(self.answer)
        self.waiting.clear()


async def main(port: int, calls: int, answer: str) -> None:
    """Serve until the process ends."""
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(answer)}"
    Waiting.calls = calls
    Waiting.answer = f"{head}\r\n\r\n{answer}".encode("ascii")
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Waiting, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
