"""Requests through an adapter of Quay in memory: `inside.py rest|ERA seconds|shares COUNT`.

A server, sockets and an API are not there, so that only this package's own code runs. Prints the CPU
seconds of one request, or how the time is shared out among the parts of the package, a line for each.
"""

from __future__ import annotations

import asyncio
import cProfile
import json
import os
import pstats
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import PurePath
from typing import Any, Final

from bench.mcp import request
from generated.quay import mcp_server, rest
from generated.quay._runtime.messages import Headers

_LIST: Final = {"name": "listrepos", "arguments": {"namespace": "coreos", "public": True}}
_WARM_UP: Final = 500
_PACKAGE: Final = "_runtime"


class _Reply:
    status = 200

    def __init__(self, body: bytes) -> None:
        self._body = body
        length = ("content-length", str(len(body)))
        self.headers = Headers((("content-type", "application/json"), length))

    async def read(self, limit: int) -> bytes:
        return self._body

    async def chunks(self, limit: int | None = None) -> AsyncIterator[bytes]:
        yield self._body

    async def aclose(self) -> None:
        pass


class _Memory:
    """A transport that answers at once, as the upstream of the benchmark does."""

    def __init__(self) -> None:
        named = [{"name": f"repository-{index}", "namespace": "coreos"} for index in range(4)]
        self._body = json.dumps({"repositories": named}).encode()

    async def send(self, wire: Any) -> _Reply:
        return _Reply(self._body)

    async def aclose(self) -> None:
        pass


def _scope(kind: str) -> tuple[dict[str, Any], bytes]:
    """What a server makes of the request that the benchmark sends."""
    given = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "root_path": "",
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8080),
    }
    host = (b"host", b"127.0.0.1:8080")
    if kind == "rest":
        query = b"namespace=coreos&public=true"
        where = {"path": "/repository", "raw_path": b"/repository", "query_string": query}
        return {**given, **where, "method": "GET", "headers": [host]}, b""
    asked = request(kind, "tools/call", _LIST)
    body = (asked.body or "").encode()
    pairs = [(name.encode(), value.encode()) for name, value in (asked.headers or {}).items()]
    headers = [host, *pairs, (b"content-length", b"%d" % len(body))]
    where = {"path": "/mcp", "raw_path": b"/mcp", "query_string": b""}
    return {**given, **where, "method": "POST", "headers": headers}, body


async def _ask(app: Any, kind: str, count: int) -> None:
    scope, body = _scope(kind)
    statuses: set[int] = set()

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.add(message["status"])

    for _ in range(count):
        await app(dict(scope), receive, send)
    if statuses != {200}:
        raise RuntimeError(f"answered with {statuses}")


def _shares(profile: cProfile.Profile) -> Counter[str]:
    """Seconds by part of the package; what it calls in C counts for the caller."""
    found: Counter[str] = Counter()
    # The types of the standard library leave out the one attribute that has the rows.
    rows: dict[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    for function, (_, _, own, _, callers) in rows.items():
        if function[0] != "~":
            found[_part(function[0])] += own
            continue
        for caller, (_, _, spent, _) in callers.items():
            found[_part(caller[0])] += spent
    return found


def _part(file: str) -> str:
    parts = PurePath(file).parts
    if _PACKAGE not in parts:
        return "generated code" if "generated" in parts else "standard library and this measurement"
    return "/".join(parts[parts.index(_PACKAGE) + 1 :][:2])


async def main(kind: str, what: str, count: int) -> None:
    """Measure, and print."""
    create = rest.create_app if kind == "rest" else mcp_server.create_app
    app = create(transport=_Memory())
    await _ask(app, kind, _WARM_UP)
    if what == "seconds":
        began = time.process_time()
        await _ask(app, kind, count)
        print((time.process_time() - began) / count)
        return
    profile = cProfile.Profile()
    with profile:
        await _ask(app, kind, count)
    shares = _shares(profile)
    for part, seconds in shares.most_common():
        print(seconds / shares.total(), part, sep="\t")


if __name__ == "__main__":
    os.environ.setdefault("QUAY_TOKEN", "a-token-of-the-bench")
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
