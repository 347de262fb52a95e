"""A small answer leaves a connection in one write, checked as uvicorn checks it, or by uvicorn itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from uvicorn.server import ServerState

from templates.runtime.server.asgi import WHOLE
from templates.runtime.server.running import config

_GET = b"GET /a HTTP/1.1\r\nhost: a\r\n\r\n"
_DATE = (b"date", b"today")


class _Transport:
    """What was written, and whether the connection was closed."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return {"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)}.get(name, default)

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


App = Callable[[Any, Any, Any], Awaitable[None]]


def _whole(headers: list[tuple[bytes, bytes]], body: bytes = b"{}", lines: bytes = b"") -> App:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if not scope["extensions"][WHOLE]["answer"](scope, 200, headers, body, lines):
            head = [*headers, (b"content-length", b"%d" % len(body))]
            await send({"type": "http.response.start", "status": 200, "headers": head})
            await send({"type": "http.response.body", "body": body})

    return app


def _asked(app: App, *requests: bytes, before: Callable[[Any], None] | None = None) -> _Transport:
    """A connection on which this was sent, each in a piece of its own."""

    async def run() -> _Transport:
        settings = config(app, 65536)
        settings.load()
        state = ServerState()
        state.default_headers = [_DATE]
        make: Any = settings.http_protocol_class
        protocol = make(config=settings, server_state=state, app_state={})
        transport = _Transport()
        protocol.connection_made(transport)
        for request in requests:
            protocol.data_received(request)
            if before is not None:
                before(protocol)
        for _ in range(10 * len(requests)):
            await asyncio.sleep(0)
        return transport

    return asyncio.run(run())


_TYPE = (b"content-type", b"application/json")


def test_one_write() -> None:
    transport = _asked(_whole([_TYPE]), _GET)
    assert transport.written == [
        b"HTTP/1.1 200 OK\r\ndate: today\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"
    ]
    assert not transport.closed


def test_a_large_body_is_not_copied() -> None:
    body = b"x" * 100_000
    transport = _asked(_whole([_TYPE], body), _GET)
    head, rest = transport.written
    assert head.endswith(b"content-length: 100000\r\n\r\n")
    assert rest is body


@pytest.mark.parametrize(
    "request_",
    [b"GET /a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", b"GET /a HTTP/1.0\r\n\r\n"],
)
def test_a_caller_that_wants_no_more(request_: bytes) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["http_version"] == "1.0":
            assert "extensions" not in scope
            head = {"type": "http.response.start", "status": 200}
            await send({**head, "headers": [_TYPE, (b"content-length", b"2")]})
            await send({"type": "http.response.body", "body": b"{}"})
        else:
            await _whole([_TYPE])(scope, receive, send)

    transport = _asked(app, request_)
    content = b"".join(transport.written)
    assert content.count(b"connection: close\r\n") == 1
    assert content.endswith(b"\r\n\r\n{}")
    assert transport.closed


@pytest.mark.parametrize(
    "header",
    [
        (b"x-a", b"b\r\nset-cookie: c"),
        (b"x-a", b"b\nset-cookie: c"),
        (b"x-a", b"b\r"),
        (b"x-a", b"\x00"),
        (b"x-a", b"\x7f"),
        (b"x a", b"b"),
        (b"x-a\r\nset-cookie", b"b"),
        (b"x:a", b"b"),
    ],
)
def test_nothing_comes_in_by_a_header(header: tuple[bytes, bytes]) -> None:
    transport = _asked(_whole([_TYPE, header]), _GET)
    assert transport.written == []
    assert transport.closed


def test_lines_that_are_ready() -> None:
    transport = _asked(_whole([_TYPE], lines=b"x-a: b\r\n"), _GET)
    own, more = b"date: today\r\n", b"content-type: application/json\r\n"
    head = b"HTTP/1.1 200 OK\r\n" + own + b"x-a: b\r\n" + more + b"content-length: 2\r\n\r\n"
    assert transport.written == [head + b"{}"]


def test_uvicorns_headers_are_looked_at_whenever_there_are_new_ones() -> None:
    """It makes a list of its own each second: one connection sees many."""
    seconds = iter([[(b"date", b"1")], [(b"date", b"2\tX")], [(b"Date", b"3")], [(b"date", b"4")]])

    def next_second(protocol: Any) -> None:
        headers = next(seconds, None)
        if headers is not None:
            protocol.server_state.default_headers = headers
            protocol.data_received(_GET)
            loop = asyncio.get_running_loop()
            loop.call_soon(loop.call_soon, next_second, protocol)

    written = _asked(_whole([_TYPE]), _GET, before=next_second).written
    dates = [each.partition(b"date: ")[2].partition(b"\r\n")[0] for each in written]
    assert [each for each in dates if each] == [b"today", b"1", b"2\tX", b"3", b"4"]


@pytest.mark.parametrize("header", [(b"x-a", b"b\tc"), (b"x-a", "\u00e9".encode()), (b"X-A", b"b")])
def test_what_a_header_may_hold(header: tuple[bytes, bytes]) -> None:
    transport = _asked(_whole([_TYPE, header]), _GET)
    content = b"".join(transport.written)
    assert header[0].lower() + b": " + header[1] + b"\r\n" in content
    assert content.endswith(b"content-length: 2\r\n\r\n{}")


def test_an_answer_that_ends_the_connection() -> None:
    transport = _asked(_whole([_TYPE, (b"connection", b"close")]), _GET)
    content = b"".join(transport.written)
    assert content.count(b"connection: close\r\n") == 1
    assert content.count(b"content-length: ") == 1
    assert transport.closed


def test_requests_that_come_together() -> None:
    """Each gets its own answer, although a connection is told of all of them before it answers one."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await _whole([_TYPE], scope["raw_path"])(scope, receive, send)

    paths = [b"/a", b"/b", b"/c"]
    first, second, third = (_GET.replace(b"/a", path) for path in paths)
    transport = _asked(app, first + second, third)
    heads, _, bodies = zip(
        *(each.rpartition(b"\r\n\r\n") for each in transport.written), strict=True
    )
    assert list(bodies) == paths
    assert len(set(heads)) == 1


def test_a_caller_who_has_left() -> None:
    def leave(protocol: Any) -> None:
        protocol.connection_lost(ConnectionResetError())

    assert _asked(_whole([_TYPE]), _GET, before=leave).written == []


def test_a_caller_who_does_not_read() -> None:
    """What is written before goes out first; the app waits for that in `send`."""
    seen: list[bool] = []

    def pause(protocol: Any) -> None:
        protocol.pause_writing()
        later(lambda: later(lambda: later(resume, protocol)))

    def later(call: Callable[..., object], *arguments: Any) -> None:
        asyncio.get_running_loop().call_soon(call, *arguments)

    def resume(protocol: Any) -> None:
        seen.append(protocol.cycle.response_started)
        protocol.resume_writing()

    assert _asked(_whole([_TYPE]), _GET, before=pause).written[0].endswith(b"{}")
    assert seen == [False]


def test_head_has_no_body() -> None:
    transport = _asked(_whole([_TYPE]), _GET.replace(b"GET", b"HEAD"))
    assert b"".join(transport.written).endswith(b"content-length: 2\r\n\r\n")


def test_uvicorns_own_log() -> None:
    """Whoever has set one up finds every answer in it."""
    seen: list[object] = []

    class Log:
        def info(self, text: str, *values: object) -> None:
            seen.extend(values)

    def log(protocol: Any) -> None:
        protocol.cycle.access_log, protocol.cycle.access_logger = True, Log()

    assert _asked(_whole([_TYPE]), _GET, before=log).written[0].endswith(b"{}")
    assert seen == ["127.0.0.1:1", "GET", "/a", "1.1", 200]


def test_twice_is_an_error() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await _whole([_TYPE])(scope, receive, send)
        await _whole([_TYPE])(scope, receive, send)

    transport = _asked(app, _GET)
    assert len(transport.written) == 1


def test_in_pieces_as_before() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [_TYPE]})
        await send({"type": "http.response.body", "body": b"a", "more_body": True})
        await send({"type": "http.response.body", "body": b"b"})

    content = b"".join(_asked(app, _GET).written)
    assert content.endswith(b"\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n")
