"""An MCP adapter with a tool for everything that a tool can do, and an upstream in memory.

`python -m tests.mcp_runtime.sample` serves it over stdio.
"""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any, Final

from templates.runtime.calls.upstream import Send
from templates.runtime.errors import InvalidArgumentError, UpstreamConnectionError
from templates.runtime.mcp.app import McpApp
from templates.runtime.mcp.deep_schema import DeepRules
from templates.runtime.mcp.offers import Offers
from templates.runtime.mcp.output import shaped, wrapped
from templates.runtime.mcp.prompts import Message, Prompt, PromptArgument
from templates.runtime.mcp.resources import Folder, Resource
from templates.runtime.mcp.settings import McpAdapter
from templates.runtime.mcp.tools import Annotations, Tool
from templates.runtime.messages import HeaderPairs, Headers, Operation, Request
from templates.runtime.patterns import Pattern
from templates.runtime.wire.buffered import BufferedReply

READS: Final = Annotations(read_only=True, destructive=False, idempotent=True, open_world=True)
WRITES: Final = Annotations(read_only=False, destructive=True, idempotent=False, open_world=True)
SECRET: Final = "hunter2"


class Answers:
    """An upstream in memory: answers by operation, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.forwarded: list[HeaderPairs] = []
        self.closed = False

    async def __call__(self, request: Request) -> BufferedReply:
        self.asked.append(request)
        if os.environ.get("SAMPLE_PRINTS"):
            print("a library prints", flush=True)
        name = request.operation.name
        if name == "echo":
            return reply(200, "application/json", request.body.content if request.body else b"null")
        if name == "slow":
            await asyncio.sleep(0.3)
            return reply(200, "application/json", b'{"slow":true}')
        if name == "unreachable":
            raise UpstreamConnectionError("no connection to example.org")
        if name == "broken":
            raise RuntimeError(f"the token is {SECRET}")
        status, media_type, content = ANSWERS[name]
        return reply(status, media_type, content)

    @property
    def caller_headers(self) -> tuple[str, ...]:
        return ()

    def bound(self, forwarded: HeaderPairs, shown: object = None) -> Answers:
        self.forwarded.append(forwarded)
        return self

    def variable(self, api: str, name: str) -> str:
        return name

    async def aclose(self) -> None:
        self.closed = True


def reply(status: int, media_type: str | None, content: bytes) -> BufferedReply:
    headers = (("content-type", media_type),) if media_type else ()
    if status == 308:
        headers += (("location", "https://example.org/repository/"),)
    return BufferedReply(status, Headers(headers), content)


PNG: Final = bytes.fromhex("89504e470d0a1a0a0000000d49484452")
ANSWERS: Final[dict[str, tuple[int, str | None, bytes]]] = {
    "object": (
        200,
        "application/json",
        b'{"name":"simple","stars":null,"tags":[1,2.5,{"a":"\\u00e9"}]}',
    ),
    "mislabelled": (200, "text/html; charset=utf-8", b'{"name":"simple"}'),
    "array": (200, "application/json", b'[{"name":"simple"}]'),
    "scalar": (200, "application/json", b'"Updated"'),
    "empty": (204, None, b""),
    "text": (200, "text/plain; charset=iso-8859-1", "caf\u00e9".encode("latin-1")),
    "image": (200, "image/png", PNG),
    "audio": (200, "audio/wav", b"RIFF\x00"),
    "bytes": (200, "application/octet-stream", b"\x00\xff\x00"),
    "not_found": (404, "text/html", b"<h1>Not Found</h1>"),
    "bad_request": (400, "application/json", b'{"error_message":"no filter"}'),
    "moved": (308, "text/html", b""),
    "long": (
        200,
        "application/json",
        json.dumps({"text": "\u00e9" * 4000}, ensure_ascii=False).encode(),
    ),
    "huge": (200, "application/json", b"[" + b"1," * 40000 + b"1]"),
    "not_json": (200, "application/json", b'{"value":NaN}'),
    "infinite": (200, "application/json", b'{"value":1e999}'),
    "surrogate": (200, "application/json", b'{"value":"\\ud800"}'),
    "big_integer": (200, "application/json", b'{"value":' + b"9" * 60 + b"}"),
    "deep": (200, "application/json", b'{"v":' + b"[" * 5000 + b"]" * 5000 + b"}"),
    "odd_shape": (
        200,
        "application/json",
        b'{"name":5,"stars":"many","owner":{"id":1.5},"extra":[1]}',
    ),
    "wrapped": (200, "application/json", b'["a",1,"b"]'),
}


def unit_of(name: str) -> Any:
    async def unit(send: Send, **keywords: Any) -> Any:
        return await send(Request(Operation("sample", name, "GET"), "/" + name))

    return unit


async def echo(send: Send, **keywords: Any) -> Any:
    """Sends its keywords and answers with them."""
    from templates.runtime.messages import Body

    shown = {
        key: value.hex() if isinstance(value, bytes) else value for key, value in keywords.items()
    }
    body = Body(json.dumps(shown).encode(), "application/json")
    return await send(Request(Operation("sample", "echo", "POST"), "/echo", body=body))


async def refused(send: Send, *, path_name: str) -> Any:
    raise InvalidArgumentError("path_name", "must not be '..': it would change the path")


def _tool(name: str, **others: Any) -> Tool:
    defaults: dict[str, Any] = {
        "description": f"Answers with {name}",
        "unit": unit_of(name),
        "input_schema": {"type": "object", "properties": {}, "additionalProperties": False},
        "annotations": READS,
        "rules": DeepRules(),
    }
    return Tool(name=name, **{**defaults, **others})


ECHO: Final = _tool(
    "echo",
    title="Echo",
    unit=echo,
    annotations=WRITES,
    into={"$filter": "filter_"},
    rules=DeepRules(Pattern("^[a-z]+$", "^[a-z]+$")),
    input_schema={
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "A name"},
            "count": {"type": "integer"},
            "ratio": {"type": "number"},
            "public": {"type": "boolean"},
            "colour": {"type": "string", "enum": ["red", "green"]},
            "code": {"type": "string", "pattern": "^[a-z]+$"},
            "ids": {"type": "array", "items": {"type": "integer"}},
            "body": {"type": "object"},
            "file": {"type": "string", "contentEncoding": "base64"},
            "anything": {},
            "$filter": {"type": "string"},
        },
        "required": ["name"],
        "additionalProperties": False,
    },
)
REFUSED: Final = _tool(
    "refused",
    unit=refused,
    into={"path-name": "path_name"},
    input_schema={
        "type": "object",
        "properties": {"path-name": {"type": "string"}},
        "required": ["path-name"],
        "additionalProperties": False,
    },
)
SHAPED: Final = _tool(
    "odd_shape",
    fit=shaped,
    output_schema={
        "type": "object",
        "properties": {
            "name": {"type": ["string", "null"]},
            "stars": {"type": ["integer", "null"]},
            "owner": {
                "type": ["object", "null"],
                "properties": {"id": {"type": ["integer", "null"]}},
            },
        },
    },
)
WRAPPED: Final = _tool(
    "wrapped",
    fit=wrapped,
    output_schema={
        "type": "object",
        "properties": {
            "result": {"type": ["array", "null"], "items": {"type": ["string", "null"]}}
        },
    },
)
PLAIN: Final = tuple(
    _tool(name)
    for name in (*ANSWERS, "slow", "unreachable", "broken")
    if name not in ("odd_shape", "wrapped")
)
TOOLS: Final = (ECHO, REFUSED, SHAPED, WRAPPED, *PLAIN)
RESOURCES: Final = (
    Resource(name="object", uri="sample://object", unit=unit_of("object"), description="One."),
    Resource(name="missing", uri="sample://missing", unit=unit_of("not_found")),
    Resource(name="refusing", uri="sample://refusing", unit=unit_of("bad_request")),
    Resource(name="broken", uri="sample://broken", unit=unit_of("broken"), mime_type="text/plain"),
    Resource(name="gone", uri="sample://unreachable", unit=unit_of("unreachable")),
    Resource(name="picture", uri="sample://picture", unit=unit_of("image"), binary=True),
    Resource(name="huge", uri="sample://huge", unit=unit_of("huge")),
    Resource(
        name="echo",
        uri="sample://echo/{name}/{count}",
        title="Echo",
        unit=echo,
        inputs={
            "name": ("name_", {"type": "string"}),
            "count": ("count", {"type": "integer"}),
        },
    ),
    Folder(
        name="files",
        uri="sample://files",
        path="data",
        files={"a b.md": "text/markdown", "sub/é.bin": "application/octet-stream"},
    ),
)
PROMPTS: Final = (
    Prompt(
        name="greet",
        title="Greet",
        description="Greets somebody.",
        arguments=(PromptArgument(name="who"), PromptArgument(name="how", required=False)),
        messages=(
            Message(role="user", text="Say {{how}} to {{who}} and {{nobody}}"),
            Message(role="assistant", text="ok"),
        ),
    ),
    Prompt(name="file", messages=(Message(role="user", file="data/a b.md"),)),
)
ADAPTER: Final = McpAdapter("sample-mcp", "SAMPLE_MCP", port=9090)
APP: Final = McpApp(
    module=__name__,
    declaration=ADAPTER,
    tools=TOOLS,
    version="1.2",
    title="Sample",
    instructions="Tools for tests.",
    ttl_ms=5000,
    cache_scope="public",
    offers=Offers(module=__name__, resources=RESOURCES, prompts=PROMPTS),
)


def main() -> None:
    from templates.runtime.mcp import app
    from templates.runtime.mcp.fast import FastPath
    from templates.runtime.mcp.settings import McpSettings

    if os.environ.get("SAMPLE_BLIND"):  # Everything is the SDK's.
        FastPath.understood = lambda self, message, modern: None  # type: ignore[method-assign]
    app._upstreams = lambda apis, transport: Answers()
    APP.serve_stdio(McpSettings.from_environment(ADAPTER), ())


if __name__ == "__main__":
    main()
