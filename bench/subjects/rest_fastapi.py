"""The adapter as one writes it by hand with FastAPI and httpx2."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import httpx2
from fastapi import Body, FastAPI
from fastapi.responses import JSONResponse, Response

from .serving import BASE_URI, HEADERS, run

client = httpx2.AsyncClient(base_url=BASE_URI, headers=HEADERS, timeout=60)


@contextlib.asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    async with client:
        yield


app = FastAPI(lifespan=lifespan)


async def call(
    method: str, path: str, *segments: str, query: dict[str, Any] | None = None, body: Any = None
) -> Response:
    url = path.format(*(quote(segment, safe="") for segment in segments))
    given = {name: value for name, value in (query or {}).items() if value is not None}
    reply = await client.request(method, url, params=given, json=body)
    if not reply.content:
        return Response(status_code=reply.status_code)
    return JSONResponse(reply.json(), reply.status_code)


@app.get("/repository")
async def listrepos(
    namespace: str | None = None, public: bool | None = None, starred: bool | None = None
) -> Response:
    query = {"namespace": namespace, "public": public, "starred": starred}
    return await call("GET", "/repository", query=query)


@app.post("/repository")
async def createrepo(body: dict[str, Any] | None = Body(None)) -> Response:
    return await call("POST", "/repository", body=body)


@app.get("/repository/{repository}")
async def getrepo(repository: str) -> Response:
    return await call("GET", "/repository/{}", repository)


@app.delete("/repository/{repository}")
async def deleterepo(repository: str) -> Response:
    return await call("DELETE", "/repository/{}", repository)


@app.get("/repository/{repository}/tag/")
async def listrepotags(repository: str) -> Response:
    return await call("GET", "/repository/{}/tag/", repository)


@app.put("/repository/{repository}/tag/{tag}")
async def changetag(
    repository: str, tag: str, body: dict[str, Any] | None = Body(None)
) -> Response:
    return await call("PUT", "/repository/{}/tag/{}", repository, tag, body=body)


@app.delete("/repository/{repository}/tag/{tag}")
async def deletetag(repository: str, tag: str) -> Response:
    return await call("DELETE", "/repository/{}/tag/{}", repository, tag)


@app.get("/repository/{repository}/manifest/{manifestref}")
async def getmanifest(repository: str, manifestref: str) -> Response:
    return await call("GET", "/repository/{}/manifest/{}", repository, manifestref)


@app.get("/repository/{repository}/manifest/{manifestref}/security")
async def getmanifestsecurity(repository: str, manifestref: str) -> Response:
    return await call("GET", "/repository/{}/manifest/{}/security", repository, manifestref)


@app.get("/repository/{repository}/build/")
async def listrepobuilds(repository: str) -> Response:
    return await call("GET", "/repository/{}/build/", repository)


@app.post("/repository/{repository}/build/")
async def requestrepobuild(repository: str, body: dict[str, Any] | None = Body(None)) -> Response:
    return await call("POST", "/repository/{}/build/", repository, body=body)


@app.get("/organization/{orgname}")
async def getorganization(orgname: str) -> Response:
    return await call("GET", "/organization/{}", orgname)


@app.put("/organization/{orgname}/team/{teamname}")
async def updateorganizationteam(
    orgname: str, teamname: str, body: dict[str, Any] | None = Body(None)
) -> Response:
    return await call("PUT", "/organization/{}/team/{}", orgname, teamname, body=body)


@app.put("/organization/{orgname}/robots/{robot_shortname}")
async def createorgrobot(
    orgname: str, robot_shortname: str, body: dict[str, Any] | None = Body(None)
) -> Response:
    return await call("PUT", "/organization/{}/robots/{}", orgname, robot_shortname, body=body)


@app.get("/user/")
async def getloggedinuser() -> Response:
    return await call("GET", "/user/")


@app.put("/repository/{repository}/permissions/user/{username}")
async def changeuserpermissions(
    repository: str, username: str, body: dict[str, Any] | None = Body(None)
) -> Response:
    return await call("PUT", "/repository/{}/permissions/user/{}", repository, username, body=body)


if __name__ == "__main__":
    run(app)
