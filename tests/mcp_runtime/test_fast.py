"""The fast path says what the SDK says, or nothing."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from templates.runtime.mcp import fast
from templates.runtime.mcp.about import About
from templates.runtime.mcp.call import Toolbox
from templates.runtime.mcp.fast import FastPath
from templates.runtime.mcp.http import McpHttp
from templates.runtime.mcp.results import Limits
from templates.runtime.mcp.settings import McpSettings

from .asking import META, VERSION, Answered, Asked, ask, legacy, modern, running
from .conftest import sample_app
from .mutations import mutated
from .requests import HAND_MADE
from .sample import APP, TOOLS, Answers

PREFIX = "io.modelcontextprotocol/"
INITIALIZE: dict[str, Any] = {
    "protocolVersion": "2025-06-18",
    "capabilities": {"roots": {"listChanged": True}, "sampling": {}},
    "clientInfo": {"name": "x", "version": "1"},
}


class Blind(FastPath):
    """Understands nothing: everything is the SDK's."""

    def understand(self, named: Mapping[bytes, bytes], body: bytes, *read: Any) -> Any:
        return None


class Counting(FastPath):
    """Counts what it understands."""

    count = 0

    def understand(self, named: Mapping[bytes, bytes], body: bytes, *read: Any) -> Any:
        understood = super().understand(named, body, *read)
        self.count += understood is not None
        return understood


class Pair:
    """The same adapter twice: with the fast path, and with the SDK alone."""

    def __init__(self) -> None:
        self.ours, self.our_upstream = sample_app()
        self.theirs, self.their_upstream = sample_app()
        self.fast = self._replace(self.ours, Counting)
        self._replace(self.theirs, Blind)

    @staticmethod
    def _replace(app: McpHttp, kind: type[FastPath]) -> Any:
        app.all.fast = kind(app.toolbox)
        return app.all.fast

    async def compare(self, asked: Asked) -> tuple[Answered, Answered]:
        for upstream in (self.our_upstream, self.their_upstream):
            upstream.asked.clear()
        ours, theirs = await ask(self.ours, asked), await ask(self.theirs, asked)
        assert ours.comparable() == theirs.comparable(), asked
        assert _sent(self.our_upstream) == _sent(self.their_upstream), asked
        return ours, theirs


def _sent(upstream: Answers) -> list[Any]:
    return [(request.operation.name, request.body) for request in upstream.asked]


def comparing(act: Callable[[Pair], Any]) -> Any:
    """Run something with a pair of apps."""

    async def inside() -> Any:
        pair = Pair()
        async with running(pair.ours), running(pair.theirs):
            return await act(pair)

    return asyncio.run(inside())


def test_hand_made_requests_get_the_same_answer() -> None:
    assert len(HAND_MADE) >= 150
    assert len({asked.note for asked in HAND_MADE}) == len(HAND_MADE)

    async def all_of(pair: Pair) -> None:
        for asked in HAND_MADE:
            await pair.compare(asked)

    comparing(all_of)


def test_generated_requests_get_the_same_answer() -> None:
    async def all_of(pair: Pair) -> int:
        dice = random.Random(20260728)
        for _ in range(10_000):
            await pair.compare(mutated(dice))
        return pair.fast.count

    # A comparison of the SDK with itself would say nothing.
    assert comparing(all_of) > 2_000


@pytest.mark.parametrize(
    "asked",
    [
        legacy("tools/list"),
        legacy("tools/list", {}, version="2024-11-05"),
        legacy("tools/call", {"name": "object"}, version="2025-11-25"),
        legacy("tools/call", {"name": "echo", "arguments": {"name": "x"}}, "an id"),
        modern("tools/list"),
        modern("server/discover"),
        modern("tools/call", {"name": "echo", "arguments": {"name": "é"}}),
        # As FastMCP, pydantic-ai and agno send every call.
        legacy("tools/call", {"name": "object", "_meta": {"progressToken": 1}}),
        legacy("tools/call", {"name": "object", "_meta": {"progressToken": "a", "x.org/y": [1]}}),
        modern("tools/call", {"name": "object", "_meta": {"progressToken": 1}}),
        modern("tools/call", {"name": "object", "_meta": {f"{PREFIX}logLevel": "debug"}}),
        modern("tools/list", {"_meta": {"traceparent": "00-0af7651916cd43dd8448eb211c80319c"}}),
        legacy("tools/list").with_header("accept", None),
        replace(legacy("tools/list"), pieces=3),
        legacy("ping"),
        legacy("initialize", INITIALIZE),
        legacy("tools/list").with_header("mcp-session-id", "x"),
        legacy("initialize", INITIALIZE, version="2025-11-25"),
        legacy("x").with_message({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        # As hosts begin that do not look at the capabilities.
        legacy("logging/setLevel", {"level": "info"}),
        legacy("logging/setLevel", {"level": "debug", "_meta": {"progressToken": 1}}),
    ],
    ids=range(21),
)
def test_what_dominates_is_fast(asked: Asked) -> None:
    async def one(pair: Pair) -> int:
        await pair.compare(asked)
        return pair.fast.count

    assert comparing(one) == 1


@pytest.mark.parametrize(
    "asked",
    [
        legacy("ping", {"x": 1}),
        modern("ping"),
        legacy("initialize", {"protocolVersion": "2025-11-25"}),
        legacy("initialize", {**INITIALIZE, "clientInfo": {"name": "x"}}),
        legacy("initialize", {**INITIALIZE, "capabilities": {"roots": []}}),
        legacy("tools/list", {"cursor": "x"}),
        legacy("tools/call", {"name": "object", "_meta": {"progressToken": 1.0}}),
        legacy("tools/call", {"name": "object", "_meta": {f"{PREFIX}logLevel": "debug"}}),
        legacy("tools/call", {"name": "nothing"}),
        legacy("tools/list").with_added_header("accept", "text/html"),
        modern("tools/list", {"_meta": {f"{PREFIX}logLevel": "loud"}}),
        modern("tools/list", {"_meta": {f"{PREFIX}new": "debug"}}),
        modern("tools/list").with_header("mcp-method", "tools/call"),
        modern("tools/list").with_added_header("mcp-param-x", "1"),
        replace(legacy("tools/list"), body=b"[" + legacy("tools/list").body + b"]"),
        legacy("tools/list", request_id=2**53),
        legacy("tools/list")
        .with_header("content-type", "text/plain")
        .with_added_header("content-type", "application/json"),
    ],
    ids=range(17),
)
def test_what_it_does_not_fully_understand_is_the_sdks(asked: Asked) -> None:
    async def one(pair: Pair) -> int:
        await pair.compare(asked)
        return pair.fast.count

    assert comparing(one) == 0


def test_a_meta_that_is_known_lets_no_other_one_pass() -> None:
    """What is remembered of one request holds for the same `_meta` alone, in the eyes of the SDK too."""
    capabilities = f"{PREFIX}clientCapabilities"
    others: list[dict[str, Any]] = [
        {"progressToken": 1},
        {"progressToken": True},
        {"progressToken": 1.0},
        {f"{PREFIX}logLevel": "loud"},
        {f"{PREFIX}clientInfo": {"name": "x"}},
        {f"{PREFIX}clientInfo": {"name": "x", "version": 1}},
        {capabilities: {"elicitation": True}},
        {capabilities: {"experimental": {"x": 1}}},
        {f"{PREFIX}unknown": 1},
        {f"{PREFIX}protocolVersion": "2025-11-25"},
    ]

    async def one(pair: Pair) -> None:
        for other in others:
            for given in (META, {**META, **other}, META, {**META, **other}):
                await pair.compare(modern("tools/call", {"name": "object", "_meta": given}))

    comparing(one)


def test_a_list_that_was_asked_for_before_lets_no_other_request_pass() -> None:
    """The text of a request is read once; what its headers say is held against it each time."""
    plain = [modern("tools/list"), legacy("tools/list"), modern("server/discover"), legacy("ping")]
    others = [
        plain[0].with_header("mcp-method", "server/discover"),
        plain[0].with_header("mcp-method", None),
        plain[0].with_header("mcp-method", ""),
        plain[0].with_header("mcp-protocol-version", "2025-06-18"),
        plain[0].with_header("content-type", "text/plain"),
        plain[1].with_header("mcp-protocol-version", VERSION),
        plain[1].with_header("mcp-method", "tools/list"),
        plain[1].with_header("mcp-method", "server/discover"),
        modern("tools/list", request_id="1"),
        modern("tools/list", {"_meta": {**META, "progressToken": True}}),
        legacy("tools/list", {"_meta": {"progressToken": True}}),
        legacy("tools/list", {"_meta": {"progressToken": 1}}),
        legacy("tools/list", {"_meta": META}),
    ]

    async def one(pair: Pair) -> None:
        for asked in (*plain, *others, *plain, *others):
            await pair.compare(asked)

    comparing(one)


def test_a_list_that_was_asked_for_before_is_not_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = FastPath(Toolbox(About(name="sample", version="1"), TOOLS, Limits(1000, 1000)))
    lists = [modern("tools/list"), legacy("tools/list")]
    answers = [known.understand(dict(asked.headers), asked.body) for asked in lists]
    assert None not in answers
    monkeypatch.setattr(fast, "plain_message", lambda *_: None)
    assert answers == [known.understand(dict(asked.headers), asked.body) for asked in lists]
    elsewhere = lists[0].with_header("mcp-method", "server/discover")
    assert known.understand(dict(elsewhere.headers), elsewhere.body) is None


def test_of_requests_for_lists_few_are_kept_and_none_that_says_more_than_who_asks() -> None:
    toolbox = Toolbox(About(name="sample", version="1"), TOOLS, Limits(1000, 1000))
    known = FastPath(toolbox)
    told = modern("tools/list", {"_meta": {**META, "example.org/key": "secret"}})
    long = modern("tools/list", request_id="x" * 256)
    long = replace(long, body=b"{" + b" " * 65_536 + long.body[1:])
    for asked in (told, long, modern("tools/call", {"name": "object"})):
        assert known.understand(dict(asked.headers), asked.body) is not None
    assert not known._seen
    for number in range(40):
        asked = modern("tools/list", request_id=number)
        answers = [known.understand(dict(asked.headers), asked.body) for _ in range(2)]
        assert answers[0] == answers[1]
        assert isinstance(answers[0], bytes)
        assert b'"id":%d,' % number in answers[0]
        assert 0 < len(known._seen) <= 16


def test_a_list_of_many_tools_is_not_kept_for_each_that_asks() -> None:
    tools = [
        replace(TOOLS[0], name=f"tool_{number}", description="d" * 700) for number in range(99)
    ]
    known = FastPath(Toolbox(About(name="sample", version="1"), tools, Limits(1000, 1000)))
    asked = modern("tools/list")
    answer = known.understand(dict(asked.headers), asked.body)
    assert isinstance(answer, bytes)
    assert len(answer) > 65_536
    assert not known._seen


def test_arguments_that_go_as_headers_too_are_the_sdks_to_compare() -> None:
    marked = {"type": "string", "x-mcp-header": "Name"}
    schema = {"type": "object", "properties": {"name": marked}, "additionalProperties": False}
    tools = [replace(tool, input_schema=schema) if tool.name == "echo" else tool for tool in TOOLS]
    toolbox = Toolbox(About(name="sample", version="1"), tools, Limits(1000, 1000))
    fast = FastPath(toolbox)
    for name, understood in (("echo", False), ("object", True)):
        asked = modern("tools/call", {"name": name, "arguments": {"name": "x"}})
        assert (fast.understand(dict(asked.headers), asked.body) is not None) is understood


def test_the_static_answers_carry_hints_and_identity() -> None:
    async def one(pair: Pair) -> Any:
        ours, _ = await pair.compare(modern("tools/list", request_id="x"))
        return json.loads(ours.body)

    answer = comparing(one)
    assert answer["id"] == "x"
    result = answer["result"]
    assert (result["ttlMs"], result["cacheScope"]) == (5000, "public")
    assert result["resultType"] == "complete"
    assert result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"] == "sample-mcp"
    assert META["io.modelcontextprotocol/protocolVersion"] == VERSION


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        ({"properties": {"a": {"type": "string", "x-mcp-header": "A"}}}, True),
        ({"anyOf": [{"x-mcp-header": "A"}]}, True),
        ({"properties": {"a": {"description": "not an x-mcp-header"}}}, False),
        ({}, False),
    ],
)
def test_arguments_that_go_as_headers_are_found_in_the_schema(schema: Any, found: bool) -> None:
    assert fast._has_key(schema, "x-mcp-header") is found


@pytest.mark.parametrize("method", ["prompts/list", "resources/list", "resources/templates/list"])
def test_what_a_server_of_tools_does_not_offer_needs_no_sdk(method: str) -> None:
    """Claude Desktop and semantic-kernel ask for prompts and resources whatever the capabilities say."""
    toolbox = Toolbox(About(name="sample", version="1"), TOOLS, Limits(1000, 1000))

    async def both(asked: Asked) -> tuple[Any, Any]:
        settings = McpSettings()
        app = McpHttp(toolbox, Answers(), APP.guard(settings), settings)
        async with running(app):
            ours = await ask(app, asked)
            app.all.fast = Blind(toolbox)
            return ours, await ask(app, asked)

    for params, quick in (({}, True), ({"_meta": {"progressToken": 1}}, True), ({"x": 1}, False)):
        asked = legacy(method, params)
        understood = FastPath(toolbox).understand(dict(asked.headers), asked.body)
        assert isinstance(understood, bytes) is quick
        ours, theirs = asyncio.run(both(asked))
        assert (ours.status, json.loads(ours.body)) == (theirs.status, json.loads(theirs.body))
        assert json.loads(ours.body)["error"]["code"] == -32601
