"""Outputs: paths, shapes, and what passes as it came."""

from __future__ import annotations

import asyncio
import gzip
import json
from typing import Any

import pytest

from templates.runtime.errors import DecodingError, ResponseTooLargeError
from templates.runtime.formats.xml import AS_XML
from templates.runtime.messages import Headers
from templates.runtime.wire.buffered import BufferedReply, buffered
from templates.runtime.wire.mapping import Mapping, mapped, whole
from templates.runtime.wire.paths import EACH, follow
from templates.runtime.wire.picking import array, at, by_name, cut, each_of, nested

DOCUMENT = {
    "id": 7,
    "none": None,
    "dash-key": 1,
    "list": [{"f": 1}, {"f": 2}, {}],
    "deep": {"er": {"x": "y"}},
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ((), DOCUMENT),
        (("id",), 7),
        (("dash-key",), 1),
        (("deep", "er", "x"), "y"),
        (("missing",), None),
        (("none", "x"), None),
        (("id", "x"), None),
        (("list", "f"), None),
        (("list", 0, "f"), 1),
        (("list", -1), {}),
        (("list", -3, "f"), 1),
        (("list", 3), None),
        (("list", -4), None),
        (("list", EACH, "f"), [1, 2]),
        (("list", EACH), [{"f": 1}, {"f": 2}, {}]),
        (("missing", EACH), None),
        (("id", EACH), []),
        (("deep", EACH, EACH), ["y"]),
        ((EACH, 0), [{"f": 1}]),
        (("id", 0), None),
    ],
)
def test_paths(path: tuple[Any, ...], found: Any) -> None:
    assert follow(path, DOCUMENT) == found
    if EACH not in path:
        assert at(DOCUMENT, *path) == found
        return
    groups: list[list[Any]] = [[]]
    for step in path:
        groups.append([]) if step is EACH else groups[-1].append(step)
    assert each_of(DOCUMENT, *map(tuple, groups)) == found


def _a(document: Any) -> Any:
    return at(document, "a")


def test_parts_of_what_is_not_there_are_null() -> None:
    assert (array({}), array([1]), array([1], str)) == (None, [1], ["1"])
    assert (nested(None, str), nested(False, str)) == (None, "False")
    assert (by_name([]), by_name({"a": 1}), by_name({"a": 1}, lambda _: None)) == (
        None,
        {"a": 1},
        {"a": 1},
    )
    assert (cut("abc", 2), cut([1, 2, 3], 2)) == ("ab", [1, 2, 3])


def test_the_first_that_gives_anything_is_the_answer() -> None:
    reply = _reply(b'{"a": 7}')
    assert _mapped(reply, lambda document: at(document, "no"), _a, whole).content == b"7"
    assert _mapped(reply, lambda document: at(document, "no")).content == b'{"a": 7}'


def _mapped(reply: Any, *mappings: Mapping, **named: Any) -> Any:
    return asyncio.run(mapped(reply, *mappings, **named))


def _reply(content: bytes, status: int = 200, *pairs: tuple[str, str]) -> BufferedReply:
    headers = (("Content-Type", "text/plain"), ("X-Kept", "1"), ("ETag", '"x"'), *pairs)
    return BufferedReply(status, Headers(headers), content)


def test_a_mapped_answer_is_json() -> None:
    reply = _mapped(_reply(b'{"a": {"b": "\xc3\xa9"}}'), _a)
    assert reply.content == '{"b":"é"}'.encode()
    assert list(reply.headers) == [("content-type", "application/json"), ("X-Kept", "1")]


def test_another_format_becomes_json_by_the_identity() -> None:
    reply = _mapped(_reply(b"<r><i>1</i></r>"), whole, read_as=AS_XML)
    assert json.loads(reply.content) == {"i": "1"}


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"{}", 404), (b"{}", 301), (b"", 200), (b"<html>", 200), (b"[NaN", 200), (b'"\\ud800"', 200)],
)
def test_what_cannot_be_mapped_passes_as_it_came(content: bytes, status: int) -> None:
    reply = _mapped(_reply(content, status), whole)
    assert (reply.status, reply.content) == (status, content)
    assert reply.headers.get("content-type") == "text/plain"


def test_compressed_answers_are_mapped_within_the_limit() -> None:
    packed = gzip.compress(b'{"a":"' + b"x" * 5000 + b'"}')
    reply = _reply(packed, 200, ("Content-Encoding", "gzip"))
    assert len(_mapped(reply, _a).content) == 5002
    with pytest.raises(ResponseTooLargeError):
        _mapped(reply, _a, limit=1000)


def test_buffered_undoes_encodings_and_says_so() -> None:
    packed = _reply(gzip.compress(b"x"), 200, ("Content-Encoding", "gzip"), ("Content-Length", "9"))
    reply = asyncio.run(buffered(packed, 100))
    assert (reply.content, reply.headers.get("content-encoding")) == (b"x", None)
    assert reply.headers.get("content-length") is None
    with pytest.raises(DecodingError):
        asyncio.run(buffered(_reply(b"x", 200, ("Content-Encoding", "zstd")), 100))


def test_a_buffered_reply_is_a_reply() -> None:
    async def main() -> None:
        reply = BufferedReply(200, Headers(), b"abc")
        assert await reply.read(3) == b"abc"
        with pytest.raises(ResponseTooLargeError):
            await reply.read(2)
        assert [piece async for piece in reply.chunks()] == [b"abc"]
        with pytest.raises(ResponseTooLargeError):
            [piece async for piece in reply.chunks(2)]
        assert [p async for p in BufferedReply(200, Headers(), b"").chunks()] == []
        await reply.aclose()

    asyncio.run(main())
