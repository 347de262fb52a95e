"""The adapter written by hand for speed, with Starlette and aiohttp: bytes pass through unread."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final
from urllib.parse import quote, urlencode

import aiohttp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from yarl import URL

from .serving import BASE_URI, HEADERS, run

FLAGS: Final = {"true", "false"}
OPERATIONS: Final = (
    ("POST", "/repository"),
    ("GET", "/repository/{repository}"),
    ("DELETE", "/repository/{repository}"),
    ("GET", "/repository/{repository}/tag/"),
    ("PUT", "/repository/{repository}/tag/{tag}"),
    ("DELETE", "/repository/{repository}/tag/{tag}"),
    ("GET", "/repository/{repository}/manifest/{manifestref}"),
    ("GET", "/repository/{repository}/manifest/{manifestref}/security"),
    ("GET", "/repository/{repository}/build/"),
    ("POST", "/repository/{repository}/build/"),
    ("GET", "/organization/{orgname}"),
    ("PUT", "/organization/{orgname}/team/{teamname}"),
    ("PUT", "/organization/{orgname}/robots/{robot_shortname}"),
    ("GET", "/user/"),
    ("PUT", "/repository/{repository}/permissions/user/{username}"),
)


async def send(request: Request, url: str) -> Response:
    body = await request.body()
    session: aiohttp.ClientSession = request.app.state.session
    async with session.request(
        request.method, URL(BASE_URI + url, encoded=True), data=body or None
    ) as reply:
        content = await reply.read()
        return Response(content, reply.status, media_type=reply.headers.get("content-type"))


async def listrepos(request: Request) -> Response:
    given = request.query_params
    query = [(name, given[name]) for name in ("namespace", "public", "starred") if name in given]
    if any(name != "namespace" and value not in FLAGS for name, value in query):
        return JSONResponse({"detail": "true or false is needed"}, 422)
    return await send(request, "/repository?" + urlencode(query))


def operation(path: str) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        segments = {name: quote(value, safe="") for name, value in request.path_params.items()}
        return await send(request, path.format(**segments))

    return endpoint


@contextlib.asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    async with aiohttp.ClientSession(headers=HEADERS) as session:
        app.state.session = session
        yield


app = Starlette(
    lifespan=lifespan,
    routes=[
        Route("/repository", listrepos),
        *(Route(path, operation(path), methods=[method]) for method, path in OPERATIONS),
    ],
)

if __name__ == "__main__":
    run(app)
