"""What is known of earlier answers makes an answer quicker, and no other one.

Each answer of the API goes three times over one connection of our own server, behind an ordinary one and before it,
and once through an application that has seen nothing, without a server.
"""

from __future__ import annotations

import asyncio
import http.client
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from templates.runtime.messages import Operation, Request
from templates.runtime.rest.app import RestApp
from templates.runtime.rest.inputs import PathVariable
from templates.runtime.rest.routing import Route
from templates.runtime.wire import encoding as encode
from templates.runtime.wire.decoding import AS_JSON

from . import sample
from .conftest import Running, make_app, serving
from .upstream import Upstream, raw

_ITEM: Final = Operation("shop", "item", "GET", AS_JSON)


async def _item(send: Any, /, *, item: Any) -> Any:
    return await send(Request(_ITEM, encode.path("/items/", ("item", item))))


APP: Final = RestApp(
    module=__name__,
    declaration=sample.ADAPTER,
    routes=(Route("GET", "/items/{item}", _item, (PathVariable("item"),)),),
    apis=(sample.API,),
)
"""Its answers are documents: their starts come with their headers (decision 0075)."""

_OK: Final = b"HTTP/1.1 200 OK\r\n"
_TYPE: Final = b"Content-Type: application/json\r\n"
_TWO: Final = b"Content-Length: 2\r\n\r\n{}"
_OWN: Final = frozenset(("date", "server", "x-request-id", "transfer-encoding"))
"""Of the server, or another one in each answer."""
Pairs = list[tuple[str, str]]


def _with(*lines: bytes) -> bytes:
    return _OK + _TYPE + b"".join(line + b"\r\n" for line in lines) + _TWO


def _sized(size: int) -> bytes:
    return _OK + _TYPE + b"Content-Length: %d\r\n\r\n" % size + b"x" * size


def _status(status: int, *lines: bytes) -> bytes:
    head = b"HTTP/1.1 %d Whatever\r\n" % status + b"".join(line + b"\r\n" for line in lines)
    return head + (b"\r\n" if status in (204, 304) else _TYPE + _TWO)


ANSWERS: Final = [
    *(_status(status) for status in (201, 202, 204, 206, 304, 400, 404, 429, 500, 503, 599)),
    *(_status(status, b"Location: http://a.example/b") for status in (201, 301, 307)),
    *(_sized(size) for size in (0, 1, 65535, 65536, 65537, 99999, 100000)),
    b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + _with(b"X-A: b"),
    _OK + _TYPE + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
    _OK
    + _TYPE
    + b"Transfer-Encoding: chunked\r\nTrailer: x-t\r\n\r\n2\r\n{}\r\n0\r\nX-T: 1\r\n\r\n",
    _OK + b"Content-Type: text/html\r\n" + _TWO,
    _OK + b"Content-Type: application/json\r\nContent-Type: text/html\r\n" + _TWO,
    _OK + b"Content-Type:\r\n" + _TWO,
    _OK + _TWO,
    _with(b"Content-Encoding: gzip", b'ETag: "a"', b"Vary: Accept-Encoding"),
    _with(b"X-A: 1", b"X-B: 2", b"x-a: 3"),
    _with(b"X-Empty:", b"X-Tab: a\tb"),
    _with(b"X-Long: " + b"l" * 5000),
    _with(b"Connection: X-A", b"X-A: 1", b"X-B: 2"),
    _with(b"Connection: keep-alive, X-B", b"X-A: 1", b"X-B: 2"),
    _with(b"Connection: Keep-Alive", b"Keep-Alive: timeout=5"),
    _with(b"Connection: Content-Type, X-Content-Type-Options"),
    _with(b"X-Request-Id: upstream", b"Date: yesterday", b"Server: a"),
    _with(b"Set-Cookie: a=b", b"Set-Cookie: c=d", b"Access-Control-Allow-Origin: *"),
    _with(b"Content-Length: 2"),
    *(_with(*(b"X-%d: %d" % (n, n) for n in range(count))) for count in (62, 63, 64, 90)),
]
PLAIN: Final = _OK + _TYPE + b'Content-Length: 8\r\n\r\n{"a": 1}'


def _shown(status: int, headers: Pairs, body: bytes) -> tuple[int, Pairs, bytes]:
    kept = sorted((name.lower(), value) for name, value in headers if name.lower() not in _OWN)
    return status, kept, body


def _asked(connection: http.client.HTTPConnection) -> tuple[int, Pairs, bytes]:
    connection.request("GET", "/items/7", headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    return _shown(response.status, response.getheaders(), response.read())


def _unaided(up: Upstream) -> tuple[int, Pairs, bytes]:
    """The answer of an application that has seen nothing, as it gives it to any server."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        await asyncio.Event().wait()  # There is no body, and nobody leaves.

    async def run() -> None:
        headers = [(b"host", b"localhost"), (b"accept-encoding", b"gzip")]
        scope = {"type": "http", "method": "GET", "path": "/items/7", "raw_path": b"/items/7"}
        app = make_app(up, APP)
        await app({**scope, "headers": headers, "http_version": "1.1"}, receive, send)
        await app.aclose()

    asyncio.run(run())
    pairs = [(name.decode(), value.decode("latin-1")) for name, value in sent[0]["headers"]]
    return _shown(sent[0]["status"], pairs, b"".join(each.get("body", b"") for each in sent[1:]))


@pytest.fixture(scope="module")
def documents(running_upstream: Upstream) -> Iterator[Running]:
    with serving(make_app(running_upstream, APP)) as running:
        yield running


@pytest.mark.parametrize("content", ANSWERS, ids=range(len(ANSWERS)))
def test_an_answer_is_the_same_the_third_time(
    documents: Running, up: Upstream, content: bytes
) -> None:
    up.answer = raw(content)
    expected = _unaided(up)
    up.answer = raw(PLAIN)
    ordinary = _unaided(up)
    connection = http.client.HTTPConnection(urlsplit(documents.url).netloc, timeout=10)
    try:
        assert _asked(connection) == ordinary
        up.answer = raw(content)
        assert [_asked(connection) for _ in range(3)] == [expected] * 3
        up.answer = raw(PLAIN)
        assert _asked(connection) == ordinary
    finally:
        connection.close()
