"""An API that takes its time: `delayed.py PORT SECONDS ANSWER` answers each call after so many seconds."""

from __future__ import annotations

import asyncio
import sys
from typing import ClassVar, cast


class Delayed(asyncio.Protocol):
    """One connection; a call is one piece of data, for its head is small and it has no body."""

    delay: ClassVar[float] = 0.0
    answer: ClassVar[bytes] = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        if self.delay:
            asyncio.get_running_loop().call_later(self.delay, self.transport.write, self.answer)
        else:
            self.transport.write(self.answer)


async def main(port: int, delay: float, answer: str) -> None:
    """Serve until the process ends."""
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(answer)}"
    Delayed.delay = delay
    Delayed.answer = f"{head}\r\n\r\n{answer}".encode("ascii")
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Delayed, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3]))
