"""The adapter that the official conformance suite calls: `python -m tests.conformance.adapter PORT`.

The suite expects tools of certain names. Those that an adapter of an API can have are here, each with an
answer that an API could give.
"""

from __future__ import annotations

import base64
import sys
from typing import Any, Final

import uvicorn

from templates.runtime.calls.upstream import Send
from templates.runtime.mcp.app import McpApp
from templates.runtime.mcp.http import McpHttp
from templates.runtime.mcp.settings import McpAdapter, McpSettings
from templates.runtime.mcp.tools import Annotations, Tool
from templates.runtime.messages import HeaderPairs, Headers, Operation, Request
from templates.runtime.wire.buffered import BufferedReply

READS: Final = Annotations(read_only=True, destructive=False, idempotent=True, open_world=False)
PNG: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
)
WAV: Final = base64.b64decode("UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=")
ANSWERS: Final[dict[str, tuple[int, str, bytes]]] = {
    "test_simple_text": (200, "text/plain", b"This is a simple text response for testing."),
    "test_image_content": (200, "image/png", PNG),
    "test_audio_content": (200, "audio/wav", WAV),
    "test_embedded_resource": (200, "application/octet-stream", b"\x00embedded\xff"),
    "test_error_handling": (
        500,
        "text/plain",
        b"This tool intentionally returns an error for testing",
    ),
    "json_schema_2020_12_tool": (200, "application/json", b'{"ok":true}'),
    "x_echo": (200, "application/json", b'{"ok":true}'),
}
SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "json_schema_2020_12_tool": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": {
            "address": {
                "$anchor": "addressDef",
                "type": "object",
                "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
            }
        },
        "properties": {
            "name": {"type": "string"},
            "address": {"$ref": "#/$defs/address"},
            "contactMethod": {"type": "string", "enum": ["phone", "email"]},
            "phone": {"type": "string"},
            "email": {"type": "string"},
        },
        "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
        "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
        "then": {"required": ["phone"]},
        "else": {"required": ["email"]},
        "additionalProperties": False,
    },
    "x_echo": {
        "type": "object",
        "properties": {"name": {"type": "string"}},
        "additionalProperties": False,
    },
}


class Answers:
    """An API in memory."""

    async def __call__(self, request: Request) -> BufferedReply:
        status, media_type, content = ANSWERS[request.operation.name]
        return BufferedReply(status, Headers((("content-type", media_type),)), content)

    @property
    def caller_headers(self) -> tuple[str, ...]:
        return ()

    def bound(self, forwarded: HeaderPairs, shown: object = None) -> Answers:
        return self

    def variable(self, api: str, name: str) -> str:
        return name

    async def aclose(self) -> None:
        """Nothing to close."""


def _tool(name: str) -> Tool:
    async def unit(send: Send, **keywords: Any) -> Any:
        return await send(Request(Operation("conformance", name, "GET"), f"/{name}"))

    return Tool(
        name=name,
        description=f"Answers what the suite expects of {name}",
        unit=unit,
        input_schema=SCHEMAS.get(name, {"type": "object", "additionalProperties": False}),
        annotations=READS,
    )


APP: Final = McpApp(
    module=__name__,
    declaration=McpAdapter("conformance", "CONFORMANCE"),
    tools=tuple(_tool(name) for name in ANSWERS),
    version="1.0",
    ttl_ms=1000,
)


def main() -> None:
    settings = McpSettings(port=int(sys.argv[1]))
    app = McpHttp(APP.toolbox(settings), Answers(), APP.guard(settings), settings)
    uvicorn.run(app, host="127.0.0.1", port=settings.port, log_level="warning")


if __name__ == "__main__":
    main()
