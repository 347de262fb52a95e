"""The short way of an answer is held against the long one; what it does not know it leaves to it."""

from __future__ import annotations

import asyncio

import pytest

from templates.runtime.mcp.about import About
from templates.runtime.mcp.call import Toolbox
from templates.runtime.mcp.results import Limits, ToolResult, plainly, presented
from templates.runtime.mcp.tools import Tool
from templates.runtime.messages import Headers, Request
from templates.runtime.transport.whole import WholeReply
from templates.runtime.wire.json_slices import MANY

from .sample import PLAIN, SHAPED, WRAPPED

LIMITS = Limits(10_000, 1_000, "X")
TOOL = PLAIN[0]
JSON = (("Content-Type", "application/json"),)


def both(
    content: bytes,
    pairs: tuple[tuple[str, str], ...] = JSON,
    status: int = 200,
    tool: Tool = TOOL,
    limits: Limits = LIMITS,
) -> tuple[ToolResult | None, ToolResult]:
    reply = WholeReply(status, Headers(pairs), content)
    return plainly(tool, reply, limits), asyncio.run(presented(tool, reply, limits, "sample"))


@pytest.mark.parametrize("tool", [TOOL, SHAPED, WRAPPED])
@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b'{"a": [1, 2.5, null, true], "b": {"c": "\xc3\xa9 \xf0\x9f\x98\x80 \\" \\\\ \\n \x7f"}}',
        b'{"a":\t1}',
        b'{"a": 1, "a": 2}',
        b'{"id": "x", "name": 1}',
    ],
)
@pytest.mark.parametrize("pairs", [JSON, (("Content-Type", "text/x; charset=UTF-8"),), ()])
def test_both_ways_are_one(content: bytes, pairs: tuple[tuple[str, str], ...], tool: Tool) -> None:
    short, long = both(content, pairs, tool=tool)
    assert short is not None
    assert short == long
    assert short.json() == long.json()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[1]",
        b' {"a": 1}',
        b'{"a": 1}\n',
        b'{"a": 1} x',
        b'{"a":\r1}',
        b'{"a": "\\ud800"}',
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": "\n"}',
        b'{"a": "\xff"}',
        b'\xef\xbb\xbf{"a": 1}',
        b"{" * 2000,
        b'{"a": "' + b"x" * 250 + b'"}',
    ],
)
def test_what_needs_a_thought_goes_the_long_way(content: bytes) -> None:
    assert both(content)[0] is None


@pytest.mark.parametrize(
    ("pairs", "status"),
    [
        (JSON, 201),
        (JSON, 404),
        ((*JSON, ("Content-Encoding", "gzip")), 200),
        ((("Content-Type", "application/json; charset=latin-1"),), 200),
        ((("Content-Type", "image/png"),), 200),
    ],
)
def test_so_does_what_is_not_plainly_json(pairs: tuple[tuple[str, str], ...], status: int) -> None:
    reply = WholeReply(status, Headers(pairs), b'{"a": 1}')
    assert plainly(TOOL, reply, LIMITS) is None


def test_so_does_what_is_larger_than_a_limit() -> None:
    content = b'{"a": "%b"}' % (b"x" * 100)
    reply = WholeReply(200, Headers(JSON), content)
    assert plainly(TOOL, reply, Limits(len(content), 4 * len(content))) is not None
    assert plainly(TOOL, reply, Limits(len(content) - 1, 4 * len(content))) is None
    assert plainly(TOOL, reply, Limits(len(content), 4 * len(content) - 1)) is None
    assert Limits(10**9, 10**9).plain < MANY


def test_a_tool_of_bytes_goes_the_long_way() -> None:
    reply = WholeReply(200, Headers(JSON), b'{"a": 1}')
    binary = Tool(
        name=TOOL.name,
        description=None,
        unit=TOOL.unit,
        input_schema=TOOL.input_schema,
        annotations=TOOL.annotations,
        binary=True,
    )
    assert plainly(binary, reply, LIMITS) is None


def test_a_toolbox_takes_the_long_way_where_it_must() -> None:
    async def unit(send: object, **_: object) -> WholeReply:
        return WholeReply(200, Headers(JSON), b'{"a": 1}\n')

    async def send(request: Request) -> WholeReply:
        raise AssertionError("nothing is sent")

    tool = Tool(
        name="x",
        description=None,
        unit=unit,
        input_schema={"type": "object"},
        annotations=TOOL.annotations,
    )
    toolbox = Toolbox(About(name="x", version="1"), (tool,), LIMITS)
    # A function is no whole `Send`: nothing else of it is asked for here.
    result = asyncio.run(toolbox.call(tool, {}, send))  # type: ignore[arg-type]
    assert result.structured == {"a": 1}
    assert result.content[0]["text"] == '{"a": 1}\n'
