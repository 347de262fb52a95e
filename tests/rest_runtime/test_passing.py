"""What of an answer goes on to the caller, what of a request goes on to the upstream."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import os
import socket
import threading
import time
from typing import Any

import pytest

from templates.runtime.errors import UpstreamConnectionError
from templates.runtime.messages import HeaderPairs, Headers
from templates.runtime.rest.passing import HeaderFilter
from templates.runtime.transport.fast import AsyncFastTransport
from templates.runtime.transport.fast_headers import FastHeaders
from templates.runtime.transport.httpx2 import AsyncHttpx2Transport
from tests.support.raw_http import exchange, fetch

from .conftest import SECRET, Running, make_app, serving
from .upstream import Received, Upstream, answer_of, raw, says, stalls


@pytest.mark.parametrize(
    "status",
    [200, 201, 202, 206, 300, 301, 302, 308, 400, 401, 402, 404, 409, 418, 429, 500, 503, 520, 599],
)
def test_status_type_and_bytes(shop: Running, up: Upstream, status: int) -> None:
    body = b"\x00\xff {not json"
    up.answer = says(
        status, body, ("Content-Type", "text/html; charset=utf-8"), ("Location", "/user/")
    )
    reply = fetch(shop.url, "GET", "/items/7")
    assert (reply.status, reply.body) == (status, body)
    assert reply.content_type == "text/html; charset=utf-8"
    assert reply.header("location") == "/user/"


@pytest.mark.parametrize("status", [204, 304])
def test_answers_without_a_body(shop: Running, up: Upstream, status: int) -> None:
    up.answer = raw(
        b'HTTP/1.1 %d X\r\nETag: "1"\r\nContent-Type: application/json\r\n\r\n' % status
    )
    reply = fetch(shop.url, "GET", "/items/7")
    assert (reply.status, reply.body, reply.header("etag")) == (status, b"", '"1"')
    assert reply.header("content-type") == "application/json"


def test_no_content_type_stays_none(shop: Running, up: Upstream) -> None:
    up.answer = says(200, b"x")
    assert fetch(shop.url, "GET", "/items/7").content_type is None


def test_headers_that_go_on_and_headers_that_do_not(shop: Running, up: Upstream) -> None:
    up.answer = says(
        200,
        b"{}",
        ("ETag", '"1"'),
        ("X-Custom", "yes"),
        ("Link", "</a>; rel=next"),
        ("Link", "</b>; rel=prev"),
        ("Retry-After", "3"),
        ("Connection", "close, X-Hop"),
        ("X-Hop", "1"),
        ("Keep-Alive", "timeout=5"),
        ("Proxy-Authenticate", "Basic"),
        ("Set-Cookie", "session=secret"),
        ("Access-Control-Allow-Origin", "*"),
        ("Strict-Transport-Security", "max-age=1"),
        ("Alt-Svc", "h3"),
        ("Clear-Site-Data", '"*"'),
        ("Server", "nginx"),
    )
    reply = fetch(shop.url, "GET", "/items/7")
    names = {name for name, _ in reply.headers}
    assert names == {
        "etag",
        "x-custom",
        "link",
        "retry-after",
        "content-length",
        "date",
        "x-request-id",
        "x-content-type-options",
    }
    assert reply.all("link") == ["</a>; rel=next", "</b>; rel=prev"]
    assert reply.header("x-custom") == "yes"
    assert len(reply.all("date")) == 1


def test_cookies_when_asked(shop_with: Any, up: Upstream) -> None:
    up.answer = says(200, b"", ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
    with shop_with(pass_set_cookie=True) as running:
        assert fetch(running.url, "GET", "/items/7").all("set-cookie") == ["a=1", "b=2"]


def test_encoded_bytes_come_back_as_they_are(shop: Running, up: Upstream) -> None:
    content = gzip.compress(b"hello" * 100)
    up.answer = says(200, content, ("Content-Encoding", "gzip"))
    reply = fetch(shop.url, "GET", "/items/7", headers={"Accept-Encoding": "gzip, br"})
    assert (reply.body, reply.header("content-encoding")) == (content, "gzip")
    assert up.take().header("accept-encoding") == "gzip, br"


def test_without_accept_encoding_none_is_sent(shop: Running, up: Upstream) -> None:
    assert fetch(shop.url, "GET", "/items/7").status == 200
    assert up.take().header("accept-encoding") is None


FORWARDED = {
    "accept": "text/csv",
    "accept-language": "de",
    "if-none-match": '"1"',
    "if-modified-since": "Mon, 23 Nov 2026 17:25:27 GMT",
    "range": "bytes=0-5",
    "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "tracestate": "a=1",
    "baggage": "b=2",
    "x-request-id": "mine-1",
}


def test_headers_that_go_upstream(shop: Running, up: Upstream) -> None:
    hidden = {
        "Authorization": "Bearer callers-own",
        "Cookie": "session=callers-own",
        "Proxy-Authorization": "x",
        "X-Forwarded-For": "1.2.3.4",
        "X-Custom": "1",
        "TE": "trailers",
    }
    assert fetch(shop.url, "GET", "/items/7", headers=FORWARDED | hidden).status == 200
    got = up.take()
    assert {name: got.header(name) for name in FORWARDED} == FORWARDED
    assert got.header("authorization") == f"Bearer {SECRET}"
    assert set(got.names()) - set(FORWARDED) == {"host", "authorization", "user-agent"}


def test_headers_that_a_setting_adds(shop_with: Any, up: Upstream) -> None:
    with shop_with(forward_headers=("X-Custom", "Authorization", "Cookie", "Host")) as running:
        headers = {"x-custom": "1", "Authorization": "Bearer callers-own", "Cookie": "a=b"}
        assert fetch(running.url, "GET", "/items/7", headers=headers).status == 200
    got = up.take()
    assert (got.header("x-custom"), got.header("cookie")) == ("1", None)
    assert got.header("authorization") == f"Bearer {SECRET}"


def test_mapped_routes_ask_for_the_whole_document(shop: Running, up: Upstream) -> None:
    reply = fetch(shop.url, "GET", "/made", headers=FORWARDED | {"accept-encoding": "gzip"})
    assert (reply.status, reply.body) == (200, b'{"made":true}')
    got = up.take()
    assert {"range", "if-none-match", "if-modified-since", "accept-encoding"}.isdisjoint(
        got.names()
    )
    assert got.header("traceparent") == FORWARDED["traceparent"]


def test_repeated_headers_are_joined(shop: Running, up: Upstream) -> None:
    answer = exchange(
        shop.url,
        b"GET /items/7 HTTP/1.1\r\nHost: localhost\r\nAccept: a/b\r\nAccept: c/d\r\nConnection: close\r\n\r\n",
    )
    assert answer.startswith(b"HTTP/1.1 200")
    assert up.take().header("accept") == "a/b, c/d"


@pytest.mark.parametrize("lines", [b"Accept: a/b\r\nAccept:\r\n", b"Accept:\r\nAccept: a/b\r\n"])
def test_nothing_is_joined_to_nothing(shop: Running, up: Upstream, lines: bytes) -> None:
    """A value that ends in a blank is none (RFC 9110, 5.5), and one of the transports refuses it."""
    head = b"GET /items/7 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    assert exchange(shop.url, head + lines + b"\r\n").startswith(b"HTTP/1.1 200")
    assert up.take().header("accept") == "a/b"


def test_a_large_body_is_streamed(shop: Running, up: Upstream) -> None:
    content = os.urandom(3_000_000)
    up.answer = says(200, content)
    reply = fetch(shop.url, "GET", "/items/7")
    assert reply.body == content
    assert reply.header("content-length") == str(len(content))


def test_the_first_bytes_do_not_wait_for_the_last(shop: Running, up: Upstream) -> None:
    go_on = threading.Event()

    def answer(connection: socket.socket, request: Received) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
        go_on.wait(5)
        connection.sendall(b"4\r\nlast\r\n0\r\n\r\n")

    up.answer = answer
    port = int(shop.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(b"GET /items/7 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        received = b""
        while b"first" not in received:
            received += connection.recv(4096)
        assert b"last" not in received
        go_on.set()
        while b"0\r\n\r\n" not in received:
            received += connection.recv(4096)
    assert b"transfer-encoding: chunked" in received.lower()


def _problem(reply: Any, status: int) -> None:
    assert (reply.status, reply.content_type) == (status, "application/problem+json")
    assert reply.json["request_id"] == reply.header("x-request-id")
    assert SECRET.encode() not in reply.body
    assert b"127.0.0.1" not in reply.body


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 99 No\r\n\r\n",
        b"HTTP/1.1 700 No\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_an_answer_that_is_none_is_502(shop: Running, up: Upstream, content: bytes) -> None:
    up.answer = raw(content, reset=True)
    _problem(fetch(shop.url, "GET", "/items/7"), 502)
    up.answer = None
    assert fetch(shop.url, "GET", "/items/7").status == 200


def test_unreachable_is_502(shop_with: Any, up: Upstream) -> None:
    port, up.port = up.port, 1
    try:
        with shop_with() as running:
            _problem(fetch(running.url, "GET", "/items/7"), 502)
    finally:
        up.port = port


def test_slow_is_504(shop_with: Any, up: Upstream) -> None:
    up.answer = stalls(up)
    with shop_with(timeout=0.3) as running:
        _problem(fetch(running.url, "GET", "/items/7"), 504)


def test_a_body_that_stalls_is_504(shop_with: Any, up: Upstream) -> None:
    up.answer = stalls(up, b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
    with shop_with(timeout=0.3) as running:
        _problem(fetch(running.url, "GET", "/items/7"), 504)


def test_an_answer_over_the_limit_is_502(shop_with: Any, up: Upstream) -> None:
    up.answer = says(200, b"x" * 200_000)
    with shop_with(max_response_bytes=100_000) as running:
        _problem(fetch(running.url, "GET", "/items/7"), 502)


def _broken_off(url: str) -> bytes:
    return exchange(url, b"GET /items/7 HTTP/1.1\r\nHost: localhost\r\n\r\n", timeout=5)


def test_an_answer_of_unknown_length_over_the_limit_is_broken_off(
    shop_with: Any, up: Upstream, caplog: Any
) -> None:
    piece = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    up.answer = raw(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + piece * 10 + b"0\r\n\r\n"
    )
    with shop_with(max_response_bytes=100_000) as running:
        answer = _broken_off(running.url)
    assert answer.startswith(b"HTTP/1.1 200")
    assert not answer.endswith(b"0\r\n\r\n")
    assert len(answer) < 150_000


def test_an_answer_that_upstream_breaks_off_is_broken_off(shop: Running, up: Upstream) -> None:
    content = answer_of(200, b"x" * 500_000)
    up.answer = raw(content[:300_000], reset=True)
    answer = _broken_off(shop.url)
    assert answer.startswith(b"HTTP/1.1 200")
    assert len(answer) < 400_000


def _ask_and_leave(url: str, up: Upstream) -> None:
    port = int(url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET /items/7 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        deadline = time.monotonic() + 5
        while not up.received and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.05)


BEGUN = b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\nabc"


@pytest.mark.parametrize("transport", [AsyncHttpx2Transport, AsyncFastTransport])
@pytest.mark.parametrize("first", [b"", BEGUN])
def test_the_callers_disconnect_cancels_the_upstream_call(
    up: Upstream, first: bytes, transport: Any
) -> None:
    up.answer = stalls(up, first)
    with serving(make_app(up, transport=transport())) as running:
        _ask_and_leave(running.url, up)
        assert up.hung_up.wait(10)


def test_the_adapter_forgets_a_caller_that_left(shop: Running, up: Upstream) -> None:
    up.answer = stalls(up)
    _ask_and_leave(shop.url, up)
    assert up.hung_up.wait(10)
    assert shop.app.metrics.waiting() == 0


def test_request_ids(shop: Running) -> None:
    own = fetch(shop.url, "GET", "/nothing", headers={"X-Request-Id": "abc-1"})
    assert own.header("x-request-id") == own.json["request_id"] == "abc-1"
    for bad in ("a b", "<script>", "x" * 200, "ü"):
        reply = fetch(shop.url, "GET", "/nothing", headers={"X-Request-Id": bad})
        assert reply.json["request_id"] not in (bad, "")
    assert fetch(shop.url, "GET", "/items/7").header("x-request-id")


def test_upstreams_own_request_id_goes_on(shop: Running, up: Upstream) -> None:
    up.answer = says(200, b"", ("X-Request-Id", "theirs"))
    assert fetch(shop.url, "GET", "/items/7").all("x-request-id") == ["theirs"]


@pytest.mark.parametrize(
    "kind",
    ["text/html", "Text/HTML; charset=utf-8", "application/xhtml+xml", "image/svg+xml", "text/xml"],
)
def test_a_page_of_the_upstream_does_not_run_as_ours(
    shop: Running, up: Upstream, kind: str
) -> None:
    up.answer = says(404, b"<script>alert(1)</script>", ("Content-Type", kind))
    reply = fetch(shop.url, "GET", "/items/7")
    assert (reply.content_type, reply.body) == (kind, b"<script>alert(1)</script>")
    assert (reply.header("content-security-policy") or "").startswith("sandbox;")
    assert reply.header("x-content-type-options") == "nosniff"


def test_what_is_no_page_is_not_sniffed(shop: Running, up: Upstream) -> None:
    up.answer = says(200, b"<script>", ("X-Content-Type-Options", "none"))
    reply = fetch(shop.url, "GET", "/items/7")
    assert reply.all("x-content-type-options") == ["nosniff"]
    assert reply.header("content-security-policy") is None


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json, text/html",
        'text/plain; a="b", TEXT/HTML; charset=utf-8',
        "text/plain,image/svg+xml",
        "multipart/x-mixed-replace; boundary=x",
        "text/xsl",
    ],
)
def test_every_member_of_a_content_type_is_looked_at(
    shop: Running, up: Upstream, content_type: str
) -> None:
    """A script ran in Chromium under the first of them."""
    up.answer = says(200, b"<script>1</script>", ("Content-Type", content_type))
    reply = fetch(shop.url, "GET", "/items")
    assert (reply.header("content-security-policy") or "").startswith("sandbox;")
    assert reply.content_type == content_type


def test_two_lines_are_members_too(shop: Running, up: Upstream) -> None:
    lines = (("Content-Type", "application/json"), ("Content-Type", "text/html"))
    up.answer = says(200, b"<script>1</script>", *lines)
    assert fetch(shop.url, "GET", "/items").header("content-security-policy") is not None


def test_connection_takes_only_what_came_from_upstream(shop: Running, up: Upstream) -> None:
    named = "X-Content-Type-Options, Content-Security-Policy, X-Request-Id, X-Hop"
    pairs = (("Content-Type", "text/html"), ("Connection", named), ("X-Hop", "1"), ("X-End", "1"))
    up.answer = says(200, b"<p>", *pairs)
    reply = fetch(shop.url, "GET", "/items")
    assert reply.header("x-content-type-options") == "nosniff"
    assert (reply.header("content-security-policy") or "").startswith("sandbox;")
    assert (reply.header("x-hop"), reply.header("x-end")) == (None, "1")
    assert reply.header("x-request-id")


def test_header_bytes_outside_ascii_go_on_as_they_are() -> None:
    """A transport gives a character for each byte (RFC 9110, 5.5: opaque data)."""
    passed, _ = HeaderFilter().passed(Headers((("X-Odd", "caf\xc3\xa9 \xff"),)))
    assert (b"x-odd", b"caf\xc3\xa9 \xff") in passed


_LINES: tuple[tuple[str, str], ...] = (
    ("content-type", "application/json"),
    ("content-type", "text/html"),
    ("Content-Type", "application/xml"),
    ("content-type", "caf\xe9/x"),
    ("content-length", "2"),
    ("Content-Length", "2"),
    ("content-length", "2, 2"),
    ("content-length", "3"),
    ("content-length", "many"),
    ("connection", "keep-alive"),
    ("connection", "X-Hop, close"),
    ("x-hop", "1"),
    ("X-Hop", "2"),
    ("x-odd", "caf\xe9"),
    ("x-odd", "a\x00b"),
    ("link", "</a>; rel=next"),
    ("link", "</b>; rel=prev"),
    ("set-cookie", "a=b"),
    ("date", "now"),
    ("x-content-type-options", "none"),
    ("not a token", "1"),
)


class _Ready(Headers):
    """As those of a transport that hands out a mapping."""

    __slots__ = ("fields",)

    def __init__(self, pairs: HeaderPairs) -> None:
        super().__init__(pairs)
        names = dict.fromkeys(name for name, _ in pairs)
        values = {name: [value for key, value in pairs if key == name] for name in names}
        self.fields = {name: each if len(each) > 1 else each[0] for name, each in values.items()}


def _the_long_way(made: HeaderFilter, headers: Headers) -> bytes | str | None:
    """The lines that `passed` comes to, or what it says; None where the body has another size."""
    try:
        passed, length = made.passed(headers)
    except UpstreamConnectionError as error:
        return str(error)
    if b"x-request-id" not in dict(passed):
        passed.append((b"x-request-id", b"our-id"))
    return b"".join(b"%b: %b\r\n" % pair for pair in passed) if length == 2 else None


def _in_order(lines: bytes) -> list[bytes]:
    """Of different names any order will do (RFC 9110, 5.3)."""
    return sorted(lines.splitlines(), key=lambda line: line.partition(b":")[0])


@pytest.mark.parametrize("pass_set_cookie", [False, True])
def test_lines_say_the_same_as_the_long_way(pass_set_cookie: bool) -> None:
    """Answers of any three lines, some of them with a value that an earlier answer did not have."""
    short = HeaderFilter(pass_set_cookie=pass_set_cookie)
    found = 0
    for pairs in itertools.product(_LINES, repeat=3):
        headers = _Ready(pairs)
        wanted = _the_long_way(HeaderFilter(pass_set_cookie=pass_set_cookie), headers)
        for _ in range(2):
            lines = short.lines(headers, 2, b"our-id")
            if lines is not None:
                found += 1
                assert isinstance(wanted, bytes), pairs
                assert _in_order(lines) == _in_order(wanted), pairs
            # Whatever is new is known the second time.
            assert _the_long_way(short, headers) == wanted, pairs
    assert found > 200


@pytest.mark.parametrize(
    "value",
    ["a\r\nset-cookie: b", "a\nb", "a\r", "\x00", "\x7f", "\x85", "caf\xe9", "\u2028", "a\tb"],
)
def test_nothing_but_printable_ascii_becomes_a_line(value: str) -> None:
    """Nobody looks at these lines again."""
    filter_ = HeaderFilter()
    for name in ("x-odd", "content-type", "connection", "content-length"):
        headers = _Ready((*{"content-length": "2", name: value}.items(),))
        for _ in range(2):
            with contextlib.suppress(UpstreamConnectionError):
                filter_.passed(headers)
            assert filter_.lines(headers, 2, b"our-id") is None


def test_lines_of_usual_headers() -> None:
    filter_ = HeaderFilter()
    usual = (("content-type", "text/html"), ("content-length", "2"), ("connection", "keep-alive"))
    more = (("x-request-id", "theirs"), ("etag", "a b"), ("date", "now"))
    assert filter_.lines(_Ready(usual), 2, b"our-id") is None
    filter_.passed(_Ready((*usual, *more)))
    own = (
        b"content-type: text/html\r\nx-content-type-options: nosniff\r\n"
        b"content-security-policy: sandbox; default-src 'none'; frame-ancestors 'none'\r\n"
    )
    assert filter_.lines(_Ready(usual), 2, b"our-id") == own + b"x-request-id: our-id\r\n"
    theirs = own + b"x-request-id: theirs\r\netag: a b\r\n"
    assert filter_.lines(_Ready((*usual, *more)), 2, b"our-id") == theirs
    assert filter_.lines(_Ready(usual), 3, b"our-id") is None


def test_what_is_known_is_bounded() -> None:
    """An API that makes up names and types takes no memory, and gets the same answers."""
    filter_ = HeaderFilter()
    for number in range(2000):
        name, kind = f"x-{number}", f"a/{number}"
        headers = _Ready((("content-length", "2"), (name, "1"), ("content-type", kind)))
        passed, _ = filter_.passed(headers)
        assert {(name.encode(), b"1"), (b"content-type", kind.encode())} <= set(passed)
    assert len(filter_._names) == len(filter_._types) == 512
    assert len(filter_._starts) <= 512


def test_headers_without_a_mapping_take_the_long_way() -> None:
    """Making one first would cost more than it saves."""
    filter_ = HeaderFilter()
    headers = (("content-length", "2"),)
    filter_.passed(Headers(headers))
    assert filter_.lines(Headers(headers), 2, b"our-id") is None
    assert filter_.lines(_Ready(headers), 2, b"our-id") is not None


def test_the_default_transport_has_a_mapping() -> None:
    assert "fields" in FastHeaders.__slots__
