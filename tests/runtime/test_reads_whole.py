"""A server that reads every answer at once has its start fetched with the headers, unless calls are repeated."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest

from templates.runtime.calls.upstream import Upstreams
from templates.runtime.errors import ResponseTooLargeError, UpstreamConnectionError
from templates.runtime.messages import Headers
from templates.runtime.settings import ApiSettings
from templates.runtime.wire_request import WireRequest

from .sample import SHOP, TOKEN, get_item
from .server import Server, answer


class _Noting:
    """A transport that keeps what it is asked to send."""

    def __init__(self) -> None:
        self.sent: list[WireRequest] = []

    async def send(self, wire: WireRequest) -> Any:
        self.sent.append(wire)
        return _Reply()

    async def aclose(self) -> None:
        pass


class _Reply:
    status = 200
    headers = Headers()

    async def read(self, limit: int) -> bytes:
        return b""

    async def aclose(self) -> None:
        pass


def _settings(**environ: str) -> ApiSettings:
    return ApiSettings.from_environment(SHOP, {"SHOP_TOKEN": TOKEN, **environ})


@pytest.mark.parametrize(
    ("reads_whole", "retries", "whole"),
    [(True, "0", True), (False, "0", False), (True, "2", False)],
)
def test_who_reads_whole_says_so(reads_whole: bool, retries: str, whole: bool) -> None:
    transport: Any = _Noting()
    settings = _settings(SHOP_RETRIES=retries, SHOP_BASE_URI="http://h.invalid")
    upstreams = Upstreams([settings], transport, reads_whole=reads_whole)

    async def main() -> None:
        await upstreams(get_item("a"))

    asyncio.run(main())

    assert [wire.whole for wire in transport.sent] == [whole]


def _cut(connection: socket.socket) -> None:
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"a": 1')


@pytest.mark.parametrize("reads_whole", [True, False])
def test_an_answer_that_is_cut_is_no_answer(server: Server, reads_whole: bool) -> None:
    server.queue.append(_cut)

    async def main() -> None:
        upstreams = Upstreams([_settings(SHOP_BASE_URI=server.url)], reads_whole=reads_whole)
        try:
            reply = await upstreams(get_item("a"))
            await reply.read(1000)
        finally:
            await upstreams.aclose()

    with pytest.raises(UpstreamConnectionError):
        asyncio.run(main())


def test_an_answer_above_the_limit_is_refused(server: Server) -> None:
    server.queue.append(answer(200, b"x" * 5000))

    async def main() -> None:
        upstreams = Upstreams([_settings(SHOP_BASE_URI=server.url)], reads_whole=True)
        try:
            reply = await upstreams(get_item("a"))
            await reply.read(1000)
        finally:
            await upstreams.aclose()

    with pytest.raises(ResponseTooLargeError):
        asyncio.run(main())
