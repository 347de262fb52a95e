"""A call that a client cancels, or leaves, closes the connection to the API: every transport, both eras."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from collections.abc import Iterator

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from tests.support.processes import ROOT, environment, serve

MODES = ("legacy", "2026-07-28")


class Hanging:
    """An API that takes a request and answers nothing."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.asked = threading.Event()
        self.left = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            connection, _ = self._listening.accept()
            with connection:
                connection.settimeout(60)
                connection.recv(65536)
                self.asked.set()
                while connection.recv(65536):
                    pass
                self.left.set()

    def close(self) -> None:
        self._listening.close()


@pytest.fixture(name="api")
def _api() -> Iterator[Hanging]:
    api = Hanging()
    yield api
    api.close()


async def _cancelled(client: Client, api: Hanging, pause: float) -> bool:
    """Whether the API saw that the call was given up."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(client.call_tool, "getorganization", {"orgname": "slow"})
        assert await anyio.to_thread.run_sync(api.asked.wait, 20)
        await anyio.sleep(pause)
        tasks.cancel_scope.cancel()
    return await anyio.to_thread.run_sync(api.left.wait, 20)


@pytest.mark.parametrize("mode", MODES)
def test_over_stdio(api: Hanging, mode: str) -> None:
    async def ask() -> bool:
        parameters = StdioServerParameters(
            command=sys.executable,
            args=["-m", "generated.quay", "mcp", "--transport", "stdio"],
            env=environment(QUAY_BASE_URI=api.url, QUAY_TOKEN="x"),
            cwd=ROOT,
        )
        async with Client(stdio_client(parameters), mode=mode) as client:
            return await _cancelled(client, api, 0)

    assert anyio.run(ask)


@pytest.mark.parametrize("streams", [False, True], ids=["waiting", "streaming"])
@pytest.mark.parametrize("mode", MODES)
def test_over_http(api: Hanging, mode: str, streams: bool) -> None:
    environ = environment(
        QUAY_BASE_URI=api.url,
        QUAY_TOKEN="x",
        QUAY_MCP_LONG_CALL_SECONDS="0.2" if streams else "10",
    )

    async def ask(url: str) -> bool:
        async with Client(f"{url}/mcp", mode=mode) as client:
            return await _cancelled(client, api, 0.6 if streams else 0)

    with serve("mcp", environ) as served:
        assert anyio.run(ask, served.url)
