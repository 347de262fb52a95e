"""Requests as they come off the wire, put to an ASGI app without a socket."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from templates.runtime.mcp.http import McpHttp

RawHeaders = tuple[tuple[bytes, bytes], ...]

LEGACY: RawHeaders = (
    (b"host", b"127.0.0.1:9090"),
    (b"accept", b"application/json, text/event-stream"),
    (b"content-type", b"application/json"),
)
VERSION = "2026-07-28"
META: dict[str, Any] = {
    "io.modelcontextprotocol/protocolVersion": VERSION,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
}


@dataclass(frozen=True)
class Asked:
    """A request: headers in lower case, and the body in the pieces in which it arrives."""

    headers: RawHeaders
    body: bytes
    method: str = "POST"
    pieces: int = 1
    path: str = "/mcp"
    root_path: str = ""
    note: str = field(default="", compare=False)

    def with_header(self, name: str, value: str | bytes | None) -> Asked:
        """The same with a header set anew, or without it."""
        key = name.encode()
        raw = value.encode() if isinstance(value, str) else value
        kept = tuple(pair for pair in self.headers if pair[0] != key)
        return replace(self, headers=kept if raw is None else (*kept, (key, raw)))

    def with_added_header(self, name: str, value: str) -> Asked:
        """The same with a header more, even where there is one of that name."""
        return replace(self, headers=(*self.headers, (name.encode(), value.encode())))

    def message(self) -> Any:
        """The body as data."""
        return json.loads(self.body)

    def with_message(self, message: Any) -> Asked:
        """The same with another body."""
        return replace(self, body=json.dumps(message).encode())


def legacy(
    method: str, params: Any = None, request_id: Any = 1, version: str | None = None
) -> Asked:
    """A request of the revisions with a handshake."""
    message = {"jsonrpc": "2.0", "id": request_id, "method": method}
    if params is not None:
        message["params"] = params
    asked = Asked(LEGACY, json.dumps(message).encode())
    return asked if version is None else asked.with_header("mcp-protocol-version", version)


def modern(method: str, params: Any = None, request_id: Any = 1) -> Asked:
    """A request of 2026-07-28, with the headers that go with it."""
    filled = {**(params or {}), "_meta": {**META, **(params or {}).get("_meta", {})}}
    asked = legacy(method, filled, request_id, VERSION).with_header("mcp-method", method)
    named = filled.get("uri" if method == "resources/read" else "name")
    return asked.with_header("mcp-name", named) if isinstance(named, str) else asked


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    media_type: str | None
    body: bytes

    def comparable(self) -> tuple[int, str | None, str]:
        """Equal for answers that say the same: JSON by value (`1` is not `1.0`), references alike."""
        try:
            said = _ordered(json.loads(self.body)) if self.body else ""
        except ValueError:
            said = repr(self.body)
        said = re.sub(r'has it as [0-9a-f]{12}|"request_id": "[0-9a-f-]+"', "a reference", said)
        return (self.status, self.media_type, said)


def _ordered(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


async def ask(app: McpHttp, asked: Asked) -> Answered:
    """Put one request to an app."""
    scope = {
        "type": "http",
        "method": asked.method,
        "path": asked.path,
        "raw_path": asked.path.encode(),
        "root_path": asked.root_path,
        "query_string": b"",
        "scheme": "http",
        "http_version": "1.1",
        "server": ("127.0.0.1", 9090),
        "client": ("127.0.0.1", 50000),
        "headers": list(asked.headers),
    }
    waiting = _pieces(asked.body, asked.pieces)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()  # a caller that waits for the answer
        piece = waiting.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(waiting)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)  # type: ignore[arg-type]
    return _answered(sent)


def _pieces(body: bytes, count: int) -> list[bytes]:
    if count <= 1:
        return [body]
    size = max(1, len(body) // count)
    return [body[at : at + size] for at in range(0, max(len(body), 1), size)]


def _answered(sent: Sequence[dict[str, Any]]) -> Answered:
    head = dict(sent[0]["headers"])
    media_type = head.get(b"content-type")
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Answered(sent[0]["status"], media_type.decode() if media_type else None, body)


@contextlib.asynccontextmanager
async def running(app: McpHttp) -> AsyncIterator[McpHttp]:
    """An app between startup and shutdown."""
    try:
        yield app
    finally:
        await app.aclose()
