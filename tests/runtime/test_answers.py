"""What comes back: values, raw answers, streams."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

import pytest

from templates.runtime.calls.redirects import redirected
from templates.runtime.errors import DecodingError, ResponseTooLargeError
from templates.runtime.formats.binary import AS_BINARY
from templates.runtime.formats.delimited import AS_CSV, AS_PSV, AS_TSV
from templates.runtime.formats.text import AS_TEXT
from templates.runtime.formats.xml import AS_XML
from templates.runtime.formats.yaml import AS_YAML
from templates.runtime.messages import Headers
from templates.runtime.options import ClientOptions, RequestOptions
from templates.runtime.wire.decoding import AS_JSON
from templates.runtime.wire_request import Timeout, WireRequest

from .server import answer


@pytest.mark.parametrize(
    ("body", "content_type", "value"),
    [
        (
            b'{"a": [1, null], "unknown": true}',
            "application/json",
            {"a": [1, None], "unknown": True},
        ),
        (b'"Updated"', "application/json", "Updated"),
        (b'{"error": "x"}', "text/html", {"error": "x"}),
        (b"", "application/json", None),
        (b"plain", "application/json", "plain"),
        ("é".encode("latin-1"), "text/plain; charset=ISO-8859-1", "é"),
        ("é".encode(), "text/plain", "é"),
        (b"\x89PNG\xff", "image/png", b"\x89PNG\xff"),
        (b"x", "text/plain; charset=nonsense", b"x"),
        (b'{"a": "\xe9"}', 'application/json; charset="ISO-8859-1"', {"a": "\xe9"}),
        (b'{"a": "\xe9"}', "application/json", b'{"a": "\xe9"}'),
        (b'{"a": "\xe9"}', "application/json; charset=nonsense", b'{"a": "\xe9"}'),
        (b"\xef\xbb\xbf{}", "application/json", {}),
        (b"[" * 100_000, "application/json", "[" * 100_000),
        (b"1" * 5000, "application/json", "1" * 5000),
    ],
)
def test_a_value(shop: Any, server: Any, body: bytes, content_type: str, value: Any) -> None:
    server.queue.append(answer(200, body, content_type=content_type))
    assert shop.get_item("a") == value


@pytest.mark.parametrize("status", [200, 201, 202, 204, 206, 299])
def test_each_2xx_is_a_success(shop: Any, server: Any, status: int) -> None:
    server.queue.append(answer(status, b"" if status == 204 else b"{}"))
    assert shop.get_item("a") == (None if status == 204 else {})


def test_declared_formats(shop: Any, server: Any) -> None:
    for read_as, body, value in (
        (AS_JSON, b"[1]", [1]),
        (AS_TEXT, b"[1]", "[1]"),
        (AS_BINARY, b"[1]", b"[1]"),
        (AS_XML, b"<r a='1'><i>x</i><i>y</i></r>", {"a": "1", "i": ["x", "y"]}),
        (AS_YAML, b"on: 2026-01-01\n", {"on": "2026-01-01"}),
        (AS_CSV, b"a,b\n1,2\n", [{"a": "1", "b": "2"}]),
        (AS_TSV, b"a\tb\n1\t2\n", [{"a": "1", "b": "2"}]),
        (AS_PSV, b"a|b\n1|2\n", [{"a": "1", "b": "2"}]),
    ):
        server.queue.append(answer(200, body, content_type="text/plain"))
        assert shop.formatted(read_as) == value
        server.queue.append(answer(200, b""))
        assert shop.formatted(read_as) is None


def test_a_body_that_is_not_its_format(shop: Any, server: Any) -> None:
    server.queue.append(answer(200, b"<html>"))
    with pytest.raises(DecodingError, match="not JSON") as caught:
        shop.formatted(AS_JSON)
    assert (caught.value.status, caught.value.content) == (200, b"<html>")
    assert caught.value.headers.get("content-type") == "application/json"
    assert caught.value.operation == "document"


def test_raw_response(shop: Any, server: Any) -> None:
    server.queue.append(answer(201, '{"a":1}', ("X-Two", "1"), ("x-two", "2")))
    response = shop.raw.get_item("a")
    assert (response.status, response.content, response.value) == (201, b'{"a":1}', {"a": 1})
    assert response.headers.get("X-TWO") == "1"
    assert response.headers.get_all("x-two") == ["1", "2"]
    assert response.value is response.value
    assert "a" not in repr(response.headers.get("nothing") or "")


def test_streaming(shop: Any, server: Any) -> None:
    body = bytes(range(256)) * 4096
    server.queue.append(answer(200, body, content_type="application/octet-stream"))
    response = shop.streaming.get_item("a")
    assert response.status == 200
    pieces = shop.pieces(response)
    assert b"".join(pieces) == body
    assert len(pieces) > 1
    server.queue.append(answer(200, "[1]"))
    assert shop.wait(shop.streaming.get_item("a").value(100)) == [1]


def test_streaming_is_bounded_where_asked(shop: Any, server: Any) -> None:
    server.queue.append(answer(200, b"x" * 100_000))
    with pytest.raises(ResponseTooLargeError):
        shop.pieces(shop.streaming.get_item("a"), 1000)


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "raw", "twice"])
def test_compressed_answers(shop: Any, server: Any, coding: str) -> None:
    plain = b'{"a": "' + b"b" * 300_000 + b'"}'
    raw = zlib.compressobj(wbits=-15)
    compressed, name = {
        "gzip": (gzip.compress(plain[:5]) + gzip.compress(plain[5:]), "gzip"),
        "x-gzip": (gzip.compress(plain), "X-GZIP"),
        "deflate": (zlib.compress(plain), "deflate"),
        "raw": (raw.compress(plain) + raw.flush(), "deflate"),
        "twice": (gzip.compress(zlib.compress(plain)), "deflate, gzip"),
    }[coding]
    for _ in range(2):
        server.queue.append(answer(200, compressed, ("Content-Encoding", name)))
    assert shop.get_item("a")["a"] == "b" * 300_000
    assert b"".join(shop.pieces(shop.streaming.get_item("a"))) == plain


def test_encodings_that_we_do_not_know(shop: Any, server: Any) -> None:
    server.queue.append(answer(200, b"x", ("Content-Encoding", "br")))
    with pytest.raises(DecodingError, match="br"):
        shop.get_item("a")
    server.queue.append(answer(200, b"x", ("Content-Encoding", "gzip")))
    with pytest.raises(DecodingError, match="too early"):
        shop.get_item("a")
    server.queue.append(answer(200, b"x" * 20, ("Content-Encoding", "gzip")))
    with pytest.raises(DecodingError, match="broken"):
        shop.get_item("a")
    for _ in range(2):
        server.queue.append(answer(200, gzip.compress(b"[1]")[:-3], ("Content-Encoding", "gzip")))
    with pytest.raises(DecodingError, match="too early"):
        shop.get_item("a")
    with pytest.raises(DecodingError, match="too early"):
        shop.pieces(shop.streaming.get_item("a"))
    server.queue.append(answer(200, b"{}", ("Content-Encoding", "identity")))
    assert shop.get_item("a") == {}


def test_a_limit_for_answers(connect: Any, server: Any) -> None:
    caller = connect(server.url, options=ClientOptions(max_response_bytes=1000))
    server.rule = lambda seen: answer(200, b'"' + b"x" * 998 + b'"')
    assert len(caller.get_item("a")) == 998
    server.rule = lambda seen: answer(200, b'"' + b"x" * 999 + b'"')
    with pytest.raises(ResponseTooLargeError) as caught:
        caller.get_item("a")
    assert caught.value.limit == 1000
    assert caller.get_item("a", options=RequestOptions(max_response_bytes=2000))


def test_the_length_of_a_head_is_not_a_body(connect: Any, server: Any) -> None:
    server.rule = lambda seen: b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"
    caller = connect(server.url)
    assert caller.head_item("a") is None
    response = caller.raw.head_item("a")
    assert (response.headers.get("content-length"), response.content) == ("99999999999", b"")


def test_headers_outside_ascii_break_nothing(shop: Any, server: Any) -> None:
    server.queue.append(answer(200, "{}", ("X-Name", "caf\xe9"), ("X-Good", "1"), ("X-Good", "2")))
    response = shop.raw.get_item("a")
    assert response.headers.get_all("x-good") == ["1", "2"]
    assert response.headers.get("x-name") in (None, "café")
    assert response.value == {}


def test_headers_outside_ascii_keep_their_bytes(
    shop: Any, server: Any, request: pytest.FixtureRequest
) -> None:
    """A character for each byte on httpx2; the other library cannot hand such a value out, and says so."""
    sent = "caf\xc3\xa9 \xff"
    server.queue.append(answer(200, "{}", ("X-Odd-Bytes", sent), ("X-Good", "1")))
    headers = shop.raw.get_item("a").headers
    assert headers.get("x-good") == "1"
    if "httpx2" in request.node.name:
        assert headers.get("x-odd-bytes") == sent
    else:
        assert headers.get("x-odd-bytes") is None


def test_a_redirect_outside_ascii_leads_to_the_same_bytes() -> None:
    request = WireRequest("GET", "http://127.0.0.1/a", (), None, Timeout())
    target = redirected(request, "/caf\xc3\xa9")
    assert target is not None
    assert target.url == "http://127.0.0.1/caf%C3%A9"


def test_json_in_the_charset_that_it_names() -> None:
    """RFC 8259 asks for UTF-8; an answer that says what it is in is read as that."""
    named = Headers((("Content-Type", "application/json; charset=windows-1252"),))
    assert AS_JSON.read(b'{"price": "\x80 5"}', named) == {"price": "\u20ac 5"}
    for content_type in ("application/json", "application/json; charset=utf-8", "a/b; charset=x"):
        with pytest.raises(DecodingError, match="the body is not JSON"):
            AS_JSON.read(b'"\x80"', Headers((("Content-Type", content_type),)))
