"""The official client, in both eras, over HTTP and over stdio."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp_types import AudioContent, EmbeddedResource, ImageContent, TextContent

from .sample import PNG, SECRET, TOOLS

ERAS = ("legacy", "2026-07-28", "auto")


def run(where: Any, mode: str, act: Callable[[Client], Awaitable[Any]]) -> Any:
    async def connected() -> Any:
        async with Client(where, mode=mode) as client:
            return await act(client)

    return asyncio.run(asyncio.wait_for(connected(), 30))


@pytest.fixture(params=[(place, era) for place in ("http", "stdio") for era in ERAS], ids="-".join)
def call(request: pytest.FixtureRequest, sample_url: str) -> Callable[..., Any]:
    """Call a tool of the sample."""
    place, era = request.param

    def where() -> Any:
        if place == "http":
            return sample_url
        environment = {
            "SAMPLE_MCP_MAX_RESULT_BYTES": "2000",
            "SAMPLE_MCP_MAX_RESPONSE_BYTES": "50000",
        }
        return StdioServerParameters(
            command=sys.executable, args=["-m", "tests.mcp_runtime.sample"], env=environment
        )

    def act(name: str | None, arguments: dict[str, Any] | None = None) -> Any:
        async def one(client: Client) -> Any:
            if name is None:
                return await client.list_tools()
            try:
                return await client.call_tool(name, arguments)
            except MCPError as error:
                return error

        return run(where(), era, one)

    return act


def test_all_tools_are_listed(call: Callable[..., Any]) -> None:
    tools = call(None).tools
    assert [tool.name for tool in tools] == [tool.name for tool in TOOLS]
    echo = tools[0]
    assert echo.title == "Echo"
    assert echo.input_schema["additionalProperties"] is False
    hints = echo.annotations
    assert (hints.read_only_hint, hints.destructive_hint) == (False, True)
    assert (hints.idempotent_hint, hints.open_world_hint) == (False, True)


def test_an_object_is_text_and_structure(call: Callable[..., Any]) -> None:
    result = call("echo", {"name": "x", "body": {"a": [None, 1]}})
    assert not result.is_error
    assert json.loads(result.content[0].text) == {"name": "x", "body": {"a": [None, 1]}}
    assert result.structured_content == {"name": "x", "body": {"a": [None, 1]}}


def test_faults_come_together_and_nothing_is_sent(call: Callable[..., Any]) -> None:
    result = call("echo", {"count": "many", "colour": "blue", "other": 1})
    assert result.is_error
    text = result.content[0].text
    assert "name: is required (a string)" in text
    assert 'count: expected an integer, came string "many"' in text
    assert 'colour: expected one of "red", "green", came string "blue"' in text
    assert "other: is unknown; the tool takes name, count" in text
    assert result.structured_content is None


def test_an_unknown_tool_is_an_error_of_the_protocol(call: Callable[..., Any]) -> None:
    error = call("nothing", {})
    assert isinstance(error, MCPError)
    assert error.error.code == -32602


def test_what_is_no_object_is_only_text(call: Callable[..., Any]) -> None:
    result = call("scalar")
    assert result.content == [TextContent(type="text", text='"Updated"')]
    assert result.structured_content is None


@pytest.mark.parametrize("era", ERAS)
def test_every_kind_of_result(sample_url: str, era: str) -> None:
    async def all_of(client: Client) -> None:
        empty = await client.call_tool("empty")
        said = "HTTP 204 No Content: the call succeeded and returned no content."
        assert (empty.content, empty.is_error) == ([TextContent(type="text", text=said)], False)
        image = (await client.call_tool("image")).content[0]
        assert isinstance(image, ImageContent)
        assert image.mime_type == "image/png"
        assert isinstance((await client.call_tool("audio")).content[0], AudioContent)
        resource = (await client.call_tool("bytes")).content[0]
        assert isinstance(resource, EmbeddedResource)
        assert resource.resource.mime_type == "application/octet-stream"
        refused = await client.call_tool("not_found")
        assert refused.is_error
        assert refused.content[0].text == "HTTP 404 Not Found\n<h1>Not Found</h1>"
        moved = await client.call_tool("moved")
        assert moved.is_error
        assert "https://example.org/repository/" in moved.content[0].text
        cut = await client.call_tool("long")
        assert "[Cut here: the first 2000 of 8012 bytes." in cut.content[0].text
        assert "SAMPLE_MCP_MAX_RESULT_BYTES" in cut.content[0].text
        assert cut.structured_content is None
        huge = await client.call_tool("huge")
        assert huge.is_error
        assert "larger than 50000 bytes" in huge.content[0].text
        shaped = await client.call_tool("odd_shape")
        assert shaped.structured_content == {"name": "5", "owner": {}, "extra": [1]}
        answered = {"name": 5, "stars": "many", "owner": {"id": 1.5}, "extra": [1]}
        assert json.loads(shaped.content[0].text) == answered
        wrapped = await client.call_tool("wrapped")
        assert wrapped.structured_content == {"result": ["a", "1", "b"]}
        unreachable = await client.call_tool("unreachable")
        assert unreachable.is_error
        assert "no connection to example.org" in unreachable.content[0].text
        broken = await client.call_tool("broken")
        assert broken.is_error
        assert SECRET not in broken.content[0].text
        refused = await client.call_tool("refused", {"path-name": ".."})
        assert refused.content[0].text.startswith("Nothing was sent: path-name must not be '..'")

    run(sample_url, era, all_of)
    assert PNG
