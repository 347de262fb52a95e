"""Clients as the generator writes them, of an API of our own; and one face for all four kinds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from templates.runtime.authentication import Variable
from templates.runtime.calls.exchange import Style
from templates.runtime.client.base import AsyncClient, SyncClient
from templates.runtime.credentials.bearer import Bearer
from templates.runtime.messages import Body, Format, Operation, Request
from templates.runtime.options import RequestOptions
from templates.runtime.settings import Api
from templates.runtime.transport.on_pyreqwest import PYREQWEST
from templates.runtime.values import OMIT
from templates.runtime.wire.bodies import json_body
from templates.runtime.wire.encoding import headers, path, query

TOKEN = "s3cr3t-T0ken"
SHOP = Api(
    "shop",
    "SHOP",
    ("http://unset.invalid",),
    Bearer((Variable("SHOP_TOKEN"),)),
    module="acme.shop.settings",
    transports=PYREQWEST,
)

GET_ITEM = Operation("shop", "get-item", "GET")
LIST_ITEMS = Operation("shop", "list-items", "GET")
ADD_ITEM = Operation("shop", "add-item", "POST")
PUT_ITEM = Operation("shop", "put-item", "PUT")
HEAD_ITEM = Operation("shop", "head-item", "HEAD")
DROP_ITEM = Operation("shop", "drop-item", "DELETE")


def get_item(item: Any) -> Request:
    return Request(GET_ITEM, path("/items/", ("item", item)))


def list_items(*, color: Any = OMIT, trace: Any = OMIT) -> Request:
    return Request(
        LIST_ITEMS, "/items", query=query(("color", color)), headers=headers(("X-Trace", trace))
    )


def add_item(*, body: Any = OMIT) -> Request:
    return Request(ADD_ITEM, "/items", body=json_body(body))


def put_item(item: Any, *, body: Any = OMIT) -> Request:
    return Request(PUT_ITEM, path("/items/", ("item", item)), body=json_body(body))


def head_item(item: Any) -> Request:
    return Request(HEAD_ITEM, path("/items/", ("item", item)))


def drop_item(item: Any) -> Request:
    return Request(DROP_ITEM, path("/items/", ("item", item)))


def formatted(read_as: Format) -> Request:
    return Request(Operation("shop", "document", "GET", read_as), "/document")


def sending(method: str, body: Body | None) -> Request:
    return Request(Operation("shop", "send", method), "/send", body=body)


BUILDERS = {
    f.__name__: f
    for f in (get_item, list_items, add_item, put_item, drop_item, head_item, formatted, sending)
}


def _sync_method(build: Callable[..., Request]) -> Callable[..., Any]:
    def method(
        self: ShopClient, *arguments: Any, options: RequestOptions | None = None, **named: Any
    ) -> Any:
        return self._call(build(*arguments, **named), options)

    method.__name__ = build.__name__
    return method


def _async_method(build: Callable[..., Request]) -> Callable[..., Any]:
    async def method(
        self: AsyncShopClient, *arguments: Any, options: RequestOptions | None = None, **named: Any
    ) -> Any:
        return await self._call(build(*arguments, **named), options)

    method.__name__ = build.__name__
    return method


class _Views:
    """What the generated clients have of their own: their views, each with its own type."""

    _view: Callable[[Style], Any]

    @property
    def with_raw_response(self) -> Any:
        return self._view(Style.RAW)

    @property
    def with_streaming_response(self) -> Any:
        return self._view(Style.STREAM)


class ShopClient(SyncClient, _Views):
    """The blocking client."""


class AsyncShopClient(AsyncClient, _Views):
    """The asynchronous client."""


for _name, _build in BUILDERS.items():
    setattr(ShopClient, _name, _sync_method(_build))
    setattr(AsyncShopClient, _name, _async_method(_build))


class Caller:
    """A client of either kind, called in the same way: `caller.get_item("a")`."""

    def __init__(self, client: Any, runner: asyncio.Runner | None) -> None:
        self.client = client
        self.runner = runner

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self.client, name)
        return lambda *arguments, **named: self.wait(method(*arguments, **named))

    def wait(self, result: Any) -> Any:
        """The result, awaited where that is the client's kind."""
        if self.runner is None:
            return result

        async def awaited() -> Any:
            return await result

        return self.runner.run(awaited())

    @property
    def raw(self) -> Caller:
        return Caller(self.client.with_raw_response, self.runner)

    @property
    def streaming(self) -> Caller:
        return Caller(self.client.with_streaming_response, self.runner)

    def pieces(self, response: Any, limit: int | None = None) -> list[bytes]:
        """All pieces of a streamed response, which is closed."""
        if self.runner is None:
            with response:
                return list(response.chunks(limit))

        async def collected() -> list[bytes]:
            async with response:
                return [piece async for piece in response.chunks(limit)]

        return self.runner.run(collected())

    def close(self) -> None:
        """Close the client."""
        if self.runner is None:
            self.client.close()
        else:
            self.wait(self.client.aclose())


def transports(kind: str, name: str, **arguments: Any) -> Any:
    """A transport by kind (`sync`, `async`) and library."""
    from templates.runtime.transport import fast, httpx2

    made: Mapping[tuple[str, str], Any] = {
        ("sync", "fast"): fast.FastTransport,
        ("async", "fast"): fast.AsyncFastTransport,
        ("sync", "httpx2"): httpx2.Httpx2Transport,
        ("async", "httpx2"): httpx2.AsyncHttpx2Transport,
    }
    return made[(kind, name)](**arguments)


def callers(kind: str, library: str) -> Iterator[Callable[..., Caller]]:
    """A factory of callers; everything is closed at the end."""
    runner = asyncio.Runner() if kind == "async" else None
    made: list[tuple[Caller, Any]] = []

    def make(base_uri: str | None = None, *, api: Api = SHOP, **arguments: Any) -> Caller:
        arguments.setdefault("credentials", {"token": TOKEN})
        arguments.setdefault("environ", {})
        network = arguments["options"].network if "options" in arguments else None
        transport = arguments.pop("transport", None) or transports(
            kind, library, **({"network": network} if network else {})
        )
        factory: Any = ShopClient if runner is None else AsyncShopClient
        client = factory(api, base_uri=base_uri, transport=transport, **arguments)
        caller = Caller(client, runner)
        made.append((caller, transport))
        return caller

    yield make
    for caller, transport in made:
        caller.close()
        if runner is None:
            transport.close()
        else:
            caller.wait(transport.aclose())
    if runner is not None:
        runner.close()
