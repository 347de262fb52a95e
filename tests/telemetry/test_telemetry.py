"""Spans and metrics of REST, MCP and clients, in processes of their own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.generating import generate
from tests.serving.test_serve import Process
from tests.support.processes import environment
from tests.support.raw_http import fetch

from .recorded import INNER, OUTER, SECRET, VALUE

OBSERVED = "traces: {local: {enabled: true, buffer-size: 10}}"
SPEC = """\
ikanos: 1.0.0-beta5
info: {display: Garden, version: 1.2.0}
binds: [{namespace: env, keys: {TOKEN: FLORA_TOKEN, COLLECTOR: GARDEN_COLLECTOR}}]
capability:
  consumes:
  - type: http
    namespace: flora
    description: d
    baseUri: http://127.0.0.1:9
    authentication: {type: bearer, token: '{{TOKEN}}'}
    resources:
      plants:
        path: /plants/{id}
        operations: {get-plant: {method: GET, inputParameters: {id: {in: path}}}}
      slow: {path: /slow, operations: {get-slow: {method: GET}}}
  - type: http
    namespace: void
    description: d
    baseUri: http://127.0.0.1:9
    resources: {nothing: {path: /nothing, operations: {get-nothing: {method: GET}}}}
  aggregates:
  - namespace: beds
    display: Beds
    flows:
      manifest:
        description: All of a bed.
        inputParameters: {id: {type: string, description: d}}
        steps:
          one: {type: call, call: flora.get-plant, with: {id: '{{id}}'}}
          other: {type: call, call: flora.get-plant, with: {id: other}}
          found: {type: lookup, index: other, match: id, lookupValue: '{{one.id}}', outputParameters: [at]}
          sum-up: {type: script, language: python, file: sum.py}
        mappings: [{target: sum, value: $.sum-up.sum}, {target: at, value: $.found.at}]
      rushed:
        description: d
        steps:
          gone: {type: call, call: void.get-nothing}
          late: {type: call, call: flora.get-slow}
        mappings: [{target: a, value: $.gone.a}, {target: b, value: $.late.b}]
  exposes:
  - type: rest
    port: 0
    address: localhost
    namespace: desk
    resources:
      plants:
        path: /p/{id}
        operations:
          plant:
            method: GET
            call: flora.get-plant
            with: {id: '{{id}}'}
            inputParameters: {id: {in: path, type: string, description: d}}
      beds:
        path: /beds/{id}
        operations:
          bed:
            method: GET
            ref: beds.manifest
            inputParameters: {id: {in: path, type: string, description: d}}
  - type: mcp
    port: 0
    address: localhost
    namespace: keeper
    tools:
      get-plant:
        description: d
        call: flora.get-plant
        with: {id: '{{id}}'}
        inputParameters: {id: {type: string, description: d}}
      bed: {description: d, ref: beds.manifest}
      counted:
        description: d
        inputParameters: {id: {type: string, description: d}}
        steps:
          one: {type: call, call: flora.get-plant, with: {id: '{{id}}'}}
          two: {type: call, call: flora.get-plant, with: {id: '{{one.id}}'}}
        mappings: [{target: at, value: $.two.at}]
    prompts:
      hello: {description: d, template: [{role: user, content: Hello}]}
    resources:
      one: {uri: 'garden://one', description: d, call: flora.get-plant, with: {id: one}}
  - type: control
    port: 0
    management: {info: true}
    observability: {OBSERVED}
""".replace("OBSERVED", OBSERVED)
# Each transport has requests of its own.
TRANSPORTS = ["pyreqwest", "httpx2"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("telemetry")
    spec = folder / "capability.yaml"
    spec.write_text(SPEC, "utf-8")
    made = generate(spec, folder, "garden")
    assert made.written, (made.messages, made.crash)
    return folder


def run(folder: Path, *command: str, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        check=False,
        env=environment(**variables),
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module", params=TRANSPORTS)
def recorded(request: pytest.FixtureRequest, folder: Path) -> dict[str, Any]:
    script = Path(__file__).parent / "recorded.py"
    said = run(folder, str(script), str(folder), FLORA_TRANSPORT=request.param)
    found: dict[str, Any] = json.loads(said)
    return found


def named(spans: list[dict[str, Any]], name: str) -> dict[str, Any]:
    found = [span for span in spans if span["name"] == name]
    assert len(found) == 1, [span["name"] for span in spans]
    return found[0]


def kind(span: dict[str, Any]) -> str:
    return str(span["kind"]).rpartition(".")[2]


def trace_of(header: str) -> tuple[str, str]:
    _, trace_id, span_id, _ = header.split("-")
    return f"0x{trace_id}", f"0x{span_id}"


@pytest.mark.parametrize("surface", ["client", "async client"])
def test_a_client_records_each_request(recorded: dict[str, Any], surface: str) -> None:
    (span,), (request,) = recorded[surface]["spans"], recorded[surface]["upstream"]
    assert (span["name"], kind(span)) == ("GET /plants/{id}", "CLIENT")
    attributes = span["attributes"]
    assert attributes["http.request.method"] == "GET"
    assert attributes["url.template"] == "/plants/{id}"
    assert attributes["server.address"] == "127.0.0.1"
    assert attributes["http.response.status_code"] == 200
    assert trace_of(request["traceparent"]) == (
        span["context"]["trace_id"],
        span["context"]["span_id"],
    )


def test_an_answer_that_says_no_is_an_error_of_the_client(recorded: dict[str, Any]) -> None:
    for span in recorded["client broken"]["spans"]:
        assert span["status"]["status_code"] == "ERROR"
        assert span["attributes"]["error.type"] == "503"


def test_rest_goes_on_with_the_trace_of_its_caller(recorded: dict[str, Any]) -> None:
    spans, (request,) = recorded["rest"]["spans"], recorded["rest"]["upstream"]
    server, client = named(spans, "GET /p/{id}"), named(spans, "GET /plants/{id}")
    assert (kind(server), kind(client)) == ("SERVER", "CLIENT")
    assert (server["context"]["trace_id"], server["parent_id"]) == trace_of(OUTER)
    assert client["parent_id"] == server["context"]["span_id"]
    assert trace_of(request["traceparent"]) == (
        server["context"]["trace_id"],
        client["context"]["span_id"],
    )
    assert server["attributes"]["http.route"] == "/p/{id}"
    assert server["attributes"]["http.response.status_code"] == 200
    assert server["status"]["status_code"] == "UNSET"


def test_a_failure_is_an_error_of_the_server(recorded: dict[str, Any]) -> None:
    server = named(recorded["rest broken"]["spans"], "GET /p/{id}")
    assert server["attributes"]["error.type"] == "503"
    assert server["status"]["status_code"] == "ERROR"


def test_what_no_route_takes_is_named_by_its_method(recorded: dict[str, Any]) -> None:
    (span,) = recorded["rest unknown"]["spans"]
    assert span["name"] == "GET"
    assert "http.route" not in span["attributes"]
    assert span["status"]["status_code"] == "UNSET"


@pytest.mark.parametrize("way", ["tool", "tool by sdk"])
def test_a_tool_goes_on_with_the_trace_of_meta(recorded: dict[str, Any], way: str) -> None:
    spans, (request,) = recorded[way]["spans"], recorded[way]["upstream"]
    server, client = named(spans, "tools/call get-plant"), named(spans, "GET /plants/{id}")
    assert kind(server) == "SERVER"
    assert (server["context"]["trace_id"], server["parent_id"]) == trace_of(INNER)
    assert client["parent_id"] == server["context"]["span_id"]
    assert request["traceparent"].split("-")[1] == trace_of(INNER)[0].removeprefix("0x")
    expected = {
        "mcp.method.name": "tools/call",
        "mcp.protocol.version": "2025-11-25",
        "gen_ai.tool.name": "get-plant",
        "gen_ai.operation.name": "execute_tool",
        "jsonrpc.request.id": "3",
    }
    assert expected.items() <= server["attributes"].items()


def test_the_trace_of_http_is_linked(recorded: dict[str, Any]) -> None:
    server = named(recorded["tool"]["spans"], "tools/call get-plant")
    (link,) = server["links"]
    assert (link["context"]["trace_id"], link["context"]["span_id"]) == trace_of(OUTER)


def test_a_failed_tool_says_so(recorded: dict[str, Any]) -> None:
    (span,) = recorded["tool error"]["spans"]
    assert span["attributes"]["error.type"] == "tool_error"
    assert span["status"]["status_code"] == "ERROR"


def test_what_needs_no_tool_is_recorded_too(recorded: dict[str, Any]) -> None:
    (span,) = recorded["list"]["spans"]
    assert span["name"] == "tools/list"
    assert span["parent_id"] == trace_of(OUTER)[1]
    assert (
        named(recorded["prompt"]["spans"], "prompts/get hello")["attributes"]["gen_ai.prompt.name"]
        == "hello"
    )
    assert kind(named(recorded["resource"]["spans"], "resources/read")) == "SERVER"


FLOW = "aggregate.flow beds.manifest"


def parent_of(spans: list[dict[str, Any]], span: dict[str, Any]) -> str:
    above = {each["context"]["span_id"]: each["name"] for each in spans}
    return above.get(span["parent_id"], "")


@pytest.mark.parametrize(
    ("way", "outer"),
    [
        ("flow over rest", "GET /beds/{id}"),
        ("flow over mcp", "tools/call bed"),
        ("flow by itself", ""),
    ],
)
def test_a_flow_and_each_of_its_steps_is_a_span(
    recorded: dict[str, Any], way: str, outer: str
) -> None:
    spans, requests = recorded[way]["spans"], recorded[way]["upstream"]
    assert parent_of(spans, named(spans, FLOW)) == outer
    assert named(spans, FLOW)["attributes"] == {"capwright.flow.name": "beds.manifest"}
    steps = ("step.call one", "step.call other", "step.lookup found", "step.script sum-up")
    for name in steps:
        step = named(spans, name)
        assert (kind(step), parent_of(spans, step)) == ("INTERNAL", FLOW)
        assert step["status"]["status_code"] == "UNSET"
        _, _, said = name.partition(" ")
        assert step["attributes"]["capwright.step.name"] == said
    # Each request has the step as its parent, also of two that go out side by side.
    asked = [span for span in spans if kind(span) == "CLIENT"]
    assert sorted(parent_of(spans, span) for span in asked) == ["step.call one", "step.call other"]
    sent = {trace_of(request["traceparent"]) for request in requests}
    assert sent == {(each["context"]["trace_id"], each["context"]["span_id"]) for each in asked}


def test_steps_of_a_tool_stand_below_the_tool(recorded: dict[str, Any]) -> None:
    spans = recorded["steps over mcp"]["spans"]
    server = named(spans, "tools/call counted")
    assert (server["context"]["trace_id"], server["parent_id"]) == trace_of(INNER)
    for name in ("step.call one", "step.call two"):
        assert parent_of(spans, named(spans, name)) == "tools/call counted"


def test_a_step_that_fails_says_so(recorded: dict[str, Any]) -> None:
    spans = recorded["flow that fails"]["spans"]
    step, flow = named(spans, "step.call one"), named(spans, FLOW)
    assert (step["attributes"]["error.type"], step["status"]["status_code"]) == ("503", "ERROR")
    assert step["status"].get("description") is None
    assert flow["status"]["status_code"] in ("UNSET", "ERROR")


def test_a_step_that_is_cancelled_is_in_no_metric(recorded: dict[str, Any]) -> None:
    spans = recorded["flow that is cut short"]["spans"]
    assert named(spans, "step.call gone")["attributes"]["error.type"].endswith("Error")
    assert named(spans, "aggregate.flow beds.rushed")["status"]["status_code"] == "ERROR"
    assert "/slow" not in json.dumps(recorded["metrics"])
    assert "/nothing" in json.dumps(recorded["metrics"])


def test_metrics_have_the_names_of_the_conventions(recorded: dict[str, Any]) -> None:
    points = recorded["metrics"]
    names = {point["name"] for point in points}
    assert names == {
        "http.server.request.duration",
        "http.client.request.duration",
        "mcp.server.operation.duration",
    }
    assert {point["unit"] for point in points} == {"s"}
    tools = [point for point in points if point.get("gen_ai.tool.name") == "get-plant"]
    assert {point.get("error.type") for point in tools} == {None, "tool_error"}


def test_no_value_and_no_secret_is_recorded(recorded: dict[str, Any]) -> None:
    said = json.dumps({name: part for name, part in recorded.items() if name != "metrics"})
    spans = json.dumps([part.get("spans") for part in recorded.values() if isinstance(part, dict)])
    assert SECRET in said  # It went to the API,
    assert SECRET not in spans
    assert VALUE not in spans
    assert VALUE not in json.dumps(recorded["metrics"])
    assert not re.search(r"exception\.(message|stacktrace)", spans)


IMPORTED = """\
import sys
sys.path.insert(0, '.')
if {hidden}:
    sys.modules['opentelemetry'] = None
from garden import FloraClient, rest
FloraClient(token='x', base_uri='http://127.0.0.1:9')
rest.create_app()
print([name for name, found in sys.modules.items() if name.startswith('opentelemetry') and found])
"""


def test_nothing_is_imported_where_it_is_not_installed_or_switched_off(folder: Path) -> None:
    assert run(folder, "-c", IMPORTED.format(hidden=True)) == "[]\n"
    assert run(folder, "-c", IMPORTED.format(hidden=False), OTEL_SDK_DISABLED="true") == "[]\n"
    assert run(folder, "-c", IMPORTED.format(hidden=False)) != "[]\n"


def test_a_package_without_observability_has_nothing_of_it(tmp_path: Path) -> None:
    spec = tmp_path / "capability.yaml"
    for last in (f"    observability: {{{OBSERVED}}}\n", ""):
        spec.write_text(SPEC.replace(f"    observability: {{{OBSERVED}}}\n", last), "utf-8")
        made = generate(spec, tmp_path, "plot")
        assert made.written, (made.messages, made.crash)
        has = "observability" in last
        assert ("TELEMETRY" in (tmp_path / "plot" / "units.py").read_text("utf-8")) is has
        assert (tmp_path / "plot" / "telemetry.py").exists() is has
        assert (tmp_path / "plot" / "_runtime" / "telemetry").is_dir() is has
        assert (tmp_path / "plot" / "requirements-telemetry.txt").exists() is has
        text = (tmp_path / "plot" / "rest.py").read_text("utf-8")
        assert ("Observed" in text) is has


# --- python -m -------------------------------------------------------------------------------------


def test_the_control_port_shows_traces(tmp_path: Path) -> None:
    with Process(SPEC, tmp_path, FLORA_TOKEN=SECRET) as pier:
        control = f"http://127.0.0.1:{pier.port('control')}"
        desk = f"http://127.0.0.1:{pier.port('desk')}"
        assert json.loads(fetch(control, "GET", "/status").body)["otel"] == {"status": "active"}
        empty = json.loads(fetch(control, "GET", "/traces").body)
        assert empty == {"traces": [], "bufferSize": 10, "bufferUsed": 0}
        fetch(desk, "GET", f"/p/{VALUE}")  # Nothing listens there: 502.
        fetch(desk, "GET", "/nowhere")
        listed = json.loads(fetch(control, "GET", "/traces").body)
        assert [each["operation"] for each in listed["traces"]] == ["GET", "GET /p/{id}"]
        assert [each["status"] for each in listed["traces"]] == ["OK", "ERROR"]
        assert listed["bufferUsed"] == 2
        head = listed["traces"][1]
        assert head["spanCount"] == 2
        assert re.fullmatch(r"[0-9a-f]{32}", head["traceId"])
        assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", head["timestamp"])
        some = json.loads(fetch(control, "GET", "/traces?operation=/p/&status=error").body)
        assert some["traces"] == [head]
        assert (
            json.loads(fetch(control, "GET", "/traces?status=OK&operation=zzz").body)["traces"]
            == []
        )
        one = json.loads(fetch(control, "GET", f"/traces/{head['traceId']}").body)
        assert [span["kind"] for span in one["spans"]] == ["SERVER", "CLIENT"]
        assert one["spans"][1]["parentSpanId"] == one["spans"][0]["spanId"]
        assert VALUE not in json.dumps(one)
        missing = fetch(control, "GET", "/traces/0")
        assert (missing.status, list(json.loads(missing.body))) == (404, ["error"])


def test_the_buffer_is_bounded(tmp_path: Path) -> None:
    with Process(SPEC, tmp_path, FLORA_TOKEN=SECRET) as pier:
        control = f"http://127.0.0.1:{pier.port('control')}"
        desk = f"http://127.0.0.1:{pier.port('desk')}"
        for _ in range(13):
            fetch(desk, "GET", "/nowhere")
        assert json.loads(fetch(control, "GET", "/traces").body)["bufferUsed"] == 10


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [((), {"OTEL_SDK_DISABLED": "true"}), (("--workers", "2"), {})],
    ids=["switched off", "several processes"],
)
def test_there_are_no_traces(
    arguments: tuple[str, ...], variables: dict[str, str], tmp_path: Path
) -> None:
    with Process(SPEC, tmp_path, *arguments, FLORA_TOKEN=SECRET, **variables) as pier:
        answer = fetch(f"http://127.0.0.1:{pier.port('control')}", "GET", "/traces")
        assert (answer.status, list(json.loads(answer.body))) == (503, ["error"])


def test_a_sampling_of_nothing_records_nothing(tmp_path: Path) -> None:
    spec = SPEC.replace("traces: {local", "traces: {sampling: 0, local")
    with Process(spec, tmp_path, FLORA_TOKEN=SECRET) as pier:
        control = f"http://127.0.0.1:{pier.port('control')}"
        fetch(f"http://127.0.0.1:{pier.port('desk')}", "GET", "/nowhere")
        assert json.loads(fetch(control, "GET", "/traces").body)["bufferUsed"] == 0


EXPORTED = "exporters: {otlp: {endpoint: '{{COLLECTOR}}'}}, traces"


# Takes the exporter away from a process that has this on its path as `sitecustomize`.
NOT_INSTALLED = """\
import importlib.metadata
found = importlib.metadata.entry_points
def entry_points(**wanted):
    return () if wanted.get("group", "").endswith("_exporter") else found(**wanted)
importlib.metadata.entry_points = entry_points
"""


def test_a_collector_without_its_exporter_is_refused(tmp_path: Path) -> None:
    spec = SPEC.replace("{traces", f"{{{EXPORTED}")
    (tmp_path / "sitecustomize.py").write_text(NOT_INSTALLED, "utf-8")
    given = {
        "FLORA_TOKEN": SECRET,
        "GARDEN_COLLECTOR": "http://127.0.0.1:4318",
        "PYTHONPATH": str(tmp_path),
    }
    with Process(spec, tmp_path, **given) as pier:
        assert pier.process.wait(30) == 1
        assert "opentelemetry-exporter-otlp-proto-http is not installed" in pier.said()
        assert "requirements-telemetry.txt" in pier.said()


def test_a_collector_that_no_variable_names_is_none(tmp_path: Path) -> None:
    with Process(SPEC.replace("{traces", f"{{{EXPORTED}"), tmp_path, FLORA_TOKEN=SECRET) as pier:
        assert pier.port("control")


def test_propagation_that_is_not_installed_is_refused(tmp_path: Path) -> None:
    spec = SPEC.replace("traces: {local", "traces: {propagation: b3, local")
    with Process(spec, tmp_path, FLORA_TOKEN=SECRET) as pier:
        assert pier.process.wait(30) == 1
        assert "opentelemetry-propagator-b3 is not installed" in pier.said()
