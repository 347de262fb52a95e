"""A capability as its users meet it: generated, started as one process, asked over real sockets."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, Self

from tests.corpus.generating import generate

from .processes import Served, environment, start, wait_for
from .raw_http import Reply, fetch, free_port

_VERSION: Final = "2026-07-28"
_META: Final = {
    "io.modelcontextprotocol/protocolVersion": _VERSION,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
}


@dataclass(frozen=True)
class Seen:
    """A request as it came to the upstream."""

    method: str
    target: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(frozen=True)
class Said:
    """What the upstream answers."""

    body: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})


def said(document: Any, status: int = 200) -> Said:
    """A JSON answer."""
    return Said(json.dumps(document).encode(), status)


class Upstream:
    """An API on a free port of the loopback interface; it keeps what it is asked."""

    def __init__(self, answer: Callable[[Seen], Said]) -> None:
        self._seen: list[Seen] = []
        owner = self

        class Handler(_Handler):
            upstream = owner

        self.answer = answer
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def keep(self, seen: Seen) -> Said:
        self._seen.append(seen)
        return self.answer(seen)

    def take(self) -> list[Seen]:
        """What was asked since the last time."""
        taken, self._seen = self._seen, []
        return taken


class _Handler(BaseHTTPRequestHandler):
    upstream: Upstream
    protocol_version = "HTTP/1.1"
    timeout = 30

    def _any(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        said = self.upstream.keep(Seen(self.command, self.path, headers, self._body()))
        self.send_response(said.status)
        for name, value in said.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(said.body)

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            pieces = []
            while size := int(self.rfile.readline(), 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(pieces)
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _any  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@dataclass(frozen=True)
class Living:
    """A package that runs: every adapter of its capability."""

    served: Served
    folder: Path
    """Where the package `living` is."""
    upstream: Upstream
    ports: Mapping[str, int]
    """By the name that the text of the capability has for it: `PORT_rest`."""

    def rest(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        port: str = "rest",
        **headers: str,
    ) -> Reply:
        """A request to an adapter; underscores in names of headers are hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return fetch(f"http://127.0.0.1:{self.ports[port]}", method, path, headers=named, body=body)

    def mcp(self, method: str, path: str = "/mcp", /, **params: Any) -> dict[str, Any]:
        """The answer to one MCP message (2026-07-28): `result` or `error`."""
        message = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": method,
            "params": {**params, "_meta": _META},
        }
        headers = {
            "Accept": "application/json, text/event-stream",
            "Content-Type": "application/json",
            "MCP-Protocol-Version": _VERSION,
            "Mcp-Method": method,
        }
        name = params.get("name", params.get("uri"))
        if isinstance(name, str):
            headers["Mcp-Name"] = name
        url = f"http://127.0.0.1:{self.ports['mcp']}"
        reply = fetch(url, "POST", path, headers=headers, body=json.dumps(message).encode())
        answer: dict[str, Any] = json.loads(reply.body)
        return answer

    def tool(self, tool: str, /, **arguments: Any) -> dict[str, Any]:
        """The result of a tool."""
        result: dict[str, Any] = self.mcp("tools/call", name=tool, arguments=arguments)["result"]
        return result

    def text(self, tool: str, /, **arguments: Any) -> str:
        """The text of a tool's result, which is no failure."""
        result = self.tool(tool, **arguments)
        assert not result["isError"], result
        return str(result["content"][0]["text"])


@contextmanager
def living(
    text: str,
    folder: Path,
    answer: Callable[[Seen], Said],
    *,
    files: Mapping[str, bytes] | None = None,
    keep_going: bool = False,
    at_upstream: Mapping[str, str] | None = None,
    **variables: str,
) -> Iterator[Living]:
    """A capability, and files beside it, generated into a folder and started.

    `UPSTREAM` in the text is the address of an upstream that answers with `answer`; `PORT_x` is a
    free port, which is then known as `x`. `at_upstream` are variables whose values are paths there.
    """
    source = folder / "capability"
    for name, content in (files or {}).items():
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    with Upstream(answer) as upstream:
        ports = {name: free_port() for name in ("rest", "mcp", "skill", "control")}
        for name, port in ports.items():
            text = text.replace(f"PORT_{name}", str(port))
        source.mkdir(parents=True, exist_ok=True)
        file = source / "capability.yaml"
        file.write_text(text.replace("UPSTREAM", upstream.url), encoding="utf-8")
        made = generate(file, folder, "living", keep_going=keep_going)
        assert made.written, made
        command = [sys.executable, "-m", "living", "serve"]
        there = {name: upstream.url + path for name, path in (at_upstream or {}).items()}
        served = start(command, environment(**variables, **there), "", folder)
        with served:
            for port in ports.values():
                if str(port) in text:
                    wait_for(served, port)
            yield Living(served, folder, upstream, ports)
