"""Every format over REST, MCP and the client, on both transports; broken bodies are errors of ours."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.support.living import Living, Said, Seen, living
from tests.support.processes import environment, run

from .bodies import CSV, DOCUMENTS, GOLDEN, HTML, MARKDOWN, XML, YAML, avro, protobuf

_PLACES: Final = {"https://harbour.test/v1": "UPSTREAM", "8080": "PORT_rest", "9090": "PORT_mcp"}
_CLIENT: Final = """
import json, living
from living.transports import Httpx2Transport
for transport in (None, Httpx2Transport()):
    with living.HarbourClient(transport=transport) as client:
        print(json.dumps({name: getattr(client, name)() for name in NAMES}))
"""
_BODIES: Final = {
    "page": HTML,
    "report": MARKDOWN,
    "manifest": XML,
    "tides": CSV,
    "watch": YAML,
    "reading": avro(),
    "position": protobuf(),
}


def _answer(seen: Seen) -> Said:
    name = seen.target.rpartition("/")[2]
    return Said(_BODIES[name], headers={"Content-Type": "application/x-any"})


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    text = (GOLDEN / "capability.yaml").read_text(encoding="utf-8")
    for plain, here in _PLACES.items():
        text = text.replace(plain, here)
    files = {f"schemas/{path.name}": path.read_bytes() for path in GOLDEN.glob("schemas/*")}
    with living(text, tmp_path_factory.mktemp("formats"), _answer, files=files) as running:
        yield running


@pytest.mark.parametrize(
    ("path", "document"),
    [("/berths", [{"name": "A"}, {"name": "B"}]), ("/position", DOCUMENTS["position"])],
)
def test_rest(harbour: Living, path: str, document: Any) -> None:
    reply = harbour.rest("GET", path)
    assert (reply.status, reply.content_type, reply.json) == (200, "application/json", document)


@pytest.mark.parametrize(
    ("tool", "document"),
    [
        ("report", ["Berth A"]),
        ("tides", DOCUMENTS["tides"]),
        ("manifest", {"ship": "Ann"}),
        ("watch", True),
        ("reading", 1.5),
        ("position", {"lat": 0.1}),
    ],
)
def test_tools(harbour: Living, tool: str, document: Any) -> None:
    assert json.loads(harbour.text(tool)) == document


def test_client_on_both_transports(harbour: Living) -> None:
    code = f"NAMES = {sorted(DOCUMENTS)!r}\n{_CLIENT}"
    environ = environment(HARBOUR_BASE_URI=harbour.upstream.url)
    done = run([sys.executable, "-c", code], environ, harbour.folder)
    lines = done.stdout.splitlines()
    assert [json.loads(line) for line in lines] == [DOCUMENTS, DOCUMENTS], done.stderr.decode()


def test_mcp_is_served_at_the_root_too(harbour: Living) -> None:
    for path in ("/", "/mcp", "/mcp/"):
        answer = harbour.mcp("tools/call", path, name="watch", arguments={})
        assert answer["result"]["content"] == [{"type": "text", "text": "true"}]


def test_a_caller_says_its_revision_and_what_it_can_do(harbour: Living) -> None:
    """The reference engine, at `/`, asks for no capabilities; the official suite of MCP asks for a refusal."""
    revision = {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}
    able = {**revision, "io.modelcontextprotocol/clientCapabilities": {}}
    _call_in_the_new_era(harbour, "/mcp", revision, 400)
    _call_in_the_new_era(harbour, "/mcp", able, 200)
    _call_in_the_new_era(harbour, "/", revision, 200)
    _call_in_the_new_era(harbour, "/", able, 200)


def _call_in_the_new_era(harbour: Living, path: str, meta: dict[str, Any], status: int) -> None:
    for method, params, name in (
        ("tools/call", {"name": "watch", "arguments": {}}, "watch"),
        ("tools/list", {}, None),
    ):
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": meta}}
        headers = {"Mcp_Name": name} if name else {}
        reply = harbour.rest(
            "POST",
            path,
            json.dumps(message).encode(),
            port="mcp",
            Content_Type="application/json",
            MCP_Protocol_Version="2026-07-28",
            Mcp_Method=method,
            **headers,
        )
        assert reply.status == status
        if status == 200:
            assert set(reply.json["result"]) & {"content", "tools"}
