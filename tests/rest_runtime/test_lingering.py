"""Refusals before the body was read: the caller sees the answer, and the next request is not lost.

Sources: RFC 9112, 9.3 and 9.6; seen: after a refusal an unasked 431 came for a body of 49 kB, and the next
request on the connection was lost.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from urllib.parse import urlsplit

import pytest

from templates.runtime.mcp.settings import McpSettings
from tests.mcp_runtime.conftest import sample_app, served

from .conftest import Running, serving
from .upstream import Upstream

GET = b"GET /items HTTP/1.1\r\nHost: localhost\r\n\r\n"
LIMIT = 1000
REFUSED = [
    (b"POST /nowhere HTTP/1.1\r\n", 404),
    (b"PATCH /items HTTP/1.1\r\n", 405),
    (b"POST /items HTTP/1.1\r\nOrigin: https://evil.example\r\n", 403),
    (b"POST /items HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\n", 403),
]


def connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname, parts.port), timeout=10)


def answers(connection: socket.socket) -> Iterator[tuple[int, dict[bytes, bytes]]]:
    """Status and headers of each answer until the connection ends."""
    stream = connection.makefile("rb")
    while line := stream.readline():
        headers: dict[bytes, bytes] = {}
        while (header := stream.readline().strip()) != b"":
            name, _, value = header.partition(b":")
            headers[name.lower()] = value.strip()
        stream.read(int(headers.get(b"content-length", b"0")))
        yield int(line.split()[1]), headers


@pytest.mark.parametrize(("head", "status"), REFUSED)
@pytest.mark.parametrize("size", [10, 49_000, 300_000])
def test_the_next_request_on_the_connection_is_not_lost(
    shop: Running, up: Upstream, head: bytes, status: int, size: int
) -> None:
    """Either the connection goes on, or the answer says that it ends."""
    body = b"Host: localhost\r\nContent-Length: %d\r\n\r\n" % size + b"x" * size
    with connected(shop.url) as connection:
        connection.sendall(head + body + GET)
        found = list(_until_told(answers(connection)))
    assert found[0][0] == status
    if found[0][1].get(b"connection") == b"close":
        assert size > 64 * 1024
        assert len(found) == 1
    else:
        assert [code for code, _ in found] == [status, 200]


def _until_told(
    found: Iterator[tuple[int, dict[bytes, bytes]]],
) -> Iterator[tuple[int, dict[bytes, bytes]]]:
    for number, answer in enumerate(found, 1):
        yield answer
        if number == 2:
            return


@pytest.mark.parametrize("framing", ["length", "chunks", "more"])
def test_a_caller_that_still_uploads_sees_the_413(
    shop_with: Callable[..., AbstractContextManager[Running]], framing: str
) -> None:
    """It sends all of 5 MB before it reads, as most clients do."""
    content = b"x" * 5_000_000
    head = b"POST /items HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    if framing == "length":
        data = head + b"Content-Length: %d\r\n\r\n" % len(content) + content
    else:
        pieces = [content[at : at + 65_536] for at in range(0, len(content), 65_536)]
        if framing == "more":
            pieces.insert(0, b"{")
        chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
        data = head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    with shop_with(max_body_bytes=LIMIT) as running, connected(running.url) as connection:
        connection.sendall(data)
        status, headers = next(answers(connection))
    assert status == 413
    # A length is known to be too large before anything is read; chunks may have been read to their end.
    assert headers.get(b"connection") == b"close" or framing != "length"


def test_nobody_waits_for_a_body_that_needs_permission(
    shop_with: Callable[..., AbstractContextManager[Running]],
) -> None:
    head = b"POST /items HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with shop_with(max_body_bytes=LIMIT) as running, connected(running.url) as connection:
        connection.sendall(head + b"Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n")
        status, headers = next(answers(connection))
    assert (status, headers[b"connection"]) == (413, b"close")


def test_a_caller_that_never_ends_is_left(
    shop_with: Callable[..., AbstractContextManager[Running]],
) -> None:
    head = b"POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
    with shop_with(linger_timeout=0.2) as running, connected(running.url) as connection:
        connection.sendall(head + b"x")
        assert [status for status, _ in answers(connection)] == [404]


def test_mcp_does_the_same() -> None:
    app, _ = sample_app(McpSettings(max_body_bytes=LIMIT))
    with served(app) as url, connected(url) as connection:
        size = 2_000_000
        head = b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        connection.sendall(head + b"Content-Length: %d\r\n\r\n" % size + b" " * size)
        found = list(answers(connection))
    assert [status for status, _ in found] == [413]
    with served(app) as url, connected(url) as connection:
        head = b"POST /elsewhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 49000\r\n\r\n"
        get = b"GET /mcp HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(head + b"x" * 49_000 + get)
        found = [answer for _, answer in zip(range(2), answers(connection), strict=False)]
    assert [status for status, _ in found] == [404, 405]


def test_the_documents_are_behind_the_authentication(up: Upstream) -> None:
    from templates.runtime.credentials.bearer import Bearer
    from templates.runtime.rest.app import RestApp
    from templates.runtime.rest.settings import RestAdapter
    from tests.support.raw_http import fetch

    from . import sample
    from .conftest import make_app

    declaration = RestAdapter("shop-rest", "SHOP_REST", 0, None, Bearer(("sesame",)))
    app = RestApp(
        module="generated.quay.rest",
        declaration=declaration,
        routes=sample.ROUTES,
        apis=(sample.API,),
        **sample.KINDS,
        openapi="openapi/quay-rest.json",
        docs="docs/quay-rest.html",
    )
    with serving(make_app(up, app)) as running:
        for path in ("/-/docs", "/-/openapi.json", "/openapi.json"):
            assert fetch(running.url, "GET", path).status == 401
            headers = {"Authorization": "Bearer sesame"}
            assert fetch(running.url, "GET", path, headers=headers).status == 200
