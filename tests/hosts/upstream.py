"""The API behind: each path answers in its own way; `/log` tells what it noticed."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Final

BIG: Final = 5_000_000
"""Bytes of the large answer."""
_CHUNKED: Final = b"HTTP/1.1 200 OK\r\ncontent-type: %b\r\ntransfer-encoding: chunked\r\n\r\n"


class Upstream:
    """Notes whether the caller of `/slow` has left."""

    def __init__(self) -> None:
        self.left = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").split("\r\n")
                method, target, _ = lines[0].split(" ")
                body = await reader.readexactly(_length(lines))
                if not await self._answer(method, target, body, reader, writer):
                    return
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(
        self,
        method: str,
        target: str,
        body: bytes,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        """Whether the connection goes on."""
        match target:
            case "/big":
                writer.write(_CHUNKED % b"application/octet-stream")
                piece = b"x" * 50_000
                for _ in range(BIG // len(piece)):
                    writer.write(_chunk(piece))
                    await writer.drain()
                writer.write(b"0\r\n\r\n")
            case "/events":
                writer.write(_CHUNKED % b"text/event-stream" + _chunk(b"data: 1\n\n"))
                await writer.drain()
                await asyncio.sleep(3)
                writer.write(_chunk(b"data: 2\n\n") + b"0\r\n\r\n")
            case "/cut":
                writer.write(_CHUNKED % b"text/plain" + _chunk(b"x" * 3_000_000))
                await writer.drain()
                return False
            case "/slow":
                await reader.read()
                self.left += 1
                return False
            case "/log":
                writer.write(_answer(200, json.dumps({"left": self.left})))
            case "/missing":
                writer.write(_answer(404, json.dumps({"error": "no such thing"})))
            case _ if method == "DELETE":
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
            case _:
                seen = {"method": method, "target": target, "body": body.decode("latin-1")}
                writer.write(_answer(200, json.dumps(seen)))
        return True


def _length(lines: list[str]) -> int:
    pairs = (line.partition(":") for line in lines)
    return next((int(value) for name, _, value in pairs if name.lower() == "content-length"), 0)


def _chunk(piece: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(piece), piece)


def _answer(status: int, text: str) -> bytes:
    head = f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {len(text)}"
    return f"{head}\r\n\r\n{text}".encode()


async def main(port: int) -> None:
    """Serves on a port of loopback."""
    server = await asyncio.start_server(Upstream().serve, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
