"""A process that uses a package with OpenTelemetry's SDK in memory, and prints what was recorded.

`python recorded.py FOLDER`: the package `garden` stands in the folder. One JSON document on standard output.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.server
import json
import os
import sys
import threading
from typing import Any

from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

OUTER = "00-" + "ab" * 16 + "-" + "cd" * 8 + "-01"
INNER = "00-" + "12" * 16 + "-" + "34" * 8 + "-01"
SECRET = "s3cr3t-token"
VALUE = "v4lue-of-a-caller"
GATE = threading.Event()
"""Holds what is asked of `/slow`."""

exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
reader = InMemoryMetricReader()
seen: list[dict[str, str]] = []
found: dict[str, Any] = {}


class Upstream(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        seen.append({name.lower(): value for name, value in self.headers.items()})
        status = 503 if "broken" in self.path else 200
        if self.path.startswith("/slow"):
            GATE.wait(30)
        content = b'{"at": "' + VALUE.encode() + b'", "id": 7}'
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        return


def note(name: str) -> None:
    """What was recorded since the last note."""
    spans = [json.loads(span.to_json()) for span in exporter.get_finished_spans()]
    found[name] = {"spans": spans, "upstream": [*seen]}
    exporter.clear()
    seen.clear()


async def ask(app: Any, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> int:
    sent: list[dict[str, Any]] = []

    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()  # A caller that stays.
        return waiting.pop()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    pairs = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": f"x={VALUE}".encode(),
        "headers": [(b"host", b"localhost"), *pairs],
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 8080),
        "client": ("127.0.0.1", 5555),
    }
    await app(scope, receive, send)
    status: int = sent[0]["status"]
    return status


async def rest() -> None:
    from garden import rest as module

    app = module.create_app()
    await ask(app, f"/p/{VALUE}", traceparent=OUTER, authorization=f"Bearer {SECRET}")
    note("rest")
    await ask(app, "/p/broken")
    note("rest broken")
    await ask(app, f"/nowhere/{VALUE}")
    note("rest unknown")


async def units() -> None:
    from garden import flows, mcp_server, scripts, units
    from garden import rest as module

    scripts.sum_up.fill(lambda context: {"sum": context["id"]})
    app, server = module.create_app(), mcp_server.create_app()
    assert await ask(app, f"/beds/{VALUE}", traceparent=OUTER) == 200
    note("flow over rest")
    modern = {
        "content_type": "application/json",
        "accept": "application/json, text/event-stream",
        "mcp_protocol_version": "2026-07-28",
        "mcp_method": "tools/call",
    }
    meta = {
        "traceparent": INNER,
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    for tool, name in (("bed", "flow over mcp"), ("counted", "steps over mcp")):
        call = message("tools/call", name=tool, arguments={"id": VALUE}, _meta=meta)
        await ask(server, "/mcp", "POST", call, mcp_name=tool, **modern)
        note(name)
    async with flows.BedsFlows() as beds:
        await beds.manifest(id=VALUE)
        note("flow by itself")
        with contextlib.suppress(Exception):
            await beds.manifest(id="broken")
        note("flow that fails")
        with contextlib.suppress(Exception):
            await beds.rushed()  # The first step needs what is not there; the other one waits.
        GATE.set()
        note("flow that is cut short")
    assert units.beds_manifest.__doc__ == "All of a bed."
    await server.aclose()


def message(method: str, **params: Any) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "id": 3, "method": method, "params": params}).encode()


async def mcp() -> None:
    from garden import mcp_server

    app = mcp_server.create_app()
    usual = {
        "content_type": "application/json",
        "accept": "application/json, text/event-stream",
        "mcp_protocol_version": "2025-11-25",
    }
    # The SDK answers what a client with this header asks.
    slow = {**usual, "accept": "application/json, text/event-stream;q=0.5"}
    meta = {"traceparent": INNER}
    arguments = {"id": VALUE}
    call = message("tools/call", name="get-plant", arguments=arguments, _meta=meta)
    await ask(app, "/mcp", "POST", call, traceparent=OUTER, **usual)
    note("tool")
    await ask(app, "/mcp", "POST", call, **slow)
    note("tool by sdk")
    await ask(app, "/mcp", "POST", message("tools/call", name="get-plant", arguments={}), **usual)
    note("tool error")
    await ask(app, "/mcp", "POST", message("tools/list"), traceparent=OUTER, **usual)
    note("list")
    await ask(app, "/mcp", "POST", message("prompts/get", name="hello"), **usual)
    note("prompt")
    await ask(app, "/mcp", "POST", message("resources/read", uri="garden://one"), **usual)
    note("resource")
    await app.aclose()


def client() -> None:
    from garden import AsyncFloraClient, FloraClient

    with FloraClient() as one:
        one.get_plant(VALUE)
        note("client")
        with contextlib.suppress(Exception):
            one.get_plant("broken")
        note("client broken")

    async def run() -> None:
        async with AsyncFloraClient() as many:
            await many.with_raw_response.get_plant(VALUE)

    asyncio.run(run())
    note("async client")


def points() -> list[dict[str, Any]]:
    data = reader.get_metrics_data()
    return [
        {"name": metric.name, "unit": metric.unit, **dict(point.attributes or {})}
        for resource in (() if data is None else data.resource_metrics)
        for scope in resource.scope_metrics
        for metric in scope.metrics
        for point in metric.data.data_points
    ]


def main() -> None:
    trace.set_tracer_provider(provider)
    metrics.set_meter_provider(MeterProvider([reader]))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ["FLORA_BASE_URI"] = f"http://127.0.0.1:{server.server_port}"
    os.environ["FLORA_TOKEN"] = SECRET
    client()
    asyncio.run(rest())
    asyncio.run(mcp())
    asyncio.run(units())
    found["metrics"] = points()
    print(json.dumps(found))


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    main()
