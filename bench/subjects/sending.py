"""What the apps of ten lines send with: the HTTP library itself, or the package's transport on it.

Both have the package's limits of time: seconds to connect, between two pieces of an answer, and in all.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from time import monotonic
from typing import Final

from pyreqwest.client import ClientBuilder

from .serving import HEADERS

Send = Callable[[str, str], Awaitable[tuple[int, str, bytes]]]
"""Takes a method and a URL; gives status, content type and body."""
_CONNECT: Final = 10.0
_READ: Final = 30.0
_TOTAL: Final = 60.0
_LIMIT: Final = 64 * 1024


def with_the_library(*, streamed: bool = False) -> Send:
    """A plain call of pyreqwest; `streamed`, the head of an answer is there before its body."""
    builder = ClientBuilder().default_headers(HEADERS).timeout(timedelta(seconds=_TOTAL))
    builder = builder.connect_timeout(timedelta(seconds=_CONNECT))
    client = builder.read_timeout(timedelta(seconds=_READ)).build()

    async def send(method: str, url: str) -> tuple[int, str, bytes]:
        reply = await client.request(method, url).build().send()
        content = (await reply.bytes()).to_bytes()
        return reply.status, reply.get_header("content-type") or "", content

    async def send_streamed(method: str, url: str) -> tuple[int, str, bytes]:
        builder = client.request(method, url).streamed_read_buffer_limit(0)
        async with builder.build_streamed() as reply:
            content = (await reply.bytes()).to_bytes()
            return reply.status, reply.get_header("content-type") or "", content

    return send_streamed if streamed else send


def with_the_package() -> Send:
    """The transport that a package brings; it keeps the limit for the whole call itself."""
    from generated.quay._runtime.transport.fast import AsyncFastTransport
    from generated.quay._runtime.wire_request import Timeout, WireRequest

    transport = AsyncFastTransport()
    timeout = Timeout(_CONNECT, _READ, None)
    headers = tuple(HEADERS.items())

    async def send(method: str, url: str) -> tuple[int, str, bytes]:
        request = WireRequest(method, url, headers, None, timeout, whole=True)
        request.at_once, request.ends = _LIMIT, monotonic() + _TOTAL
        reply = await transport.send(request)
        content = await reply.read(_LIMIT)
        return reply.status, reply.headers.get("content-type") or "", content

    return send


def chosen() -> Send:
    """What the command names: `package`, `streamed`, or nothing."""
    if sys.argv[1:] == ["package"]:
        return with_the_package()
    return with_the_library(streamed=sys.argv[1:] == ["streamed"])
