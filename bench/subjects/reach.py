"""The REST app of Quay over an upstream in memory, with and without the check of the reach, in turn.

Prints the CPU seconds of one request, on and off, a line for each pair.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from typing import Any, Final

from generated.quay._runtime.messages import Headers
from generated.quay.rest import create_app
from generated.quay.settings import Settings

_BODY: Final = b'{"name": "simple"}'
_TURNS: Final = 100
_SCOPE: Final = {
    "type": "http",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "method": "GET",
    "scheme": "http",
    "path": "/organization/devtable",
    "raw_path": b"/organization/devtable",
    "root_path": "",
    "query_string": b"",
    "headers": [(b"host", b"127.0.0.1:8080"), (b"accept", b"*/*")],
    "client": ("127.0.0.1", 1),
    "server": ("127.0.0.1", 8080),
}


class _Reply:
    status = 200
    headers = Headers((("content-type", "application/json"), ("content-length", str(len(_BODY)))))

    async def read(self, limit: int) -> bytes:
        return _BODY

    async def chunks(self, limit: int | None = None) -> AsyncIterator[bytes]:
        yield _BODY

    async def aclose(self) -> None:
        pass


class _Memory:
    """A transport that answers at once."""

    async def send(self, wire: Any) -> _Reply:
        return _Reply()

    async def aclose(self) -> None:
        pass


def _app(check: str) -> Any:
    environ = {"QUAY_TOKEN": "a-token-of-the-bench", "QUAY_REACH_CHECK": check}
    return create_app(settings=Settings.from_environment(environ), transport=_Memory())


async def _seconds(app: Any, calls: int) -> float:
    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    statuses: set[int] = set()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.add(message["status"])

    started = time.process_time()
    for _ in range(calls):
        await app(dict(_SCOPE), receive, send)
    spent = time.process_time() - started
    assert statuses == {200}, statuses
    return spent / calls


async def main(pairs: int, calls: int) -> None:
    """Pairs of measurements, each of which begins with the other one."""
    on, off = _app("true"), _app("false")
    for app in (on, off):
        await _seconds(app, calls // 4)
    for _ in range(pairs):
        times = {id(on): 0.0, id(off): 0.0}
        for turn in range(_TURNS):
            # In short turns, so that a busy machine meets both alike.
            for app in (on, off) if turn % 2 else (off, on):
                times[id(app)] += await _seconds(app, calls // _TURNS) / _TURNS
        print(times[id(on)], times[id(off)], flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
