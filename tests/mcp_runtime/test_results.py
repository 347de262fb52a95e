"""Answers of an API as results of a tool."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
from typing import Any

import pytest

from templates.runtime.mcp.about import About
from templates.runtime.mcp.call import Toolbox
from templates.runtime.mcp.output import fitted
from templates.runtime.mcp.results import Limits, ToolResult, presented
from templates.runtime.mcp.tools import Tool
from templates.runtime.messages import Headers
from templates.runtime.values import OMIT
from templates.runtime.wire.buffered import BufferedReply

from .sample import PLAIN, PNG, READS, SECRET, SHAPED, TOOLS, WRAPPED, Answers

LIMITS = Limits(10_000, 1_000, "X")
TOOL = PLAIN[0]


def result_of(
    content: bytes,
    media_type: str | None = "application/json",
    status: int = 200,
    tool: Tool = TOOL,
    **headers: str,
) -> ToolResult:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    if media_type is not None:
        pairs += (("Content-Type", media_type),)
    answer = BufferedReply(status, Headers(pairs), content)
    result = asyncio.run(presented(tool, answer, LIMITS, "sample"))
    assert json.loads(result.json() + "}") == result.wire()
    return result


def text_of(result: ToolResult) -> str:
    (block,) = result.content
    assert block["type"] == "text"
    text: str = block["text"]
    return text


@pytest.mark.parametrize(
    "media_type", ["application/json", "text/html", "application/vnd.x+json", None, "nonsense"]
)
def test_an_object_is_structure_whatever_it_calls_itself(media_type: str | None) -> None:
    result = result_of(b' {"a": [1, null]}', media_type)
    assert text_of(result) == ' {"a": [1, null]}'
    assert result.structured == {"a": [1, None]}


@pytest.mark.parametrize(
    "content",
    [
        b"[1]",
        b'"x"',
        b"1",
        b"null",
        b"plain",
        b"{broken",
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b"{" * 4000,
    ],
)
def test_what_is_no_json_object_is_only_text(content: bytes) -> None:
    result = result_of(content)
    assert result.structured is None
    assert not result.is_error


def test_a_lone_surrogate_never_reaches_the_wire() -> None:
    assert result_of(b'{"a": "\\ud800"}').structured is None
    assert result_of(b'{"a": "\\ud83d\\ude00"}').structured == {"a": "\U0001f600"}


def test_numbers_beyond_a_double_survive() -> None:
    assert result_of(b'{"a": ' + b"9" * 50 + b"}").structured == {"a": int("9" * 50)}
    assert result_of(b'{"a": ' + b"9" * 5000 + b"}").structured is None


@pytest.mark.parametrize(
    ("status", "content", "media_type", "said"),
    [
        (204, b"", None, "HTTP 204 No Content"),
        (200, b"", "application/json", "HTTP 200 OK"),
        (202, b" \r\n", "text/plain", "HTTP 202 Accepted"),
        (299, b"", None, "HTTP 299"),
        (200, b"", "image/png", "HTTP 200 OK"),
    ],
)
def test_an_empty_answer_is_one_text_that_says_what_happened(
    status: int, content: bytes, media_type: str | None, said: str
) -> None:
    """Users' world, B.5: smolagents raises on `content: []` (204: RFC 9110, 15.3.5)."""
    # Several clients take the first block of a result and fail without one (smolagents among them).
    result = result_of(content, media_type, status)
    assert text_of(result) == f"{said}: the call succeeded and returned no content."
    assert (result.structured, result.is_error) == (None, False)
    assert result_of(content, media_type, status, SHAPED).structured == {}


@pytest.mark.parametrize(
    ("content", "media_type", "text"),
    [
        ("caf\u00e9".encode("latin-1"), "text/plain; charset=ISO-8859-1", "caf\u00e9"),
        ("caf\u00e9".encode(), "text/plain; charset=nonsense", "caf\u00e9"),
        ("caf\u00e9".encode(), 'text/plain; charset="utf-8"', "caf\u00e9"),
        ("caf\u00e9".encode("latin-1"), "text/plain", "caf\u00e9"),
        ("caf\u00e9".encode("utf-8-sig"), "text/csv", "caf\u00e9"),
        ("caf\u00e9".encode("utf-16"), "text/plain; charset=utf-16", "caf\u00e9"),
        (b"<svg/>", "application/xml", "<svg/>"),
    ],
)
def test_text_is_read_by_its_charset(content: bytes, media_type: str, text: str) -> None:
    assert text_of(result_of(content, media_type)) == text


@pytest.mark.parametrize(
    ("content", "media_type", "kind"),
    [
        (PNG, "image/png", "image"),
        (b"<svg/>", "image/svg+xml", "resource"),
        (b"\x00\x00\x01\x00\x01\x00", "image/x-icon", "resource"),
        (b"BM6\x00", "image/bmp", "resource"),
        (b"\x00\x00\x00 ftypavif", "image/avif", "resource"),
        (b"<html>no sound</html>", "audio/mpeg", "resource"),
        (b"RIFF", "audio/wav; codecs=1", "audio"),
        (b"\xff\x00", "application/octet-stream", "resource"),
        (b"\xff\x00", None, "resource"),
        (b"%PDF-\xff", "application/pdf", "resource"),
        (b"text", "video/mp4", "resource"),
    ],
)
def test_bytes_are_image_audio_or_resource(
    content: bytes, media_type: str | None, kind: str
) -> None:
    (block,) = result_of(content, media_type).content
    assert block["type"] == kind
    data = block["resource"]["blob"] if kind == "resource" else block["data"]
    assert base64.b64decode(data) == content
    named = block["resource"] if kind == "resource" else block
    assert named["mimeType"] == ((media_type or "application/octet-stream").split(";")[0])


@pytest.mark.parametrize(
    ("content", "media_type", "kind", "called"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpg", "image", "image/jpeg"),
        (PNG, "image/jpeg", "image", "image/png"),
        (PNG, "application/octet-stream", "image", "image/png"),
        (b"GIF89a\xff", None, "image", "image/gif"),
        (b"RIFF\x1a\x00\x00\x00WEBPVP8 ", "image/webp", "image", "image/webp"),
        (b"<html>Sign in</html>", "image/png", "resource", "application/octet-stream"),
        (b"RIFF\x1a\x00\x00\x00WAVEfmt ", "image/webp", "resource", "application/octet-stream"),
        (b"<html>", "image/vnd.microsoft.icon", "resource", "image/vnd.microsoft.icon"),
        (PNG, "application/pdf", "resource", "application/pdf"),
    ],
)
def test_an_image_is_what_its_first_bytes_say(
    content: bytes, media_type: str | None, kind: str, called: str
) -> None:
    """Users' world, B.6: what hosts take (WHATWG MIME Sniffing, 6.1)."""
    (block,) = result_of(content, media_type).content
    assert block["type"] == kind
    assert (block["resource"] if kind == "resource" else block)["mimeType"] == called


def test_a_declared_binary_is_never_text() -> None:
    binary = Tool(
        name="t", description=None, unit=TOOL.unit, input_schema={}, annotations=READS, binary=True
    )
    (block,) = result_of(b"text", "text/plain", tool=binary).content
    assert block["type"] == "resource"


@pytest.mark.parametrize(
    ("status", "content", "said"),
    [
        (404, b"<h1>Not Found</h1>", "HTTP 404 Not Found\n<h1>Not Found</h1>"),
        (400, b'{"error": "x"}', 'HTTP 400 Bad Request\n{"error": "x"}'),
        (503, b"", "HTTP 503 Service Unavailable"),
        (599, b"odd", "HTTP 599\nodd"),
        (500, b"\xff\xfe\x00", "HTTP 500 Internal Server Error\n(3 bytes that are not text)"),
        (302, b"", "HTTP 302 Found"),
    ],
)
def test_a_failure_is_status_and_words_and_no_structure(
    status: int, content: bytes, said: str
) -> None:
    result = result_of(content, "application/json", status)
    assert result.is_error
    assert result.structured is None
    assert text_of(result) == said


def test_a_redirect_says_where_and_is_not_followed() -> None:
    result = result_of(b"", None, 308, location="https://example.org/x/")
    assert result.is_error
    assert "https://example.org/x/" in text_of(result)


def test_long_text_is_cut_with_a_marker_that_says_how_to_get_the_rest() -> None:
    result = result_of(json.dumps({"a": "\u00e9" * 2000}, ensure_ascii=False).encode())
    text = text_of(result)
    assert len(text.encode()) < 1_400
    assert "[Cut here: the first 1000 of 4009 bytes." in text
    assert "X_MAX_RESULT_BYTES" in text
    assert result.structured is None
    assert not result.is_error


def test_what_is_cut_still_fits_the_output_schema() -> None:
    """A client that finds no structured content, or half of it, throws the whole answer away."""
    result = result_of(json.dumps({"name": "x" * 2000}).encode(), tool=SHAPED)
    assert "[Cut here" in text_of(result)
    assert result.structured == {}


def test_bytes_of_a_tool_with_an_output_schema_have_structure_too() -> None:
    assert result_of(PNG, "image/png", tool=SHAPED).structured == {}


def test_a_failure_is_cut_too() -> None:
    assert len(text_of(result_of(b"x" * 9_000, "text/plain", 500))) < 1_400


def test_more_than_the_limit_is_an_error() -> None:
    result = result_of(b"x" * 10_001)
    assert result.is_error
    assert "larger than 10000 bytes" in text_of(result)
    assert "X_MAX_RESPONSE_BYTES" in text_of(result)


def test_compressed_answers_are_read() -> None:
    assert result_of(gzip.compress(b'{"a":1}'), content_encoding="gzip").structured == {"a": 1}
    assert result_of(gzip.compress(b"x" * 100_000), content_encoding="gzip").is_error


@pytest.mark.parametrize(
    "content",
    [b"null", b"[1]", b'"x"', b"nonsense", b'{"name": {}, "stars": 1.0}', b'{"owner": 3}'],
)
def test_an_odd_answer_always_fits_the_output_schema(content: bytes) -> None:
    from jsonschema import Draft202012Validator

    for tool in (SHAPED, WRAPPED):
        result = result_of(content, tool=tool)
        assert result.structured is not None
        Draft202012Validator(dict(tool.output_schema or {})).validate(result.structured)
        assert text_of(result) == content.decode()


def test_a_value_outside_of_an_enum_is_null() -> None:
    strays: list[str] = []
    schema = {"properties": {"a": {"enum": ["x", None]}, "b": {"enum": ["x", None]}}}
    assert fitted(schema, {"a": "x", "b": "y"}, strays) == {"a": "x"}
    assert strays == ["$.b"]


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("string", 1, "1"),
        ("string", 1.5, "1.5"),
        ("string", True, "true"),
        ("string", None, None),
        ("string", {"a": 1}, OMIT),
        ("number", "1.5", 1.5),
        ("integer", "3", 3),
        ("integer", 3.0, 3.0),
        ("integer", "3.5", OMIT),
        ("number", "1e3", OMIT),  # 1000.0 is not what stood there
        ("number", "01", OMIT),
        ("number", "NaN", OMIT),
        ("number", "[", OMIT),
        ("number", True, OMIT),
        ("boolean", "true", True),
        ("boolean", "yes", OMIT),
        ("boolean", 1, OMIT),
        ("array", "x", OMIT),
        ("object", [1], OMIT),
    ],
)
def test_a_leaf_of_another_type_is_converted_without_loss_or_left_out(
    kind: str, value: Any, shown: Any
) -> None:
    schema = {"properties": {"a": {"type": [kind, "null"]}}}
    strays: list[str] = []
    found = fitted(schema, {"a": value, "b": 1}, strays)
    assert found == ({"b": 1} if shown is OMIT else {"a": shown, "b": 1})
    assert strays == (["$.a"] if shown is OMIT else [])


def test_elements_keep_their_places() -> None:
    strays: list[str] = []
    nullable = {"items": {"type": ["integer", "null"]}}
    assert fitted(nullable, [1, {}, "3"], strays) == [1, None, 3]
    assert fitted({"items": {"type": "integer"}}, [1, {}, "3"], strays) == [1, 3]
    assert strays == ["$[1]", "$[1]"]


@pytest.mark.parametrize("content", [b'[1, "x"]', b"7", b'"a"', b"null", b'{"name":1}', b"no json"])
def test_the_text_is_the_answer_itself(content: bytes) -> None:
    for tool in (SHAPED, WRAPPED):
        assert text_of(result_of(content, tool=tool)) == content.decode()


def test_what_did_not_fit_is_logged_by_place_only(caplog: pytest.LogCaptureFixture) -> None:
    result_of(b'{"name": ["%s"]}' % SECRET.encode(), tool=SHAPED)
    assert "$.name" in caplog.text
    assert SECRET not in caplog.text


def test_unexpected_errors_stay_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    box = Toolbox(About(name="sample", version="1"), TOOLS, LIMITS)
    answers: Any = Answers()
    result = asyncio.run(box.call(box.tools["broken"], {}, answers))
    said = text_of(result)
    assert result.is_error
    assert SECRET not in said
    assert said.split(" ")[-1].rstrip(".") in caplog.text
    assert "Traceback" in caplog.text
