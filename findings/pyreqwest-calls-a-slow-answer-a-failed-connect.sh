#!/usr/bin/env bash
# pyreqwest 0.15.1 (PyPI) has a class for each kind of time-out: ConnectTimeoutError, WriteTimeoutError,
# ReadTimeoutError. When the server took the connection and the whole request and is slow to send its status line, a
# `read_timeout` raises ConnectTimeoutError ("connection timeout"), and so does the total `timeout`. Who reads the
# class as its name says repeats a POST that the server has long begun to work on. Only once the headers are there is
# a late body a ReadTimeoutError.
#
# Seen on 2026-11-28, a POST to a server on the loopback that reads it and waits:
#   read_timeout: ConnectTimeoutError, the server has 1 request      timeout: ConnectTimeoutError, the server has 1 request
#   read_timeout, headers sent and the body late: ReadTimeoutError
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check pyreqwest==0.15.1
environment/bin/python - <<'END_OF_PYTHON'
import asyncio
import os
import sys
from datetime import timedelta

from pyreqwest.client import ClientBuilder
from pyreqwest.exceptions import RequestTimeoutError

SHORT = timedelta(seconds=2)
HEADERS = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n"


async def said(setting: str, headers_first: bool) -> tuple[str, int]:
    """The class of the error that a POST ends with, and how many whole requests the server has by then."""
    requests: list[bytes] = []
    done = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append(await reader.readuntil(b"\r\n\r\n") + await reader.readexactly(5))
        if headers_first:
            writer.write(HEADERS)
            await writer.drain()
        await done.wait()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = "http://127.0.0.1:%d/" % server.sockets[0].getsockname()[1]
    builder = getattr(ClientBuilder(), setting)(SHORT)
    async with builder.build() as client:
        try:
            response = await client.post(address).body_text("hello").build().send()
            await response.bytes()
            name = "no error"
        except RequestTimeoutError as error:
            name = type(error).__name__
    done.set()
    server.close()
    return name, len(requests)


async def main() -> int:
    for setting, headers_first, seen in (
        ("read_timeout", False, "ConnectTimeoutError"),
        ("timeout", False, "ConnectTimeoutError"),
        ("read_timeout", True, "ReadTimeoutError"),
    ):
        name, count = await said(setting, headers_first)
        print(f"{setting}, headers {'sent' if headers_first else 'late'}: {name}, the server has {count} request")
        if (name, count) != (seen, 1):
            print("changed")
            return 1
    return 0


status = asyncio.run(main())
sys.stdout.flush()
os._exit(status)  # the threads of the client are not part of this
END_OF_PYTHON
