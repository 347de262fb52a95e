"""The REST app of Quay with and without the check of the reach, in turn.

Prints the CPU seconds of one request, on and off, a line for each pair. With a base URI the requests go there by
the package's own transport; without one they are answered in memory, and nothing hides the check.
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


class _Received:
    """What a server gives: one message, and then nothing until the caller leaves."""

    def __init__(self) -> None:
        self._messages = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive(self) -> Any:
        if not self._messages:
            await asyncio.get_running_loop().create_future()
        return self._messages.pop()


def _app(check: str, base_uri: str) -> Any:
    environ = {"QUAY_TOKEN": "a-token-of-the-bench", "QUAY_REACH_CHECK": check}
    if base_uri:
        environ["QUAY_BASE_URI"] = base_uri
    transport = None if base_uri else _Memory()
    return create_app(settings=Settings.from_environment(environ), transport=transport)


async def _seconds(app: Any, calls: int) -> float:
    statuses: set[int] = set()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.add(message["status"])

    started = time.process_time()
    for _ in range(calls):
        await app(dict(_SCOPE), _Received().receive, send)
    spent = time.process_time() - started
    assert statuses == {200}, statuses
    return spent / calls


async def main(pairs: int, calls: int, base_uri: str = "") -> None:
    """Pairs of measurements, each of which begins with the other one."""
    on, off = _app("true", base_uri), _app("false", base_uri)
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
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]))
