"""`python -m PACKAGE serve`: HTTP beside standard input, free ports, and adapters that let nobody in."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.generating import generate
from tests.support.processes import environment
from tests.support.raw_http import fetch

SPEC = """\
ikanos: 1.0.0-beta5
info: {display: Pier, version: 1.0.0}
capability:
  consumes:
  - {namespace: up, type: http, description: d, baseUri: 'http://127.0.0.1:9', resources: {}}
  exposes:
  - type: mcp
    transport: stdio
    namespace: keeper
    tools: {now: {description: d, outputParameters: {at: {type: string, value: noon}}}}
  - type: rest
    port: 0
    address: localhost
    namespace: desk
    resources:
      now:
        path: /now
        operations: {now: {method: GET, outputParameters: {at: {type: string, value: noon}}}}
"""
GUARDED = """\
  - type: rest
    port: 0
    address: localhost
    namespace: guarded
    authentication: {type: hmac, key: '{{PASSWORD}}'}
    resources:
      now:
        path: /now
        operations: {now: {method: GET, outputParameters: {at: {type: string, value: noon}}}}
"""
ASKED: dict[str, Any] = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "t", "version": "1"},
    },
}


class Process:
    """A package that serves all it has, and what it says."""

    def __init__(self, spec: str, folder: Path, *arguments: str, **variables: str) -> None:
        path = folder / "capability.yaml"
        path.write_text(spec, "utf-8")
        made = generate(path, folder, "pier")
        assert made.written, (made.messages, made.crash)
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pier", "serve", *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=environment(**variables),
                cwd=folder,
            )

    def port(self, namespace: str) -> int:
        end = time.monotonic() + 30
        while time.monotonic() < end and self.process.poll() is None:
            found = re.search(rf"^{namespace}: http://[^:]+:(\d+)", self.said(), re.MULTILINE)
            if found:
                return int(found[1])
            time.sleep(0.05)
        raise AssertionError(self.said())

    def said(self) -> str:
        return self.log.read_text("utf-8")

    def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()


def test_standard_input_beside_http(tmp_path: Path) -> None:
    with Process(SPEC, tmp_path) as pier:
        port = pier.port("desk")
        assert port not in (0, 8080)
        assert pier.ask(ASKED)["result"]["serverInfo"]["name"] == "keeper"
        call = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "now"}}
        assert json.loads(pier.ask(call)["result"]["content"][0]["text"]) == {"at": "noon"}
        assert fetch(f"http://127.0.0.1:{port}", "GET", "/now").status == 200
        assert pier.process.stdin is not None
        pier.process.stdin.close()
        # The end of input is the end of that one only.
        assert fetch(f"http://127.0.0.1:{port}", "GET", "/now").status == 200
        pier.process.terminate()
        assert pier.process.wait(20) == 0


def test_standard_input_has_one_process(tmp_path: Path) -> None:
    with Process(SPEC, tmp_path, "--workers", "2") as pier:
        assert pier.process.wait(30) == 1
        assert "keeper is served over standard input" in pier.said()


@pytest.mark.parametrize("transport", ["http"])
def test_the_environment_decides(tmp_path: Path, transport: str) -> None:
    with Process(SPEC, tmp_path, KEEPER_TRANSPORT=transport, KEEPER_PORT="0") as pier:
        assert fetch(f"http://127.0.0.1:{pier.port('keeper')}", "GET", "/").status == 200


def _paths(pier: Process) -> dict[str, str]:
    """The path of each adapter's address, as the start prints it."""
    for namespace in ("keeper", "desk"):
        pier.port(namespace)
    return dict(re.findall(r"^(\w+): http://[^:]+:\d+(\S*)$", pier.said(), re.MULTILINE))


def test_the_addresses_are_those_that_one_opens(tmp_path: Path) -> None:
    """A client of MCP takes it as it is, a person's browser too."""
    with Process(SPEC, tmp_path, KEEPER_TRANSPORT="http", KEEPER_PORT="0") as pier:
        assert _paths(pier) == {"keeper": "/mcp", "desk": "/-/docs"}


def test_without_documents_the_address_leads_to_none(tmp_path: Path) -> None:
    variables = {"KEEPER_TRANSPORT": "http", "KEEPER_PORT": "0", "DESK_DOCUMENTATION": "false"}
    with Process(SPEC, tmp_path, **variables) as pier:
        assert _paths(pier) == {"keeper": "/mcp", "desk": ""}


def test_one_adapter_that_lets_nobody_in_stops_no_other(tmp_path: Path) -> None:
    spec = SPEC.replace("  - type: mcp", GUARDED + "  - type: mcp")
    with Process(spec, tmp_path, PASSWORD="p") as pier:
        desk, guarded = pier.port("desk"), pier.port("guarded")
        assert fetch(f"http://127.0.0.1:{desk}", "GET", "/now").status == 200
        refused = fetch(f"http://127.0.0.1:{guarded}", "GET", "/now")
        assert refused.status == 500
        assert b"GUARDED_BEARER_TOKEN" in refused.body
        assert "guarded lets nobody in" in pier.said()


CONTROL = """\
  - type: control
    port: 0
    management: {info: true}
    observability: {metrics: {local: {enabled: true}}}
"""


def test_the_control_adapter(tmp_path: Path) -> None:
    spec = SPEC.replace("transport: stdio", "port: 0") + CONTROL
    with Process(spec, tmp_path) as pier:
        control = f"http://127.0.0.1:{pier.port('control')}"
        ports = {"keeper": pier.port("keeper"), "desk": pier.port("desk")}
        live = fetch(control, "GET", "/health/live")
        assert (live.status, live.content_type, live.body) == (
            200,
            "application/json",
            b'{"status":"UP"}',
        )
        adapters = [
            {"type": "rest", "namespace": "desk", "port": ports["desk"], "state": "started"},
            {"type": "mcp", "namespace": "keeper", "port": ports["keeper"], "state": "started"},
        ]
        ready = fetch(control, "GET", "/health/ready")
        assert (ready.status, json.loads(ready.body)) == (
            200,
            {"status": "UP", "adapters": adapters},
        )
        status = json.loads(fetch(control, "GET", "/status").body)
        assert status["capability"] == {"display": "Pier", "specVersion": "1.0.0-beta5"}
        assert status["adapters"] == adapters
        assert re.fullmatch(r"PT\d+\.\d{3}S", status["uptime"])
        fetch(f"http://127.0.0.1:{ports['desk']}", "GET", "/now")
        assert b'adapter="desk"' in fetch(control, "GET", "/metrics").body
        for path in ("/", "/traces", "/scripting", "/nope"):
            missing = fetch(control, "GET", path)
            assert (missing.status, missing.body) == (404, b"")
        refused = fetch(control, "POST", "/health/live")
        assert (refused.status, refused.header("allow")) == (405, "GET, HEAD")


def test_what_the_control_adapter_leaves_out(tmp_path: Path) -> None:
    bare = "  - {type: control, port: 0, management: {health: false}}\n"
    with Process(SPEC.replace("transport: stdio", "port: 0") + bare, tmp_path) as pier:
        control = f"http://127.0.0.1:{pier.port('control')}"
        for path in ("/health/live", "/health/ready", "/status", "/metrics"):
            assert fetch(control, "GET", path).status == 404


def test_the_control_port_is_not_for_everybody(tmp_path: Path) -> None:
    exposed = "  - {type: control, port: 0, address: 0.0.0.0}\n"
    with Process(SPEC.replace("transport: stdio", "port: 0") + exposed, tmp_path) as pier:
        assert pier.process.wait(30) == 1
        assert "the control port would be open" in pier.said()


def test_the_control_port_checks_its_callers(tmp_path: Path) -> None:
    checked = CONTROL + "    authentication: {type: bearer, token: '{{PORT_TOKEN}}'}\n"
    binds = "binds: [{namespace: env, keys: {PORT_TOKEN: PIER_PORT_TOKEN}}]\n"
    spec = SPEC.replace("transport: stdio", "port: 0").replace(
        "capability:\n", f"{binds}capability:\n"
    )
    with Process(spec + checked, tmp_path, PIER_PORT_TOKEN="s3cr3t-of-the-port") as pier:
        control = f"http://127.0.0.1:{pier.port('control')}"
        for path in ("/health/live", "/status", "/metrics", "/nope"):
            refused = fetch(control, "GET", path)
            assert (refused.status, dict(refused.headers)["www-authenticate"]) == (401, "Bearer")
            assert fetch(control, "GET", path, headers={"Authorization": "Bearer x"}).status == 401
        shown = {"Authorization": "Bearer s3cr3t-of-the-port"}
        assert fetch(control, "GET", "/health/live", headers=shown).status == 200
        assert "s3cr3t" not in pier.said()


def test_a_setting_asks_callers_of_the_control_port_too(tmp_path: Path) -> None:
    spec = SPEC.replace("transport: stdio", "port: 0") + CONTROL
    exposed = spec.replace("    management: {info", "    address: 0.0.0.0\n    management: {info")
    with Process(exposed, tmp_path, CONTROL_API_KEY="a-key-of-ours") as pier:
        control = f"http://127.0.0.1:{pier.port('control')}"
        assert fetch(control, "GET", "/health/live").status == 401
        shown = {"X-API-Key": "a-key-of-ours"}
        assert fetch(control, "GET", "/health/live", headers=shown).status == 200


def test_a_control_port_without_its_secret_does_not_start(tmp_path: Path) -> None:
    checked = CONTROL + "    authentication: {type: basic, username: u, password: '{{PASSWORD}}'}\n"
    with Process(SPEC.replace("transport: stdio", "port: 0") + checked, tmp_path) as pier:
        assert pier.process.wait(30) == 1
        assert "PASSWORD" in pier.said()
