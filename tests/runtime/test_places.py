"""What an adapter hands on of `Location`: it leads where the API meant, from wherever it is read."""

from __future__ import annotations

import asyncio

import pytest

from templates.runtime.authentication import Variable
from templates.runtime.calls.upstream import Upstreams
from templates.runtime.credentials.api_keys import ApiKey, ApiKeys
from templates.runtime.settings import Api, ApiSettings
from templates.runtime.transport.on_pyreqwest import PYREQWEST

from .sample import SHOP, TOKEN, get_item
from .server import Server, answer


def _place(api: Api, server: Server, status: int, place: str) -> str | None:
    server.rule = lambda seen: answer(status, "{}", ("Location", place), ("X-Other", "/else"))
    environ = {"SHOP_TOKEN": TOKEN, "SHOP_BASE_URI": f"{server.url}/v1"}

    async def main() -> str | None:
        upstreams = Upstreams([ApiSettings.from_environment(api, environ)])
        reply = await upstreams(get_item("a"))
        assert reply.status == status
        assert reply.headers.get("x-other") == "/else"
        assert await reply.read(100) == b"{}"
        await reply.aclose()
        await upstreams.aclose()
        return reply.headers.get("location")

    return asyncio.run(main())


@pytest.mark.parametrize("status", [201, 202, 303, 308, 409])
@pytest.mark.parametrize(
    ("place", "leads_to"),
    [
        ("/v1/builds/7", "{url}/v1/builds/7"),
        ("b?c=1", "{url}/v1/items/b?c=1"),
        ("../builds/7#log", "{url}/v1/builds/7#log"),
        ("//other.invalid/x", "http://other.invalid/x"),
        ("https://other.invalid/a/../x", "https://other.invalid/a/../x"),
        ("urn:x:y", "urn:x:y"),
        ("//[", "//["),
    ],
)
def test_a_relative_place_is_one_of_the_api(
    status: int, place: str, leads_to: str, server: Server
) -> None:
    assert _place(SHOP, server, status, place) == leads_to.format(url=server.url)


def test_no_secret_of_the_url_comes_into_it(server: Server) -> None:
    key = ApiKeys((ApiKey("k", (Variable("SHOP_TOKEN"),), "query"),))
    api = Api("shop", "SHOP", ("http://unset.invalid",), key, transports=PYREQWEST)
    assert _place(api, server, 201, "") == f"{server.url}/v1/items/a?k=***"
    assert TOKEN in server.last.target
