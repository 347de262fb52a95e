"""A REST adapter by hand, as a generated `rest.py` would declare it, with one route of every kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from templates.runtime.authentication import Variable
from templates.runtime.credentials.bearer import Bearer
from templates.runtime.messages import Headers, Operation, Request
from templates.runtime.patterns import Pattern
from templates.runtime.rest.any_routes import AnyRouter
from templates.runtime.rest.app import RestApp
from templates.runtime.rest.arrays import ARRAY
from templates.runtime.rest.booleans import BOOLEAN
from templates.runtime.rest.bytes_in import RawBody
from templates.runtime.rest.conditions import find_by_query
from templates.runtime.rest.fields_in import Field, QueryOrField
from templates.runtime.rest.headers_in import Cookie, Header
from templates.runtime.rest.inputs import PathVariable, Query
from templates.runtime.rest.limits import limited
from templates.runtime.rest.made_here import where_mapped
from templates.runtime.rest.numbers import INTEGER, NUMBER
from templates.runtime.rest.objects import OBJECT
from templates.runtime.rest.routing import Route
from templates.runtime.rest.settings import RestAdapter
from templates.runtime.rest.types import STRING
from templates.runtime.rest.whole_bodies import WholeBody
from templates.runtime.settings import Api
from templates.runtime.transport.on_pyreqwest import PYREQWEST
from templates.runtime.values import OMIT
from templates.runtime.wire import cookie_header
from templates.runtime.wire import encoding as encode
from templates.runtime.wire.bodies import json_body
from templates.runtime.wire.buffered import BufferedReply
from templates.runtime.wire.raw_bodies import raw_body

API = Api(
    "shop",
    "SHOP",
    ("http://127.0.0.1:9/base",),
    Bearer((Variable("SHOP_TOKEN"),)),
    transports=PYREQWEST,
)
ADAPTER = RestAdapter("shop-rest", "SHOP_REST", port=0)


def _operation(method: str) -> Operation:
    return Operation("shop", method.lower(), method)


GET, POST, DELETE = _operation("GET"), _operation("POST"), _operation("DELETE")


async def search(send: Any, /, **values: Any) -> Any:
    return await send(Request(GET, "/items", encode.query(*values.items())))


async def item(send: Any, /, *, item: Any) -> Any:
    return await send(Request(GET, "/items" + encode.path("/", ("item", item))))


async def remove(send: Any, /, *, item: Any) -> Any:
    return await send(Request(DELETE, "/items" + encode.path("/", ("item", item))))


async def create(send: Any, /, *, body: Any = OMIT) -> Any:
    return await send(Request(POST, "/items", body=json_body(body)))


async def fields(send: Any, /, **values: Any) -> Any:
    return await send(Request(POST, "/fields", body=json_body(values)))


async def upload(send: Any, /, *, content: Any = OMIT) -> Any:
    return await send(Request(POST, "/upload", body=raw_body(content)))


async def context(send: Any, /, *, tenant: Any = OMIT, session: Any = OMIT) -> Any:
    headers = encode.headers(("X-Tenant", tenant)) + cookie_header.cookies(("session", session))
    return await send(Request(GET, "/context", headers=headers))


async def two(send: Any, /, **values: Any) -> Any:
    return await send(Request(GET, "/two", encode.query(*values.items())))


async def plain(send: Any, /) -> Any:
    return await send(Request(GET, "/plain"))


async def other(send: Any, /) -> Any:
    return await send(Request(GET, "/other"))


async def made(send: Any, /) -> Any:
    reply = await send(Request(GET, "/made"))
    await reply.aclose()
    return BufferedReply(200, Headers((("Content-Type", "application/json"),)), b'{"made":true}')


ROUTES = (
    Route(
        "GET",
        "/items",
        search,
        (
            Query("text"),
            Query("limit", INTEGER),
            Query("price", NUMBER),
            Query("sold", BOOLEAN),
            Query("tag", ARRAY),
            Query("where", OBJECT),
            Query("order", limited(STRING, enum=("up", "down"))),
            Query("code", limited(STRING, pattern=Pattern("^[a-z]{2}$", "^[a-z]{2}$"))),
        ),
    ),
    Route("POST", "/items", create, (WholeBody("body"),)),
    Route("GET", "/items/{item}", item, (PathVariable("item"),)),
    Route("DELETE", "/items/{id}/", remove, (PathVariable("id", into="item"),)),
    Route("GET", "/items/special", plain),
    Route("GET", "/items/{item}/price", item, (PathVariable("item", INTEGER),)),
    Route("GET", "/files/{name}.{suffix}", two, (PathVariable("name"), PathVariable("suffix"))),
    Route("GET", "/ns:{name}", two, (PathVariable("name"),)),
    Route(
        "POST",
        "/fields",
        fields,
        (
            Field("name", required=True),
            Field("count", INTEGER),
            Field("tags", ARRAY),
            QueryOrField("dry", BOOLEAN),
        ),
    ),
    Route("PUT", "/upload", upload, (RawBody("content"),)),
    Route(
        "GET",
        "/context",
        context,
        (
            Header("X-Tenant", required=True, into="tenant"),
            Cookie("session", into="session"),
        ),
    ),
    Route("GET", "/choice", plain, conditions=(("kind", "plain"),)),
    Route("GET", "/choice", other, conditions=(("other", None),)),
    Route("GET", "/made", made, onward=where_mapped),
    Route("GET", "/", plain),
)
KINDS: Final[Mapping[str, Any]] = {"router": AnyRouter, "find": find_by_query}
"""What these routes need beside the usual."""
APP = RestApp(module=__name__, declaration=ADAPTER, routes=ROUTES, apis=(API,), **KINDS)
