#!/usr/bin/env bash
# OpenAPI 3.1.1, "Parameter Object": `style` says how a value stands in the request (`label` in a path: `/.a.b`), and a
# parameter with `content` is one value in that media type. fastmcp 4.2.3 (PyPI), FastMCP.from_openapi, reads style
# in a query (a deepObject is right), and elsewhere writes another request than the document describes, without a word:
# label and matrix become the plain comma list, so that the server has no parameter there; a query parameter of
# `content: application/json` is taken apart into parameters that the document does not know; a list in a cookie is
# the Python text of the list.
#
# Seen on 2026-11-28, what the server gets:
#   label: /label/a,b (/label/.a.b)          matrix: /matrix/a,b (/matrix/;c=a;c=b)
#   content: ?R=1 (?c={"R":1}, encoded)      cookie: c=['a', 'b']          deepObject: ?c[R]=1, encoded, as it should
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check fastmcp==4.2.3
environment/bin/python - <<'END_OF_PYTHON'
import asyncio
import logging
from urllib.parse import unquote

import httpx2
from fastmcp import Client, FastMCP

logging.disable()
LIST = {"type": "array", "items": {"type": "string"}}
COLOR = {"type": "object", "properties": {"R": {"type": "integer"}}}
PARAMETERS = {
    "label": {"in": "path", "required": True, "style": "label", "explode": True, "schema": LIST},
    "matrix": {"in": "path", "required": True, "style": "matrix", "explode": True, "schema": LIST},
    "content": {"in": "query", "content": {"application/json": {"schema": COLOR}}},
    "cookie": {"in": "cookie", "schema": LIST},
    "deep": {"in": "query", "style": "deepObject", "explode": True, "schema": COLOR},
}
SEEN = {
    "label": "/label/a,b",
    "matrix": "/matrix/a,b",
    "content": "/content?R=1",
    "cookie": "/cookie c=['a', 'b']",
    "deep": "/deep?c[R]=1",
}


def document() -> dict:
    paths = {}
    for name, parameter in PARAMETERS.items():
        path = f"/{name}/{{c}}" if parameter["in"] == "path" else f"/{name}"
        responses = {"200": {"description": "done"}}
        paths[path] = {"get": {"operationId": name, "parameters": [{"name": "c", **parameter}], "responses": responses}}
    return {"openapi": "3.1.1", "info": {"title": "A", "version": "1"}, "paths": paths}


async def main() -> None:
    requests = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        target = unquote(request.url.raw_path.decode())
        requests.append(f"{target} {request.headers.get('cookie', '')}".strip())
        return httpx2.Response(200, json={})

    upstream = httpx2.AsyncClient(transport=httpx2.MockTransport(answer), base_url="http://a.example")
    async with Client(FastMCP.from_openapi(document(), client=upstream)) as client:
        for name, parameter in PARAMETERS.items():
            value = ["a", "b"] if parameter.get("schema") is LIST else {"R": 1}
            await client.call_tool(name, {"c": value})
            print(f"{name}: {requests[-1]}")
            if requests[-1] != SEEN[name]:
                raise SystemExit("changed")


asyncio.run(main())
END_OF_PYTHON
