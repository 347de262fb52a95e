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
from templates.runtime.values import OMIT
from templates.runtime.wire.buffered import BufferedReply, buffered
from templates.runtime.wire.mapping import IDENTITY, Output, evaluate, first, mapped
from templates.runtime.wire.paths import EACH, at

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
    assert at(path, DOCUMENT) == found


@pytest.mark.parametrize(
    ("output", "result"),
    [
        (IDENTITY, DOCUMENT),
        (Output("object"), DOCUMENT),
        (Output("object", ()), DOCUMENT),
        (Output("array", ()), DOCUMENT),
        (Output("string", ("id",)), 7),
        (Output("string", ("deep", "er", "x"), max_length=0), ""),
        (Output("string"), None),
        (Output(value={"a": 1}), {"a": 1}),
        (Output(value=None), None),
        (
            Output("object", properties=(("a", Output(path=("id",))), ("b", Output(path=("no",))))),
            {"a": 7, "b": None},
        ),
        (Output("object", ("deep",), properties=(("x", Output(path=("er", "x"))),)), {"x": "y"}),
        (
            Output("object", properties=(("d", Output("object", properties=(
                ("i", Output(path=("id",))),))),)),
            {"d": {"i": 7}},
        ),
        (Output("object", ("no",), properties=(("x", Output(path=())),)), None),
        (
            Output("object", ("deep",), values=Output(path=("x",))),
            {"er": "y"},
        ),
        (Output("object", ("id",), values=Output(path=("x",))), None),
        (Output("object", ("deep", "er"), values=Output(path=("q",))), {"x": "y"}),
        (Output("array", ("list",)), DOCUMENT["list"]),
        (Output("array", ("list",), items=Output("object")), DOCUMENT["list"]),
        (Output("array", ("list",), items=Output("number", ("f",))), [1, 2, None]),
        (
            Output("array", ("list",), items=Output("object", properties=(
                ("g", Output(path=("f",))),))),
            [{"g": 1}, {"g": 2}, {"g": None}],
        ),
        (Output("array", ("id",)), None),
        (Output("array", ("no",), items=Output(path=())), None),
    ],
)  # fmt: skip
def test_outputs(output: Output, result: Any) -> None:
    assert evaluate(output, DOCUMENT) == result


def test_the_first_that_is_not_null_wins() -> None:
    assert first((Output(path=("no",)), Output(path=("id",)), IDENTITY), DOCUMENT) == 7
    assert first((Output(path=("no",)),), DOCUMENT) is OMIT
    assert first((), [1]) is OMIT


def _mapped(reply: Any, *outputs: Output, **named: Any) -> Any:
    return asyncio.run(mapped(reply, *outputs, **named))  # type: ignore[arg-type]


def _reply(content: bytes, status: int = 200, *pairs: tuple[str, str]) -> BufferedReply:
    headers = (("Content-Type", "text/plain"), ("X-Kept", "1"), ("ETag", '"x"'), *pairs)
    return BufferedReply(status, Headers(headers), content)


def test_a_mapped_answer_is_json() -> None:
    reply = _mapped(_reply(b'{"a": {"b": "\xc3\xa9"}}'), Output(path=("a",)))
    assert reply.content == '{"b":"é"}'.encode()
    assert list(reply.headers) == [("content-type", "application/json"), ("X-Kept", "1")]


def test_another_format_becomes_json_by_the_identity() -> None:
    reply = _mapped(_reply(b"<r><i>1</i></r>"), IDENTITY, read_as=AS_XML)
    assert json.loads(reply.content) == {"i": "1"}


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"{}", 404), (b"{}", 301), (b"", 200), (b"<html>", 200), (b"[NaN", 200), (b'"\\ud800"', 200)],
)
def test_what_cannot_be_mapped_passes_as_it_came(content: bytes, status: int) -> None:
    reply = _mapped(_reply(content, status), Output(path=()))
    assert (reply.status, reply.content) == (status, content)
    assert reply.headers.get("content-type") == "text/plain"


def test_compressed_answers_are_mapped_within_the_limit() -> None:
    packed = gzip.compress(b'{"a":"' + b"x" * 5000 + b'"}')
    reply = _reply(packed, 200, ("Content-Encoding", "gzip"))
    assert len(_mapped(reply, Output(path=("a",))).content) == 5002
    with pytest.raises(ResponseTooLargeError):
        _mapped(reply, Output(path=("a",)), limit=1000)


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
