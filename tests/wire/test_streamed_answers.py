"""The limit of a whole call ends with the headers of a streamed answer; then the read time-out counts.

Source: seen: events and large files were cut in the middle at the total time-out of 60 seconds.
"""

from __future__ import annotations

import socket
import threading
import time

import pytest

from tests.runtime.server import Seen, Server
from tests.support.processes import Served
from tests.support.raw_http import fetch
from tests.support.tools import ToolCaller, text_of

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n"


@pytest.fixture(scope="module", params=["0", "2"])
def settings(request: pytest.FixtureRequest) -> dict[str, str]:
    return {
        "REGISTRY_TIMEOUT": "1",
        "REGISTRY_READ_TIMEOUT": "1.5",
        "REGISTRY_RETRIES": request.param,
    }


def _events(connection: socket.socket) -> None:
    connection.sendall(HEAD % b"text/event-stream" + b"Transfer-Encoding: chunked\r\n\r\n")
    for _ in range(8):
        connection.sendall(b"9\r\ndata: 1\n\n\r\n")
        time.sleep(0.3)
    connection.sendall(b"0\r\n\r\n")


def _file(connection: socket.socket) -> None:
    connection.sendall(HEAD % b"application/zip" + b"Content-Length: 200000\r\n\r\n")
    for _ in range(8):
        connection.sendall(b"x" * 25_000)
        time.sleep(0.3)


def _drips(connection: socket.socket) -> None:
    connection.sendall(HEAD % b"application/json" + b"Content-Length: 10\r\n\r\n")
    for _ in range(10):
        connection.sendall(b" ")
        time.sleep(0.3)


def test_events_and_files_go_on(upstream: Server, rest_app: Served) -> None:
    upstream.queue.append(_events)
    assert fetch(rest_app.url, "GET", "/raw/1").body == b"data: 1\n\n" * 8
    upstream.queue.append(_file)
    assert len(fetch(rest_app.url, "GET", "/raw/1").body) == 200_000


def test_nothing_waits_for_ever(upstream: Server, rest_app: Served) -> None:
    over = threading.Event()

    def stops(connection: socket.socket) -> None:
        connection.sendall(HEAD % b"application/zip" + b"Content-Length: 200000\r\n\r\nxx")
        over.wait(60)

    upstream.queue.append(stops)
    try:
        # How a cut answer shows is the library's.
        with pytest.raises(Exception) as cut:  # noqa: PT011
            fetch(rest_app.url, "GET", "/raw/1")
    finally:
        over.set()
    assert not isinstance(cut.value, TimeoutError)  # the adapter ended it, nobody's patience did


def test_what_is_read_as_a_whole_keeps_to_the_limit(
    upstream: Server, rest_app: Served, tools: ToolCaller
) -> None:
    def rule(seen: Seen) -> object:
        return _drips

    upstream.rule = rule  # type: ignore[assignment]
    assert fetch(rest_app.url, "GET", "/tenants/1").status == 504
    assert "no answer in time" in text_of(tools.call("show-tenant", {"id": "1"}))
    assert "no answer in time" in text_of(tools.call("raw-tenant", {"id": "1"}))


def test_the_headers_keep_to_the_limit(upstream: Server, rest_app: Served) -> None:
    upstream.rule = lambda seen: lambda connection: time.sleep(2)
    assert fetch(rest_app.url, "GET", "/raw/1").status == 504
