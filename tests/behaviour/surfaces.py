"""The ways to make a call, behind one face, so that they can be compared."""

from __future__ import annotations

import asyncio
import importlib
import json
from dataclasses import dataclass
from typing import Any, Final, Protocol

from tests.support.raw_http import fetch
from tests.support.tools import ToolCaller, text_of

from .cases import NOTHING, Case

NAMES: Final = (
    "client",
    "async",
    "client-httpx2",
    "async-httpx2",
    "rest",
    "mcp-legacy",
    "mcp-modern",
    "mcp-stdio",
)
ADAPTERS: Final = frozenset(name for name in NAMES if name.startswith(("rest", "mcp")))
"""What callers from outside use."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the caller gets: a value, or the status and text of a failure."""

    ok: bool
    value: Any = None
    status: int | None = None
    text: str = ""


class Surface(Protocol):
    """A way to make a call."""

    def call(self, case: Case) -> Outcome: ...


def client_options() -> Any:
    """Options of a client that makes one request for each call."""
    options = importlib.import_module("generated.quay._runtime.options")
    return options.ClientOptions(retry=options.NO_RETRIES, max_redirects=0)


def _errors() -> Any:
    return importlib.import_module("generated.quay._runtime.errors")


def _failed(error: Any) -> Outcome:
    return Outcome(False, status=error.status, text=error.content.decode())


class ClientSurface:
    """`QuayClient`; path parameters go in by position."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def call(self, case: Case) -> Outcome:
        keywords = {name: case.arguments[name] for name in case.arguments if name not in case.path}
        try:
            value = getattr(self.client, case.operation)(*case.path.values(), **keywords)
        except _errors().StatusError as error:
            return _failed(error)
        return Outcome(True, value)


class AsyncClientSurface:
    """`AsyncQuayClient` on an event loop of its own."""

    def __init__(self, runner: asyncio.Runner, client: Any) -> None:
        self.runner = runner
        self.client = client

    def call(self, case: Case) -> Outcome:
        try:
            value = self.runner.run(getattr(self.client, case.operation)(**case.arguments))
        except _errors().StatusError as error:
            return _failed(error)
        return Outcome(True, value)


class RestSurface:
    """The REST adapter, over a plain socket."""

    def __init__(self, url: str) -> None:
        self.url = url

    def call(self, case: Case) -> Outcome:
        body = None if case.body is NOTHING else json.dumps(case.body).encode()
        headers = {} if body is None else {"Content-Type": "application/json"}
        reply = fetch(self.url, case.method, case.target, headers=headers, body=body)
        if reply.status >= 300:
            return Outcome(False, status=reply.status, text=reply.body.decode())
        return Outcome(True, reply.json if reply.body else None, reply.status)


class ToolSurface:
    """The MCP adapter, through the official client."""

    def __init__(self, session: ToolCaller) -> None:
        self.session = session

    def call(self, case: Case) -> Outcome:
        result = self.session.call(case.operation, case.arguments)
        text = text_of(result)
        if result.is_error:
            assert result.structured_content is None
            status = text.split()[1] if text.startswith("HTTP ") else ""
            return Outcome(False, status=int(status) if status.isdecimal() else None, text=text)
        value = None if _says_nothing(text) else json.loads(text)
        if isinstance(value, dict):
            assert result.structured_content == value
        else:
            assert result.structured_content is None
        return Outcome(True, value)


def _says_nothing(text: str) -> bool:
    """Whether this is how a tool says that the API answered without a body."""
    return text.endswith(": the call succeeded and returned no content.")
