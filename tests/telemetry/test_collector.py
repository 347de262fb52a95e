"""The exporter of OpenTelemetry, as packages ask for it, against a collector: over a real socket, decoded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serving.test_serve import Process
from tests.support.raw_http import fetch
from tests.support.upstreams import Told, Upstream

from .collector import Collector, collecting, values
from .recorded import INNER, OUTER, SECRET, VALUE
from .test_telemetry import EXPORTED, SPEC, TRANSPORTS

COLLECTED = SPEC.replace("{traces", f"{{{EXPORTED}")
SERVER, CLIENT, INTERNAL = 2, 3, 1
"""`SpanKind` of OTLP."""
FAILED = 2
"""`STATUS_CODE_ERROR`."""
ERAS = ["2025-11-25", "2026-07-28"]


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as found:
        yield found


@pytest.fixture
def plants() -> Iterator[Upstream]:
    plant = Told({"at": VALUE, "id": 7})
    with Upstream({f"GET /plants/{name}": plant for name in (VALUE, "1", "other")}) as upstream:
        yield upstream


def told(
    collector: Collector, plants: Upstream, transport: str = "", **more: str
) -> dict[str, str]:
    chosen = {"FLORA_TRANSPORT": transport} if transport else {}
    return {
        "FLORA_TOKEN": SECRET,
        "FLORA_BASE_URI": plants.url,
        "GARDEN_COLLECTOR": collector.url,
        **chosen,
        **more,
    }


def call(port: int, era: str) -> dict[str, Any]:
    meta: dict[str, Any] = {"traceparent": INNER}
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": era,
        "traceparent": OUTER,
    }
    if era == "2026-07-28":
        meta["io.modelcontextprotocol/protocolVersion"] = era
        meta["io.modelcontextprotocol/clientCapabilities"] = {}
        headers |= {"Mcp-Method": "tools/call", "Mcp-Name": "get-plant"}
    params = {"name": "get-plant", "arguments": {"id": VALUE}, "_meta": meta}
    body = {"jsonrpc": "2.0", "id": 5, "method": "tools/call", "params": params}
    answer = fetch(
        f"http://127.0.0.1:{port}", "POST", "/mcp", headers=headers, body=json.dumps(body).encode()
    )
    result: dict[str, Any] = answer.json["result"]
    return result


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_spans_and_metrics_arrive(
    collector: Collector, plants: Upstream, tmp_path: Path, transport: str, era: str
) -> None:
    """The last of them too: a process that is asked to end sends what it still has."""
    with Process(COLLECTED, tmp_path, **told(collector, plants, transport)) as pier:
        desk = f"http://127.0.0.1:{pier.port('desk')}"
        reply = fetch(desk, "GET", f"/p/{VALUE}?q={VALUE}", headers={"traceparent": OUTER})
        assert reply.status == 200
        assert not call(pier.port("keeper"), era).get("isError")
        pier.process.terminate()
        assert pier.process.wait(20) == 0
    collector.wait(lambda one: bool(one.metrics) and len(one.spans) >= 4)
    rest, tool = collector.span("GET /p/{id}"), collector.span("tools/call get-plant")
    assert (rest.kind, tool.kind) == (SERVER, SERVER)
    assert rest.trace_id.hex() == OUTER.split("-")[1]
    assert (tool.trace_id.hex(), tool.parent_span_id.hex()) == tuple(INNER.split("-")[1:3])
    said = values(rest.attributes)
    assert said["http.request.method"] == "GET"
    assert said["http.route"] == "/p/{id}"
    assert said["http.response.status_code"] == 200
    assert said["url.scheme"] == "http"
    of_tool = values(tool.attributes)
    assert of_tool["mcp.method.name"] == "tools/call"
    assert of_tool["mcp.protocol.version"] == era
    assert of_tool["gen_ai.tool.name"] == "get-plant"
    assert of_tool["gen_ai.operation.name"] == "execute_tool"
    assert of_tool["jsonrpc.request.id"] == "5"
    asked = [span for span in collector.spans if span.kind == CLIENT]
    assert {span.parent_span_id for span in asked} == {rest.span_id, tool.span_id}
    assert {values(span.attributes)["url.template"] for span in asked} == {"/plants/{id}"}
    sent = {request.headers["traceparent"].split("-")[2] for request in plants.asked}
    assert sent == {span.span_id.hex() for span in asked}
    for resource in collector.resources:
        assert resource["service.name"] == "Garden"
        assert resource["service.version"] == "1.2.0"
    assert set(collector.paths) == {"/v1/traces", "/v1/metrics"}
    everything = str([*collector.spans, *collector.metrics])
    assert VALUE not in everything
    assert SECRET not in everything


def test_metrics_have_the_names_of_the_conventions(
    collector: Collector, plants: Upstream, tmp_path: Path
) -> None:
    with Process(COLLECTED, tmp_path, **told(collector, plants)) as pier:
        fetch(f"http://127.0.0.1:{pier.port('desk')}", "GET", "/p/1")
        call(pier.port("keeper"), ERAS[-1])
        pier.process.terminate()
        assert pier.process.wait(20) == 0
    collector.wait(lambda one: bool(one.metrics))
    found = {metric.name: metric for metric in collector.metrics}
    assert {
        "http.server.request.duration",
        "http.client.request.duration",
        "mcp.server.operation.duration",
    } <= set(found)
    (point,) = found["http.server.request.duration"].histogram.data_points
    assert found["http.server.request.duration"].unit == "s"
    assert point.count == 1
    assert values(point.attributes)["http.route"] == "/p/{id}"
    assert list(point.explicit_bounds)[:3] == [0.005, 0.01, 0.025]


def test_a_flow_arrives_with_its_steps(
    collector: Collector, plants: Upstream, tmp_path: Path
) -> None:
    with Process(COLLECTED, tmp_path, **told(collector, plants)) as pier:
        # Nobody fills the script: the flow fails, and what it did until then is there.
        assert fetch(f"http://127.0.0.1:{pier.port('desk')}", "GET", "/beds/1").status >= 500
        pier.process.terminate()
        assert pier.process.wait(20) == 0
    collector.wait(lambda one: bool(one.spans))
    flow, script = (
        collector.span("aggregate.flow beds.manifest"),
        collector.span("step.script sum-up"),
    )
    assert (flow.kind, script.kind) == (INTERNAL, INTERNAL)
    assert flow.parent_span_id == collector.span("GET /beds/{id}").span_id
    assert script.parent_span_id == flow.span_id
    assert (script.status.code, script.status.message) == (FAILED, "")
    assert values(script.attributes)["error.type"] == "SettingError"


def test_the_environment_wins_over_the_specification(
    collector: Collector, plants: Upstream, tmp_path: Path
) -> None:
    given = told(
        collector,
        plants,
        GARDEN_COLLECTOR="http://127.0.0.1:9",
        OTEL_EXPORTER_OTLP_ENDPOINT=f"{collector.url}/inside",
        OTEL_SERVICE_NAME="mine",
    )
    with Process(COLLECTED, tmp_path, **given) as pier:
        fetch(f"http://127.0.0.1:{pier.port('desk')}", "GET", "/p/1")
        pier.process.terminate()
        assert pier.process.wait(20) == 0
    collector.wait(lambda one: bool(one.spans))
    assert "/inside/v1/traces" in collector.paths
    assert collector.resources[0]["service.name"] == "mine"


def test_a_collector_that_is_not_there_stops_nothing(plants: Upstream, tmp_path: Path) -> None:
    given = told(Collector(), plants, GARDEN_COLLECTOR="http://127.0.0.1:9")
    with Process(COLLECTED, tmp_path, **given, OTEL_BSP_SCHEDULE_DELAY="50") as pier:
        desk = f"http://127.0.0.1:{pier.port('desk')}"
        for _ in range(3):
            assert fetch(desk, "GET", "/p/1").status == 200
