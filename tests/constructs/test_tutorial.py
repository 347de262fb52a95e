"""The steps of the official tutorial by construct, each generated, started and asked (tutorial/README.md)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from generator.command.inspect_report import inspect_report
from generator.diagnostics import Findings
from generator.options import Options
from generator.pipeline import build, understand
from tests.corpus.generating import generate
from tests.support.processes import environment, serve
from tests.support.raw_http import Reply, fetch
from tests.support.upstreams import Told, Upstream

HERE: Final = Path(__file__).parent / "tutorial"
SPECS: Final = tuple(sorted(path.stem for path in HERE.glob("*.yaml")))
_VERSION: Final = "2026-07-28"
_META: Final = {
    "io.modelcontextprotocol/protocolVersion": _VERSION,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "tutorial", "version": "1"},
}
NORTH: Final = {
    "id": "N1",
    "title": "The northern one",
    "since": 1998,
    "optics": {"mirror": {"diameter": 2.5, "coated": True}},
    "filters": [{"name": "red"}, {"name": "blue"}],
}
NIGHT: Final = {
    "code": "n7",
    "plan": {"instrument": "N1", "watch": ["b1", 3, "none"], "lead": 3},
}
PEOPLE: Final = [
    {"badge": "b1", "name": "Ann", "licence": "A"},
    {"badge": "3", "name": "Bo"},
    {"badge": "b9", "name": "Cy", "licence": "C"},
]
WATCH: Final = [{"name": "Ann", "licence": "A"}, {"name": "Bo", "licence": None}]
ANSWERS: Final = {
    "GET /instruments": Told({"instruments": [NORTH]}),
    "GET /instruments/N1": Told(NORTH),
    "GET /nights/n7": Told(NIGHT),
    "POST /nights": Told({"code": "n8"}, 201),
    "GET /observers": Told(PEOPLE),
}


@dataclass
class Observatory:
    """A step of the tutorial that runs."""

    number: int
    upstream: Upstream
    mcp: str
    rest: str | None
    skills: str | None

    def post(
        self,
        method: str,
        params: Mapping[str, Any],
        token: str | None = "desk-1",
        path: str = "/",
        meta: Mapping[str, Any] = _META,
    ) -> Reply:
        """A message to the MCP server, at its root as the checks have it."""
        headers = {
            "Accept": "application/json, text/event-stream",
            "Content-Type": "application/json",
            "MCP-Protocol-Version": _VERSION,
            "Mcp-Method": method,
        }
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if "name" in params:
            headers["Mcp-Name"] = params["name"]
        message = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": method,
            "params": {**params, "_meta": meta},
        }
        return fetch(self.mcp, "POST", path, headers=headers, body=json.dumps(message).encode())

    def call(self, tool: str, **arguments: Any) -> Any:
        """The JSON in the text of a tool's result."""
        result = self.post("tools/call", {"name": tool, "arguments": arguments}).json["result"]
        assert not result["isError"], result
        return json.loads(result["content"][0]["text"])

    def get(self, target: str) -> Reply:
        assert self.rest is not None
        return fetch(self.rest, "GET", target)


def steps(*numbers: int) -> pytest.MarkDecorator:
    """The steps that have what a check is about."""
    names = [SPECS[number - 1] for number in numbers]
    return pytest.mark.parametrize("running", names, indirect=True, scope="module")


@pytest.fixture(scope="module")
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Observatory]:
    """The package of a step as processes."""
    folder = tmp_path_factory.mktemp("observatory")
    shutil.copytree(HERE, folder, dirs_exist_ok=True)
    secrets = "dome-token: dome-1\ndesk-token: desk-1\n"
    (folder / "secrets.yaml").write_text(secrets, encoding="utf-8")
    (folder / "people.json").write_text('{"key": "people-1"}', encoding="utf-8")
    made = generate(folder / f"{request.param}.yaml", folder, "made")
    assert made.written, (made.messages, made.crash)
    number = int(request.param[:2])
    with Upstream() as upstream, ExitStack() as stack:
        environ = environment(DOME_BASE_URI=upstream.url, PEOPLE_BASE_URI=upstream.url)
        mcp = stack.enter_context(serve("mcp", environ, package="made", folder=folder))
        rest = None
        if (folder / "made" / "rest.py").exists():
            served = serve("rest", environ, package="made", folder=folder)
            rest = stack.enter_context(served).url
        skills = None
        if number >= 7:
            served = serve("skill", environ, package="made", folder=folder)
            skills = stack.enter_context(served).url
        yield Observatory(number, upstream, mcp.url, rest, skills)


@pytest.fixture
def observatory(running: Observatory) -> Observatory:
    """The same, its upstream as new."""
    running.upstream.tell(ANSWERS)
    return running


def test_there_are_eleven_steps() -> None:
    assert [name[:2] for name in SPECS] == [f"{number:02}" for number in range(1, 12)]


@steps(1)
def test_a_mocked_tool(observatory: Observatory) -> None:
    mirror = {"metres": "2"}
    assert observatory.call("get-instrument", code="N9") == {
        "code": "N9",
        "state": "ready",
        "mirror": mirror,
    }
    assert observatory.upstream.targets() == []


@steps(1, 3)
def test_what_the_engine_asks_of_a_message_is_enough_at_the_root(observatory: Observatory) -> None:
    """Its clients say the revision and nothing of themselves; at `/mcp` MCP's own rule holds (-32602)."""
    revision = {"io.modelcontextprotocol/protocolVersion": _VERSION}
    for method in ("tools/list", "server/discover"):
        whole = observatory.post(method, {})
        assert observatory.post(method, {}, meta=revision).body == whole.body
        strict = observatory.post(method, {}, path="/mcp", meta=revision)
        assert (strict.status, strict.json["error"]["code"]) == (400, -32602)
    name = observatory.post("tools/list", {}).json["result"]["tools"][0]["name"]
    text = {"note": '"io.modelcontextprotocol/protocolVersion" {"a": 1.10}'}
    called = {"name": name, "arguments": text}
    assert observatory.post("tools/call", called, meta=revision).status == 200
    for wrong in ({}, {**revision, "io.modelcontextprotocol/clientCapabilities": 1}):
        refused = observatory.post("tools/call", called, meta=wrong)
        assert (refused.status, refused.json["error"]["code"]) == (400, -32602)


@steps(*range(2, 12))
def test_a_list_that_an_argument_filters(observatory: Observatory) -> None:
    listed = observatory.call("list-instruments", state="ready")
    if observatory.number == 4:
        assert listed == [{"code": "N1", "name": "The northern one"}]
    else:
        assert listed == {"instruments": [NORTH]}
    observatory.call("list-instruments")
    assert observatory.upstream.targets() == ["GET /instruments?state=ready", "GET /instruments"]


@steps(*range(2, 12))
def test_one_of_them(observatory: Observatory) -> None:
    one = observatory.call("get-instrument", code="N1")
    if observatory.number < 4:
        assert one == NORTH
    else:
        assert one == {
            "code": "N1",
            "mirror": {"metres": 2.5, "coated": True},
            "filters": ["red", "blue"],
            "first": "red",
            "since": 1998,
        }, "values keep their JSON type"
    assert observatory.upstream.targets() == ["GET /instruments/N1"]


@steps(*range(3, 12))
def test_a_bearer_upstream_from_a_file_and_one_of_callers(observatory: Observatory) -> None:
    observatory.call("get-instrument", code="N1")
    assert observatory.upstream.asked[0].headers["authorization"] == "Bearer dome-1"
    for token in (None, "desk-2"):
        assert observatory.post("tools/list", {}, token).status == 401
    assert len(observatory.upstream.asked) == 1


@steps(*range(5, 12))
def test_a_second_source(observatory: Observatory) -> None:
    assert observatory.call("list-observers", team="north") == PEOPLE
    (asked,) = observatory.upstream.asked
    assert str(asked) == "GET /observers?team=north"
    assert asked.headers["x-desk"] == "people-1"
    assert "authorization" not in asked.headers


@steps(*range(6, 12))
def test_a_night_is_planned(observatory: Observatory) -> None:
    tools = observatory.post("tools/list", {}).json["result"]["tools"]
    hints = next(each["annotations"] for each in tools if each["name"] == "plan-night")
    assert hints["readOnlyHint"] is False
    assert hints["destructiveHint"] is False
    assert hints["idempotentHint"] is False
    assert observatory.call("plan-night", code="N1", targets=["M31", 7]) == {"code": "n8"}
    (asked,) = observatory.upstream.asked
    assert (asked.method, asked.target) == ("POST", "/nights")
    assert json.loads(asked.body) == {"instrument": "N1", "targets": ["M31", 7]}


@steps(7, *range(9, 12))
def test_names_are_looked_up(observatory: Observatory) -> None:
    found = observatory.call("night-with-watch", night="n7")
    assert found == {"night": "n7", "watch": WATCH}
    assert sorted(observatory.upstream.targets()) == ["GET /nights/n7", "GET /observers"]
    tools = observatory.post("tools/list", {}).json["result"]["tools"]
    tool = next(each for each in tools if each["name"] == "night-with-watch")
    assert tool["description"] == "A night with the names of its watch."
    assert tool["annotations"]["readOnlyHint"] is True
    assert tool["inputSchema"]["required"] == ["night"]


@steps(8)
def test_one_name_is_looked_up(observatory: Observatory) -> None:
    assert observatory.call("night-with-lead", night="n7") == {
        "night": "n7",
        "lead": {"name": "Bo"},
    }


@steps(7, 10, 11)
def test_rest(observatory: Observatory) -> None:
    assert observatory.get("/instruments?state=ready").json == {"instruments": [NORTH]}
    assert observatory.get("/instruments/N1").json == {"code": "N1", "since": 1998}
    assert observatory.get("/observers?team=north").json == PEOPLE
    body = json.dumps({"code": "N1", "targets": ["M31"], "hours": 2}).encode()
    headers = {"Content-Type": "application/json"}
    planned = fetch(observatory.rest, "POST", "/nights", headers=headers, body=body)
    assert (planned.status, planned.json) == (201, {"code": "n8"})
    watch = observatory.get("/nights/n7/watch")
    assert (watch.status, watch.json) == (200, {"night": "n7", "watch": WATCH})
    assert observatory.get("/nights/n9/watch").status == 404
    asked = [each for each in observatory.upstream.targets() if each.startswith("POST")]
    assert asked == ['POST /nights {"instrument":"N1","targets":["M31"],"hours":2}']


@steps(*range(7, 12))
def test_skills(observatory: Observatory) -> None:
    assert observatory.skills is not None
    listed = fetch(observatory.skills, "GET", "/skills").json
    assert [each["name"] for each in listed["skills"]] == ["planning", "looking"]
    skill = fetch(observatory.skills, "GET", "/skills/planning").json
    assert (skill["name"], skill["description"]) == ("planning", "How to plan a night.")
    assert skill["tools"] == [
        {
            "name": "plan",
            "description": "Plans a night.",
            "type": "derived",
            "invocationRef": {"targetNamespace": "desk", "action": "plan-night", "mode": "mcp"},
        }
    ]


@steps(11)
def test_the_manifest_of_a_night(observatory: Observatory) -> None:
    expected = {
        "night": "n7",
        "instrument": {"name": "The northern one", "since": 1998},
        "people": {"lead": "Bo", "watch": WATCH},
    }
    assert observatory.call("manifest", night="n7") == expected
    assert observatory.get("/nights/n7/manifest").json == expected


def test_inspect_and_the_page_show_the_steps() -> None:
    spec = HERE / "11-manifest.yaml"
    findings = Findings()
    understood = understand(spec, None, findings)
    assert understood is not None
    report = inspect_report(understood)
    assert f"  consumes dome from {spec.parent.as_posix()}/shared/dome.yaml" in report
    page = build(understood, Options("made"))["docs/gate.html"].decode()
    for line in (
        "night: calls dome.get-night",
        "lead: looks in observers for badge = {night.lead}, takes name",
        "side by side: night, observers",
        "people.lead = {lead.name}",
    ):
        assert line in report
        assert line in page
