"""What a team hands in: a client of httpx2, a transport of its own; and the adapters' side."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest

from templates.runtime import errors
from templates.runtime.calls.upstream import Upstreams
from templates.runtime.messages import Headers
from templates.runtime.settings import ApiSettings
from templates.runtime.transport.httpx2 import AsyncHttpx2Transport, Httpx2Transport
from templates.runtime.wire_request import WireRequest

from .sample import SHOP, TOKEN, AsyncShopClient, ShopClient, add_item, get_item
from .server import Server, answer


def _mock(seen: list[httpx2.Request]) -> Any:
    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        if request.url.path.endswith("/moved"):
            return httpx2.Response(302, headers={"Location": "/items/a"})
        return httpx2.Response(200, json={"mocked": True}, headers={"Set-Cookie": "a=1"})

    return httpx2.MockTransport(handle)


def test_a_client_of_httpx2_with_its_mocks() -> None:
    seen: list[httpx2.Request] = []
    own = httpx2.Client(transport=_mock(seen), headers={"X-Theirs": "1"}, cookies={"c": "d"})
    client: Any = ShopClient(
        SHOP,
        base_uri="http://h.invalid",
        credentials={"token": TOKEN},
        transport=Httpx2Transport(own),
        environ={},
    )
    assert client.get_item("moved") == {"mocked": True}
    assert client.get_item("a") == {"mocked": True}
    assert [str(request.url) for request in seen] == [
        "http://h.invalid/items/moved",
        "http://h.invalid/items/a",
        "http://h.invalid/items/a",
    ]
    for request in seen:
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        assert not {"x-theirs", "cookie"} & set(request.headers)
    client.close()
    assert not own.is_closed
    own.close()


def test_an_asynchronous_client_of_httpx2() -> None:
    async def main() -> None:
        seen: list[httpx2.Request] = []
        async with httpx2.AsyncClient(transport=_mock(seen)) as own:
            client: Any = AsyncShopClient(
                SHOP,
                base_uri="http://h.invalid",
                credentials={"token": TOKEN},
                transport=AsyncHttpx2Transport(own),
                environ={},
            )
            assert await client.add_item(body=[1]) == {"mocked": True}
            assert seen[0].content == b"[1]"
            await client.aclose()
            assert not own.is_closed

    asyncio.run(main())


class Recorded:
    """A transport of one's own takes a dozen lines."""

    def __init__(self) -> None:
        self.sent: list[WireRequest] = []
        self.closed = False

    async def send(self, request: WireRequest) -> Any:
        self.sent.append(request)
        from templates.runtime.wire.buffered import BufferedReply

        return BufferedReply(200, Headers(), b"[1]")

    async def aclose(self) -> None:
        self.closed = True


def _settings(url: str, **more: Any) -> ApiSettings:
    given = {"credentials": {"token": TOKEN}, **more}
    return ApiSettings(api=SHOP, base_uri=url, environ={"REGION": "eu"}, **given)


def test_a_transport_of_ones_own() -> None:
    transport = Recorded()
    client: Any = AsyncShopClient(
        SHOP, base_uri="http://h", credentials={"token": TOKEN}, transport=transport, environ={}
    )
    assert asyncio.run(client.get_item(TOKEN)) == [1]
    assert repr(transport.sent[0]) == "WireRequest(GET http://h/items/***)"


def test_the_adapters_side(server: Server) -> None:
    async def main() -> None:
        upstreams = Upstreams([_settings(server.url)])
        reply = await upstreams(get_item("a b"))
        assert (reply.status, await reply.read(100)) == (200, b"{}")
        assert server.last.target == "/items/a%20b"
        assert server.last.header("accept-encoding") is None
        bound = upstreams.bound(
            (
                ("accept-encoding", "br"),
                ("authorization", "Bearer stolen"),
                ("x-request-id", "7"),
                ("host", "evil"),
                ("content-type", "text/plain"),
            )
        )
        reply = await bound(add_item(body={}))
        await reply.aclose()
        assert server.last.header("accept-encoding") == "br"
        assert server.last.header("authorization") == f"Bearer {TOKEN}"
        assert server.last.header("x-request-id") == "7"
        assert server.last.header("host") == f"127.0.0.1:{server.port}"
        assert server.last.header("content-type") == "application/json"
        assert bound.variable("shop", "REGION") == "eu"
        await upstreams.aclose()

    asyncio.run(main())


@pytest.mark.parametrize(("retries", "attempts"), [(0, 1), (2, 3)])
def test_adapters_retry_only_when_told_to(server: Server, retries: int, attempts: int) -> None:
    async def main() -> None:
        upstreams = Upstreams([_settings(server.url, retries=retries)])
        server.rule = lambda seen: answer(503, "busy", ("Retry-After", "0"))
        reply = await upstreams(get_item("a"))
        assert (reply.status, await reply.read(100)) == (503, b"busy")
        assert len(server.seen) == attempts
        server.rule = lambda seen: answer(308, "", ("Location", "/else"))
        reply = await upstreams(get_item("a"))
        assert (reply.status, reply.headers.get("location")) == (308, "/else")
        await reply.aclose()
        await upstreams.aclose()

    asyncio.run(main())


def test_adapters_get_errors_of_ours() -> None:
    async def main() -> None:
        upstreams = Upstreams([_settings("http://127.0.0.1:1")])
        with pytest.raises(errors.UpstreamConnectionError):
            await upstreams(get_item("a"))
        missing = Upstreams([_settings("http://127.0.0.1:1", credentials={})])
        with pytest.raises(errors.MissingSettingError, match="SHOP_TOKEN"):
            await missing(get_item("a"))
        await upstreams.aclose()

    asyncio.run(main())
