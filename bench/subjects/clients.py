"""One client in a process of its own: `clients.py async|sync|flight|usual NAME BASE_URI SECONDS TASKS`.

Prints a number as JSON: calls a second, or the most memory that was held with all tasks in flight,
each on a connection of its own (`flight`) or on as many as the client allows by itself (`usual`).
Each client is asked the same, sends the same, and reads the answer's JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    contextmanager,
)
from pathlib import Path
from typing import Any, Final

TOKEN: Final = "benchmark"  # noqa: S105 - nobody checks it
HEADERS: Final = {"authorization": f"Bearer {TOKEN}"}
QUERY: Final = {"namespace": "coreos", "public": "true"}
WARM_UP: Final = 100

AsyncCall = Callable[[], Awaitable[Any]]
Call = Callable[[], Any]


@asynccontextmanager
async def capwright_async(base: str, most: int) -> AsyncIterator[AsyncCall]:
    from generated.quay import AsyncQuayClient, ClientOptions, Network

    options = ClientOptions(network=Network(max_connections=most)) if most else None
    async with AsyncQuayClient(base_uri=base, token=TOKEN, options=options) as client:
        yield lambda: client.listrepos(namespace="coreos", public=True)


@asynccontextmanager
async def openapi_async(base: str, most: int) -> AsyncIterator[AsyncCall]:
    import httpx
    from quay_openapi.api.default import listrepos
    from quay_openapi.client import AuthenticatedClient

    limits = httpx.Limits(max_connections=most, max_keepalive_connections=most)
    more = {"limits": limits} if most else {}
    client = AuthenticatedClient(
        base_url=base, token=TOKEN, httpx_args=more, timeout=httpx.Timeout(60)
    )
    async with client:
        yield lambda: listrepos.asyncio(client=client, namespace="coreos", public=True)


@asynccontextmanager
async def httpx2_async(base: str, most: int) -> AsyncIterator[AsyncCall]:
    import httpx2

    limits = httpx2.Limits(max_connections=most, max_keepalive_connections=most)
    more: dict[str, Any] = {"limits": limits} if most else {}
    async with httpx2.AsyncClient(base_url=base, headers=HEADERS, timeout=60, **more) as client:

        async def call() -> Any:
            return (await client.get("/repository", params=QUERY)).json()

        yield call


@asynccontextmanager
async def aiohttp_async(base: str, most: int) -> AsyncIterator[AsyncCall]:
    import aiohttp

    connector = aiohttp.TCPConnector(limit=most) if most else None
    async with aiohttp.ClientSession(headers=HEADERS, connector=connector) as session:

        async def call() -> Any:
            async with session.get(f"{base}/repository", params=QUERY) as reply:
                return await reply.json()

        yield call


@asynccontextmanager
async def pyreqwest_async(base: str, most: int) -> AsyncIterator[AsyncCall]:
    from pyreqwest.client import ClientBuilder

    async with ClientBuilder().default_headers(HEADERS).build() as client:

        async def call() -> Any:
            reply = await client.get(f"{base}/repository").query(QUERY).build().send()
            return await reply.json()

        yield call


@contextmanager
def capwright_sync(base: str) -> Iterator[Call]:
    from generated.quay import QuayClient

    with QuayClient(base_uri=base, token=TOKEN) as client:
        yield lambda: client.listrepos(namespace="coreos", public=True)


@contextmanager
def openapi_sync(base: str) -> Iterator[Call]:
    from quay_openapi.api.default import listrepos
    from quay_openapi.client import AuthenticatedClient

    with AuthenticatedClient(base_url=base, token=TOKEN) as client:
        yield lambda: listrepos.sync(client=client, namespace="coreos", public=True)


@contextmanager
def httpx2_sync(base: str) -> Iterator[Call]:
    import httpx2

    with httpx2.Client(base_url=base, headers=HEADERS) as client:
        yield lambda: client.get("/repository", params=QUERY).json()


@contextmanager
def urllib3_sync(base: str) -> Iterator[Call]:
    import urllib3

    with urllib3.PoolManager(headers=HEADERS) as pool:
        yield lambda: pool.request("GET", f"{base}/repository", fields=QUERY).json()


@contextmanager
def pyreqwest_sync(base: str) -> Iterator[Call]:
    from pyreqwest.client import SyncClientBuilder

    with SyncClientBuilder().default_headers(HEADERS).build() as client:
        yield lambda: client.get(f"{base}/repository").query(QUERY).build().send().json()


ASYNC: Final[dict[str, Callable[[str, int], AbstractAsyncContextManager[AsyncCall]]]] = {
    "capwright": capwright_async,
    "openapi": openapi_async,
    "httpx2": httpx2_async,
    "aiohttp": aiohttp_async,
    "pyreqwest": pyreqwest_async,
}
SYNC: Final[dict[str, Callable[[str], AbstractContextManager[Call]]]] = {
    "capwright": capwright_sync,
    "openapi": openapi_sync,
    "httpx2": httpx2_sync,
    "urllib3": urllib3_sync,
    "pyreqwest": pyreqwest_sync,
}


async def rate_async(name: str, base: str, seconds: float, tasks: int) -> float:
    """Calls a second of some tasks that each make one call after the other."""
    made = 0
    async with ASYNC[name](base, tasks) as call:
        for _ in range(WARM_UP):
            checked(await call())
        started = time.perf_counter()
        end = started + seconds

        async def work() -> None:
            nonlocal made
            while time.perf_counter() < end:
                await call()
                made += 1

        await asyncio.gather(*(work() for _ in range(tasks)))
        return made / (time.perf_counter() - started)


def rate_sync(name: str, base: str, seconds: float) -> float:
    """Calls a second, one after the other."""
    made = 0
    with SYNC[name](base) as call:
        for _ in range(WARM_UP):
            checked(call())
        started = time.perf_counter()
        end = started + seconds
        while time.perf_counter() < end:
            call()
            made += 1
        return made / (time.perf_counter() - started)


async def flight(name: str, base: str, tasks: int, most: int) -> int:
    """The most bytes that the process ever held, with all of its calls waiting at once."""
    async with ASYNC[name](base, most) as call:
        for answer in await asyncio.gather(*(call() for _ in range(tasks))):
            checked(answer)
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


def checked(answer: Any) -> None:
    """Raise `RuntimeError` when the answer was not read."""
    if len(answer["repositories"]) != 4:
        raise RuntimeError(f"not the answer: {answer!r}")


def main(arguments: list[str]) -> None:
    """See the module."""
    kind, name, base, amount, tasks = arguments
    if kind in ("flight", "usual"):
        most = int(tasks) if kind == "flight" else 0
        found: float = asyncio.run(flight(name, base, int(tasks), most))
    elif kind == "async":
        found = asyncio.run(rate_async(name, base, float(amount), int(tasks)))
    else:
        found = rate_sync(name, base, float(amount))
    print(json.dumps(found), flush=True)
    # The raw transport's threads may take the process down while the interpreter ends (see 0011).
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
