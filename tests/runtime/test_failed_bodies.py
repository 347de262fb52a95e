"""An error keeps its status whatever its body is; an answer that cannot be read shows what it was.

Sources: RFC 9110, 8.4 (codings; several lines are one list) and 15 (the status is known without the body); seen with proxies
that answer 404 as plain JSON under `Content-Encoding: gzip`, and that write `utf-8` or `none` there.
"""

from __future__ import annotations

import gzip
import pickle
from typing import Any

import pytest

from templates.runtime import errors
from templates.runtime.options import NO_RETRIES, ClientOptions
from templates.runtime.wire.decoding import AS_JSON

from .sample import TOKEN, Caller
from .server import Server, answer

BODY = b'{"message":"no such item"}'
FAILED = [
    (404, "gzip", BODY, errors.NotFoundError),
    (401, "rot13", BODY, errors.UnauthorizedError),
    (429, "zstd", b"\x28\xb5\x2f\xfd\x04", errors.TooManyRequestsError),
    (400, "deflate", BODY, errors.BadRequestError),
    (503, "gzip, br", BODY, errors.ServiceUnavailableError),
    (404, "gzip", gzip.compress(BODY)[:-9], errors.NotFoundError),
]


@pytest.mark.parametrize(("status", "coding", "body", "kind"), FAILED)
@pytest.mark.parametrize("style", ["value", "raw", "streaming"])
def test_a_failed_answer_under_an_odd_coding(
    connect: Any, server: Server, status: int, coding: str, body: bytes, kind: Any, style: str
) -> None:
    options = ClientOptions(retry=NO_RETRIES, max_response_bytes=1_000_000)
    shop = connect(server.url, options=options)
    server.queue.append(answer(status, body, ("Content-Encoding", coding)))
    caller: Any = shop if style == "value" else getattr(shop, style)
    with pytest.raises(kind) as caught:
        caller.get_item("a")
    assert (caught.value.status, caught.value.content) == (status, body)
    assert caught.value.headers.get("content-encoding") == coding


@pytest.mark.parametrize("coding", ["zstd", "rot13", "gzip"])
def test_a_success_in_an_unknown_coding(shop: Caller, server: Server, coding: str) -> None:
    said = answer(200, BODY, ("Content-Encoding", coding), ("X-Kept", "1"))
    server.queue += [said, said]
    with pytest.raises(errors.DecodingError) as caught:
        shop.get_item("a")
    error = caught.value
    assert (error.status, error.content, error.headers.get("x-kept")) == (200, BODY, "1")
    assert pickle.loads(pickle.dumps(error)).status == 200
    with pytest.raises(errors.DecodingError) as caught:
        shop.pieces(shop.streaming.get_item("a"))
    assert coding == "gzip" or caught.value.status == 200


@pytest.mark.parametrize(
    "lines", [["identity"], ["utf-8"], ["none"], ["binary"], ["Identity, UTF-8"], ["", "none"]]
)
def test_what_is_no_coding(shop: Caller, server: Server, lines: list[str]) -> None:
    said = answer(200, BODY, *[("Content-Encoding", line) for line in lines])
    server.queue += [said, said, said]
    assert shop.get_item("a") == {"message": "no such item"}
    assert shop.raw.get_item("a").content == BODY
    assert shop.pieces(shop.streaming.get_item("a")) == [BODY]


def test_two_lines_of_codings_are_one_list(shop: Caller, server: Server) -> None:
    twice = gzip.compress(gzip.compress(BODY))
    said = answer(200, twice, ("Content-Encoding", "gzip"), ("Content-Encoding", "gzip"))
    server.queue += [said, said]
    assert shop.get_item("a") == {"message": "no such item"}
    assert b"".join(shop.pieces(shop.streaming.get_item("a"))) == BODY


def test_the_base_uri_of_a_web_page(shop: Caller, server: Server) -> None:
    page = f"<!doctype html>\n<html>{TOKEN}</html>"
    server.queue.append(answer(200, page, content_type="text/html; charset=utf-8"))
    with pytest.raises(errors.DecodingError) as caught:
        shop.formatted(AS_JSON)
    said = str(caught.value)
    for part in ("status 200", "text/html", "<!doctype html>", "SHOP_BASE_URI"):
        assert part in said
    assert TOKEN not in said
    assert caught.value.content == page.replace(TOKEN, "***").encode()
    server.queue.append(answer(200, page, content_type=None))
    with pytest.raises(errors.DecodingError, match="status 200, without a content type"):
        shop.raw.formatted(AS_JSON).value  # noqa: B018 - it is read here
