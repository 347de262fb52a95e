"""Attacks from a caller: malformed, oversized, slow, many; and problem documents that would leak."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from typing import Any

import pytest

from tests.support.raw_http import exchange, fetch

from .conftest import SECRET, Running
from .upstream import Upstream, stalls

HOST = b"Host: localhost\r\n"
POST = b"POST /items HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


def _status(answer: bytes) -> int:
    match = re.match(rb"HTTP/1\.1 (\d{3})", answer)
    return int(match[1]) if match else 0


@pytest.mark.parametrize(
    "request_bytes",
    [
        # Two lengths, a length beside chunks, chunks that are none (RFC 9112, 6.3 and 11.2).
        b"POST /items HTTP/1.1\r\n"
        + HOST
        + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}   G",
        b"POST /items HTTP/1.1\r\n"
        + HOST
        + b"Content-Length: 4\r\nTransfer-Encoding: xchunked\r\n\r\n{}",
        b"POST /items HTTP/1.1\r\n"
        + HOST
        + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        b"POST /items HTTP/1.1\r\n" + HOST + b"Content-Length: +2\r\n\r\n{}",
        b"POST /items HTTP/1.1\r\n" + HOST + b"Content-Length: 0x2\r\n\r\n{}",
        b"POST /items HTTP/1.1\r\n" + HOST + b"Content-Length : 2\r\n\r\n{}",
        b"POST /items HTTP/1.1\r\n" + HOST + b"X: a\rGET /b HTTP/1.1\r\n\r\n{}",
        b"GET /items HTTP/1.1\r\n" + HOST + b"X: a\x00b\r\n\r\n",
        b"GET /items HTTP/1.1\r\n" + HOST + b"X Y: a\r\n\r\n",
        b"GET /items HTTP/1.1\r\n" + HOST + b": a\r\n\r\n",
        b"GET /it ems HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /items\x00 HTTP/1.1\r\n" + HOST + b"\r\n",
        b"G\xffT /items HTTP/1.1\r\n" + HOST + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"garbage\r\n\r\n",
        # A folded line, a line feed by itself, and a carriage return by itself are line ends to some.
        POST + b"Transfer-Encoding:\r\n chunked\r\nContent-Length: 0\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        POST + b"Content-Length: 2\r\n 0\r\n\r\n{}",
        POST + b"X: a\nTransfer-Encoding: chunked\r\nContent-Length: 30\r\n\r\n0\r\n\r\n",
        POST + b"X: a\rContent-Length: 20\r\nContent-Length: 2\r\n\r\n{}",
        # Lengths that only some read as numbers, and two that agree.
        POST + b"Content-Length: 2, 2\r\n\r\n{}",
        POST + b"Content-Length: 1_0\r\n\r\n{}        ",
        POST + b"Content-Length: -1\r\n\r\n{}",
        POST + b"Content-Length: \xd9\xa2\r\n\r\n{}",
        # Chunks with sizes of a kind, without their ends, or beyond any number.
        CHUNKED + b"0x2\r\n{}\r\n0\r\n\r\n",
        CHUNKED + b"-2\r\n{}\r\n0\r\n\r\n",
        CHUNKED + b"+2\r\n{}\r\n0\r\n\r\n",
        CHUNKED + b"10000000000000002\r\n{}\r\n0\r\n\r\n",
        CHUNKED + b"2;\n{}\r\n0\r\n\r\n",
        CHUNKED + b"2\r\n{}XX0\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + b"\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_malformed_requests_reach_no_upstream(
    shop: Running, up: Upstream, request_bytes: bytes
) -> None:
    answer = exchange(shop.url, request_bytes, timeout=1.5)
    assert 400 <= _status(answer) < 500 or answer == b""
    assert not up.received
    assert fetch(shop.url, "GET", "/items/7").status == 200


def test_a_length_beside_chunks(shop: Running, up: Upstream) -> None:
    """RFC 9112, 6.3: it is an attack, or as bad as one; the connection ends."""
    smuggled = b"GET /items/smuggled HTTP/1.1\r\n" + HOST + b"\r\n"
    for target in (b"/items", b"/nothing"):
        head = b"POST %s HTTP/1.1\r\n%sContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
        request = head % (target, HOST) + b"2\r\n{}\r\n0\r\n\r\n" + smuggled
        answer = exchange(shop.url, request, timeout=1.5)
        assert _status(answer) == 400
        assert answer.count(b"HTTP/1.1 ") == 1
    assert not up.received


@pytest.mark.parametrize(
    ("version", "framing"),
    [
        (b"1.1", b"Transfer-Encoding: gzip, chunked\r\n"),
        (b"1.1", b"Transfer-Encoding: chunked, identity\r\n"),
        (b"1.1", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"),
        (b"1.1", b"Transfer-Encoding: identity\r\n"),
        # HTTP/1.0 knows no chunks: one in between may take them for the body (RFC 9112, 6.1).
        (b"1.0", b"Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n"),
    ],
)
def test_transfer_codings_that_two_may_read_differently(
    shop: Running, up: Upstream, version: bytes, framing: bytes
) -> None:
    smuggled = b"GET /items/smuggled HTTP/1.1\r\n" + HOST + b"\r\n"
    head = b"POST /items HTTP/%s\r\n%s%s\r\n" % (version, HOST, framing)
    answer = exchange(shop.url, head + b"2\r\n{}\r\n0\r\n\r\n" + smuggled, timeout=1.5)
    assert _status(answer) in (400, 501)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert not up.received


def test_chunk_extensions_and_trailers_are_nobodys(shop: Running, up: Upstream) -> None:
    answer = exchange(shop.url, CHUNKED + b"2;evil=1\r\n{}\r\n0;x\r\n\r\n", timeout=1)
    assert _status(answer) == 200
    assert up.take().body == b"{}"
    exchange(shop.url, CHUNKED + b"2\r\n{}\r\n0\r\nX-Tenant: evil\r\n\r\n", timeout=1)
    assert all("x-tenant" not in got.names() for got in up.received)


def test_a_chunk_extension_without_end(shop: Running, up: Upstream) -> None:
    """Nobody counts them as a body; only the time for a body to arrive would end it."""
    port = int(shop.url.rpartition(":")[2])
    with (
        socket.create_connection(("127.0.0.1", port), timeout=10) as connection,
        contextlib.suppress(ConnectionError),
    ):
        connection.sendall(CHUNKED + b"2;")
        for _ in range(500):
            connection.sendall(b"x" * 65536)
        pytest.fail("32 MB of an extension were taken")
    assert not up.received


def test_small_chunks_are_no_attack(shop: Running, up: Upstream) -> None:
    """Nor is a head that comes in two pieces after them."""
    body = b"1;a\r\n \r\n" * 20_000 + b"2\r\n{}\r\n0\r\n\r\n"
    port = int(shop.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for start in range(0, len(CHUNKED + body), 50_000):
            connection.sendall((CHUNKED + body)[start : start + 50_000])
            time.sleep(0.01)
        assert _status(connection.recv(65536)) == 200
        connection.sendall(b"GET /items/7 HTTP/1.1\r\n")
        time.sleep(0.1)
        connection.sendall(HOST + b"\r\n")
        assert _status(connection.recv(65536)) == 200
    assert [got.method for got in up.received] == ["POST", "GET"]


def test_what_is_meant_for_the_connection_does_not_go_on(shop: Running, up: Upstream) -> None:
    headers = {
        "Connection": "close, Accept-Language , x-request-id",
        "Accept": "text/csv",
        "Accept-Language": "fr",
        "Keep-Alive": "timeout=1",
        "TE": "trailers",
        "Proxy-Authorization": "Basic eA==",
        "X-Forwarded-Host": "evil.example",
        "X-HTTP-Method-Override": "DELETE",
    }
    assert fetch(shop.url, "GET", "/items/7", headers=headers).status == 200
    got = up.take()
    assert got.method == "GET"
    assert ("accept", "text/csv") in got.headers
    assert not set(got.names()) & {name.lower() for name in headers if name != "Accept"}


def test_headers_outside_ascii_arrive_as_they_were(shop_with: Any, up: Upstream) -> None:
    """As UTF-8, the way that everybody sends them; not encoded a second time."""
    name = "Jos\u00e9 \u2603".encode().decode("latin-1")
    with shop_with(forward_headers=("x-user",)) as running:
        fetch(running.url, "GET", "/context", headers={"X-Tenant": name, "X-User": name})
    got = dict(up.take().headers)
    assert got["x-tenant"] == got["x-user"] == name


@pytest.mark.parametrize(
    "target",
    [
        "/items/%2E.",
        "/items/.%2e",
        "/items/%2e%2e",
        "/items/%2e",
        "/items/..%2f",
        "/items/%5c..%5c",
        "/items/%c0%ae%c0%ae",
        "/items/%u002e%u002e",
        "/-/../items/..",
        "/-/docs/..%2f..",
        "/items/7%2f..%2f..%2fadmin",
        "/items/../../admin",
        "/items/..%2f..%2fadmin",
        "/items/%2e%2e%2f%2e%2e%2fadmin",
        "/items/..;/admin",
        "/items/%252e%252e%252fadmin",
        "/items/..\\admin",
        "/items/..%5cadmin",
        "/items/a%00b",
        "/items/a%0d%0aX-Injected:%201",
        "/items/a%3Fadmin%3D1",
        "/items/a%23fragment",
        "//evil.example/items/7",
        "http://evil.example/items/7",
        "/items/7;evil=1",
        "/items/%E2%80%A8",
    ],
)
def test_no_path_leaves_its_segment(shop: Running, up: Upstream, target: str) -> None:
    fetch(shop.url, "GET", target)
    for got in up.received:
        assert re.fullmatch(r"/base/items/[^/?#]+", got.target), got.target
        assert not re.search(r"/(\.|%2e){1,2}(/|$)", got.target, re.IGNORECASE)
        assert "x-injected" not in got.names()


@pytest.mark.parametrize("value", ["a%0d%0aX-Injected: 1", "a\tb", "ü", "x" * 5000])
def test_no_header_value_becomes_a_header(shop: Running, up: Upstream, value: str) -> None:
    reply = fetch(shop.url, "GET", "/context", headers={"X-Tenant": value})
    assert reply.status in (200, 422)
    for got in up.received:
        assert "x-injected" not in got.names()


@pytest.mark.parametrize("value", ["a%0D%0Ab", "a&admin=1", "a=b", "%26admin%3D1", "a#b", "a;b=c"])
def test_no_query_value_becomes_a_pair(shop: Running, up: Upstream, value: str) -> None:
    assert fetch(shop.url, "GET", f"/items?text={value.replace('#', '%23')}").status == 200
    query = up.take().target.partition("?")[2]
    assert query.startswith("text=")
    assert query.count("=") == 1
    assert "&" not in query


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({f"X-{n}": "1" for n in range(200)}, 431),
        ({"X-Long": "x" * 20_000}, 431),
        ({f"X-{n}": "x" * 2000 for n in range(10)}, 431),
    ],
)
def test_too_many_headers(
    shop_with: Any, up: Upstream, headers: dict[str, str], status: int
) -> None:
    with shop_with(max_header_bytes=16_000) as running:
        assert fetch(running.url, "GET", "/items/7", headers=headers).status == status
    assert not up.received


def test_headers_without_end(shop: Running, up: Upstream) -> None:
    try:
        answer = exchange(shop.url, b"GET /items/7 HTTP/1.1\r\n" + b"X: y\r\n" * 100_000, timeout=3)
    except ConnectionError:
        answer = b""  # Cut off while we were still sending.
    assert _status(answer) in (0, 400, 431)
    assert not up.received


def test_a_long_url(shop: Running, up: Upstream) -> None:
    assert fetch(shop.url, "GET", "/items/" + "x" * 17_000).status == 414
    assert fetch(shop.url, "GET", "/items?text=" + "x" * 17_000).status == 414
    assert not up.received


def test_a_flood_of_query_keys(shop: Running, up: Upstream) -> None:
    assert fetch(shop.url, "GET", "/items?" + "&".join(f"k{n}=1" for n in range(300))).status == 400
    assert not up.received


@pytest.mark.parametrize("target", ["/items", "/items/special"])
def test_a_body_over_the_limit(shop_with: Any, up: Upstream, target: str) -> None:
    with shop_with(max_body_bytes=1000) as running:
        head = b"POST %s HTTP/1.1\r\n%s" % (target.encode(), HOST)
        if target == "/items/special":
            head = head.replace(b"POST", b"GET")
        announced = exchange(running.url, head + b"Content-Length: 1001\r\n\r\n", timeout=2)
        assert _status(announced) == 413
        chunk = b"200\r\n" + b" " * 512 + b"\r\n"
        chunked = exchange(
            running.url, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 3, timeout=2
        )
        assert _status(chunked) == 413
        long = exchange(
            running.url, head + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n", timeout=2
        )
        assert _status(long) in (400, 413)
    assert not up.received


def test_deep_json(shop: Running, up: Upstream) -> None:
    for body in (b"[" * 200_000 + b"]" * 200_000, b'{"a":' * 100_000 + b"1" + b"}" * 100_000):
        assert fetch(shop.url, "POST", "/items", body=body).status == 400
    assert not up.received


def test_headers_that_drip(shop_with: Any) -> None:
    with shop_with(header_timeout=0.5) as running:
        port = int(running.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            started = time.monotonic()
            connection.sendall(b"GET /items/7 HTTP/1.1\r\n" + HOST)
            received = b""
            while time.monotonic() - started < 4:
                try:
                    connection.sendall(b"X: y\r\n")
                    connection.settimeout(0.1)
                    piece = connection.recv(4096)
                except TimeoutError:
                    continue
                except OSError:
                    break
                if not piece:
                    break
                received += piece
        assert _status(received) == 408


def test_a_second_request_that_drips(shop_with: Any) -> None:
    with shop_with(header_timeout=0.5) as running:
        port = int(running.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(b"GET /items/7 HTTP/1.1\r\n" + HOST + b"\r\n")
            time.sleep(0.2)
            connection.sendall(b"GET /items/7 HTTP/1.1\r\n")
            while connection.recv(4096):
                pass


def test_a_body_that_drips(shop_with: Any, up: Upstream) -> None:
    with shop_with(body_timeout=0.4) as running:
        request = b"POST /items HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\n{"
        assert _status(exchange(running.url, request, timeout=5)) == 408
    assert not up.received


def test_a_caller_that_does_not_read(shop_with: Any, up: Upstream) -> None:
    def endless(connection: socket.socket, request: Any) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 60000000\r\n\r\n")
        piece = b"x" * 65536
        for _ in range(900):
            connection.sendall(piece)

    up.answer = endless
    with shop_with(send_timeout=0.5) as running:
        port = int(running.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(b"GET /items/7 HTTP/1.1\r\n" + HOST + b"\r\n")
            deadline = time.monotonic() + 5
            while not running.app.metrics.waiting() and time.monotonic() < deadline:
                time.sleep(0.01)
            while running.app.metrics.waiting() and time.monotonic() < deadline:
                time.sleep(0.02)
            assert running.app.metrics.waiting() == 0


def test_too_many_requests_at_once(shop_with: Any, up: Upstream) -> None:
    up.answer = stalls(up)
    with shop_with(max_connections=3, timeout=2.0) as running:
        threads = [
            threading.Thread(target=fetch, args=(running.url, "GET", "/items/7")) for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 5
        while len(up.received) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        reply = fetch(running.url, "GET", "/items/7")
        assert (reply.status, reply.header("retry-after")) == (503, "1")
        for thread in threads:
            thread.join()


MARKUP = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("method", "target", "headers", "body"),
    [
        ("GET", f"/{MARKUP}?{MARKUP}=1", {}, None),
        ("GET", "/items?limit=%3Cscript%3E", {}, None),
        ("GET", "/items/%3Cscript%3E/price", {}, None),
        ("POST", "/items", {"Content-Type": MARKUP}, b"<script>"),
        ("POST", "/fields", {}, b'{"name": "<script>", "count": "<script>"}'),
        ("GET", "/items/7", {"Host": MARKUP}, None),
        ("GET", "/items/7", {"Origin": MARKUP}, None),
        ("GET", "/nothing", {"X-Request-Id": MARKUP}, None),
        (MARKUP.replace("/", "").strip("<>"), "/items", {}, None),
    ],
)
def test_problems_echo_neither_markup_nor_secrets(
    shop_with: Any, method: str, target: str, headers: dict[str, str], body: bytes | None
) -> None:
    with shop_with(unknown_query="refuse") as running:
        reply = fetch(running.url, method, target, headers=headers, body=body)
    assert 400 <= reply.status < 500
    assert b"script" not in reply.body
    assert SECRET.encode() not in reply.body
    if reply.content_type == "application/problem+json":
        assert reply.header("x-content-type-options") == "nosniff"
        assert not set(reply.body) & set(b"<>&")


def test_pipelined_requests_keep_their_order(shop: Running) -> None:
    requests = b"".join(
        b"GET /items/%d HTTP/1.1\r\n%s%s\r\n"
        % (n, HOST, b"Connection: close\r\n" if n == 9 else b"")
        for n in range(10)
    )
    answer = exchange(shop.url, requests, timeout=5)
    assert re.findall(rb"/base/items/(\d)", answer) == [b"%d" % n for n in range(10)]


def test_websockets_are_refused(shop: Running) -> None:
    upgrade = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n"
    answer = exchange(shop.url, b"GET /items/7 HTTP/1.1\r\n" + HOST + upgrade, timeout=1)
    assert _status(answer) != 101


@pytest.mark.parametrize("protocol", [b"websocket", b"h2c"])
@pytest.mark.parametrize("together", [True, False])
def test_a_body_behind_an_upgrade_is_no_request(
    shop: Running, up: Upstream, protocol: bytes, together: bool
) -> None:
    """httptools passes over such a body: a write would lose it, and it would be the next request."""
    inner = b"GET /items/8 HTTP/1.1\r\n" + HOST + b"\r\n"
    upgrade = b"Connection: Upgrade\r\nUpgrade: " + protocol + b"\r\n"
    head = POST + upgrade + b"Content-Length: %d\r\n\r\n" % len(inner)
    port = int(shop.url.rpartition(":")[2])
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(head + inner if together else head)
        answer += connection.recv(65536)
        with contextlib.suppress(ConnectionError):
            if not together:
                connection.sendall(inner)
            while piece := connection.recv(65536):
                answer += piece
    assert answer.count(b"HTTP/1.1 ") == 1
    assert _status(answer) == 400
    assert b"Upgrade" in answer
    assert not up.received


def test_an_upgrade_behind_a_request_does_not_answer_for_it(shop: Running, up: Upstream) -> None:
    first = b"GET /items/7 HTTP/1.1\r\n" + HOST + b"\r\n"
    second = POST + b"Connection: Upgrade\r\nUpgrade: h2c\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = exchange(shop.url, first + second + b"2\r\n{}\r\n0\r\n\r\n")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert [got.method for got in up.received] in ([], ["GET"])
