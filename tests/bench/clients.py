"""How quick the client is beside others: `python -m tests.bench.clients [--openapi-client FOLDER]`.

One upstream in a process of its own (a fixed answer of 0.7 kB JSON), one process for each contender, the
best of some rounds. Contenders that are not installed are left out. FOLDER holds what
`openapi-python-client generate --meta none` makes of `generated/quay/openapi/quay-rest.json`.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
PATH: Final = "/api/v1/repository/devtable%2Fsimple"
TOKEN: Final = "bench-token"
TASKS: Final = 16
IN_FLIGHT: Final = 1000
_BODY: Final = json.dumps({"name": "simple", "description": "x" * 660}).encode()
_HEAD: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
_HEADERS: Final = {"Accept": "application/json", "Authorization": f"Bearer {TOKEN}"}


# --- the upstream ------------------------------------------------------------------------------


class _Answering(asyncio.Protocol):
    """Answers every request with the same bytes, after a delay where the path asks for one."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport
        self._received = b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        *requests, self._received = self._received.split(b"\r\n\r\n")
        for request in requests:
            if b"/slow" in request.partition(b"\r\n")[0]:
                asyncio.get_running_loop().call_later(1.0, self._answer)
            else:
                self._answer()

    def _answer(self) -> None:
        self._transport.write(_HEAD % len(_BODY) + _BODY)


async def _upstream() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Answering, "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


# --- the contenders ----------------------------------------------------------------------------

Async = Callable[[str], Awaitable[Any]]
Sync = Callable[[str], Any]


def _ours(url: str) -> Async:
    from generated.quay import AsyncQuayClient

    client = AsyncQuayClient(base_uri=url + "/api/v1", token=TOKEN)
    return client.getrepo


def _ours_httpx2(url: str) -> Async:
    from generated.quay import AsyncQuayClient
    from generated.quay._runtime.options import Network
    from generated.quay._runtime.transport.httpx2 import AsyncHttpx2Transport

    transport = AsyncHttpx2Transport(network=Network(max_connections=IN_FLIGHT))
    client = AsyncQuayClient(base_uri=url + "/api/v1", token=TOKEN, transport=transport)
    return client.getrepo


def _pyreqwest(url: str) -> Async:
    from pyreqwest.client import ClientBuilder

    client = ClientBuilder().build()
    pairs = tuple(_HEADERS.items())

    async def call(name: str) -> Any:
        request = client.get(f"{url}/api/v1/repository/{name.replace('/', '%2F')}")
        response = await request.headers(pairs).build().send()
        return await response.json()

    return call


def _httpx2(url: str) -> Async:
    import httpx2

    limits = httpx2.Limits(max_connections=IN_FLIGHT)
    client = httpx2.AsyncClient(base_url=url, headers=_HEADERS, limits=limits, timeout=60)

    async def call(name: str) -> Any:
        return (await client.get(f"/api/v1/repository/{name.replace('/', '%2F')}")).json()

    return call


def _aiohttp(url: str) -> Async:
    import aiohttp
    import yarl

    connector = aiohttp.TCPConnector(limit=IN_FLIGHT)
    session = aiohttp.ClientSession(headers=_HEADERS, connector=connector)

    async def call(name: str) -> Any:
        target = yarl.URL(f"{url}/api/v1/repository/{name.replace('/', '%2F')}", encoded=True)
        async with session.get(target) as response:
            return await response.json()

    return call


def _openapi_client(url: str) -> Async:
    from openapi_client.api.default import getrepo  # type: ignore[import-not-found]
    from openapi_client.client import AuthenticatedClient  # type: ignore[import-not-found]

    client = AuthenticatedClient(base_url=url + "/api/v1", token=TOKEN)

    async def call(name: str) -> Any:
        return json.loads((await getrepo.asyncio_detailed(name, client=client)).content)

    return call


def _ours_sync(url: str) -> Sync:
    from generated.quay import QuayClient

    return QuayClient(base_uri=url + "/api/v1", token=TOKEN).getrepo


def _ours_httpx2_sync(url: str) -> Sync:
    from generated.quay import QuayClient
    from generated.quay._runtime.transport.httpx2 import Httpx2Transport

    client = QuayClient(base_uri=url + "/api/v1", token=TOKEN, transport=Httpx2Transport())
    return client.getrepo


def _pyreqwest_sync(url: str) -> Sync:
    from pyreqwest.client import SyncClientBuilder

    client = SyncClientBuilder().build()
    pairs = tuple(_HEADERS.items())

    def call(name: str) -> Any:
        request = client.get(f"{url}/api/v1/repository/{name.replace('/', '%2F')}")
        return request.headers(pairs).build().send().json()

    return call


def _httpx2_sync(url: str) -> Sync:
    import httpx2

    client = httpx2.Client(base_url=url, headers=_HEADERS)
    return lambda name: client.get(f"/api/v1/repository/{name.replace('/', '%2F')}").json()


def _urllib3_sync(url: str) -> Sync:
    import urllib3

    pool = urllib3.PoolManager(headers=_HEADERS)
    return lambda name: pool.request(
        "GET", f"{url}/api/v1/repository/{name.replace('/', '%2F')}"
    ).json()


def _openapi_client_sync(url: str) -> Sync:
    from openapi_client.api.default import getrepo
    from openapi_client.client import AuthenticatedClient

    client = AuthenticatedClient(base_url=url + "/api/v1", token=TOKEN)
    return lambda name: json.loads(getrepo.sync_detailed(name, client=client).content)


ASYNC: Final[dict[str, tuple[str, Callable[[str], Async]]]] = {
    "ours": ("pyreqwest", _ours),
    "pyreqwest by hand (the raw transport)": ("pyreqwest", _pyreqwest),
    "ours on httpx2": ("httpx2", _ours_httpx2),
    "httpx2 by hand": ("httpx2", _httpx2),
    "aiohttp by hand": ("aiohttp", _aiohttp),
    "openapi-python-client": ("openapi_client", _openapi_client),
}
SYNC: Final[dict[str, tuple[str, Callable[[str], Sync]]]] = {
    "ours": ("pyreqwest", _ours_sync),
    "pyreqwest by hand (the raw transport)": ("pyreqwest", _pyreqwest_sync),
    "ours on httpx2": ("httpx2", _ours_httpx2_sync),
    "httpx2 by hand": ("httpx2", _httpx2_sync),
    "urllib3 by hand": ("urllib3", _urllib3_sync),
    "openapi-python-client": ("openapi_client", _openapi_client_sync),
}


# --- measuring, in the contender's own process ---------------------------------------------------


async def _async_rate(make: Callable[[str], Async], url: str, calls: int) -> float:
    call = make(url)
    await call("devtable/simple")

    async def work() -> None:
        for _ in range(calls // TASKS):
            await call("devtable/simple")

    started = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(TASKS)))
    return calls / (time.perf_counter() - started)


async def _memory(make: Callable[[str], Async], url: str) -> float:
    """Megabytes more at the highest point of a thousand calls in flight."""
    call = make(url)
    await call("devtable/simple")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    await asyncio.gather(*(call("slow") for _ in range(IN_FLIGHT)))
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def _sync_rate(make: Callable[[str], Sync], url: str, calls: int) -> float:
    call = make(url)
    call("devtable/simple")
    started = time.perf_counter()
    for _ in range(calls):
        call("devtable/simple")
    return calls / (time.perf_counter() - started)


def _one(kind: str, name: str, url: str, calls: int) -> None:
    if kind == "async":
        print(asyncio.run(_async_rate(ASYNC[name][1], url, calls)))
    elif kind == "memory":
        print(asyncio.run(_memory(ASYNC[name][1], url)))
    else:
        print(_sync_rate(SYNC[name][1], url, calls))
    sys.stdout.flush()
    os._exit(0)  # Contenders are left as they are; what they say when they end is not measured.


# --- the table -----------------------------------------------------------------------------------


def _measured(kind: str, name: str, url: str, calls: int, folder: str) -> float:
    command = [sys.executable, "-m", "tests.bench.clients", "--one", kind, name, url, str(calls)]
    done = subprocess.run(
        [*command, "--openapi-client", folder],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
        check=True,
    )
    return float(done.stdout)


def _table(kind: str, names: list[str], values: dict[str, float], unit: str) -> None:
    print(f"\n| {kind} | {unit} | beside ours |\n|---|---|---|")
    for name in names:
        ratio = values[name] / values["ours"] if values["ours"] else 0.0
        print(f"| {name} | {values[name]:,.0f} | {ratio:.2f} |")


def _compare(url: str, folder: str, rounds: int, calls: int) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()},")
    print(f"best of {rounds} rounds, {calls:,} calls each; {TASKS} tasks where asynchronous")
    for kind, contenders in (("async", ASYNC), ("sync", SYNC)):
        names = [n for n, (module, _) in contenders.items() if importlib.util.find_spec(module)]
        best = dict.fromkeys(names, 0.0)
        for _ in range(rounds):
            for name in names:
                best[name] = max(best[name], _measured(kind, name, url, calls, folder))
        _table(kind, names, best, "calls/s")
    names = [n for n, (module, _) in ASYNC.items() if importlib.util.find_spec(module)]
    least = {n: min(_measured("memory", n, url, 0, folder) for _ in range(2)) for n in names}
    _table(f"memory for {IN_FLIGHT:,} calls in flight", names, least, "MB")


def main() -> None:
    """Compare, or be one of the processes of a comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--openapi-client", default="", metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--calls", type=int, default=4000)
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    parser.add_argument("--upstream", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.openapi_client:
        place = Path(given.openapi_client)
        spec = importlib.util.spec_from_file_location("openapi_client", place / "__init__.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules["openapi_client"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["openapi_client"])
    if given.upstream:
        runner = asyncio.Runner(loop_factory=_fast_loop())
        runner.run(_upstream())
    elif given.one:
        kind, name, url, calls = given.one
        _one(kind, name, url, int(calls))
    else:
        _with_upstream(given)


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    if importlib.util.find_spec("uvloop"):
        import uvloop

        return uvloop.new_event_loop
    return asyncio.new_event_loop


def _with_upstream(given: argparse.Namespace) -> None:
    command = [sys.executable, "-m", "tests.bench.clients", "--upstream"]
    upstream = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert upstream.stdout is not None
        url = f"http://127.0.0.1:{int(upstream.stdout.readline())}"
        _compare(url, given.openapi_client, given.rounds, given.calls)
    finally:
        upstream.terminate()
        upstream.wait()


if __name__ == "__main__":
    main()
