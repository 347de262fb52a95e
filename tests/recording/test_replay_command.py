"""`capwright replay`: the surfaces of a package still give what was recorded, or it says which do not."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.command.cli import cli
from tests.support.living import Upstream
from tests.support.processes import ROOT, environment, serve
from tests.support.raw_http import fetch

from .making import SPEC, api, made, python, settings
from .test_replay import ASKED


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("replay")
    made(folder, table='recording = ["pin"]\n')
    with Upstream(api) as upstream:
        python(ASKED % "0815", folder, settings(upstream.url, folder / "kept"))
    return folder


def _replay(file: Path, spec: Path, *options: str) -> Result:
    arguments = ["replay", str(file), str(spec), "--config", str(spec.parent / "pyproject.toml")]
    return CliRunner().invoke(cli, [*arguments, *options])


def _edited(tmp_path: Path, before: str, after: str) -> Path:
    assert before in SPEC
    made(tmp_path, spec=SPEC.replace(before, after))
    return tmp_path / "desk-capability.yaml"


def test_nothing_has_changed(folder: Path) -> None:
    result = _replay(folder / "kept", folder / "desk-capability.yaml")
    assert result.exit_code == 0, result.output
    # The client twice, REST and MCP.
    assert "5 of 5 exchanges made again, 20 answers: 20 as recorded, 0 not; 0 not asked for" in (
        result.output
    )


def test_the_only_specification_of_the_table_needs_no_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = folder / "only.toml"
    config.write_text('[tool.capwright]\nspecs = ["desk-capability.yaml"]\n')
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(cli, ["replay", "kept", "--config", str(config)])
    assert result.exit_code == 0, result.output


def test_a_body_that_is_another_one_now_is_said(folder: Path, tmp_path: Path) -> None:
    spec = _edited(tmp_path, 'pin: "{{pin}}"}}', 'pin: "{{pin}}", kind: note}}')
    result = _replay(folder / "kept", spec)
    assert result.exit_code == 1
    [line] = [each for each in result.output.splitlines() if ": desk-rest POST" in each]
    assert "sent POST /desk/orders/7 with another query or body" in line
    assert "20 answers: 16 as recorded, 4 not" in result.output


def test_a_route_that_cannot_say_it_any_more_is_said(folder: Path, tmp_path: Path) -> None:
    spec = _edited(
        tmp_path,
        """                full: {in: query, type: boolean, required: false}
              call: desk.order
              with: {number: "{{number}}", full: "{{full}}"}
""",
        """              call: desk.order
              with: {number: "{{number}}"}
""",
    )
    result = _replay(folder / "kept", spec)
    [line] = [each for each in result.output.splitlines() if ": not asked for" in each]
    assert line.startswith("desk-rest GET /orders/{number}: not asked for ")
    assert "0 not asked for" not in result.output


def test_an_operation_that_has_moved_is_said(folder: Path, tmp_path: Path) -> None:
    spec = _edited(tmp_path, 'path: "/orders/{number}"\n          operations:\n            order:\n              method: GET\n              inputParameters:\n                number: {in: path, type: string}\n                full: {in: query, type: boolean, required: false}\n            note', 'path: "/tickets/{number}"\n          operations:\n            order:\n              method: GET\n              inputParameters:\n                number: {in: path, type: string}\n                full: {in: query, type: boolean, required: false}\n            note')  # fmt: skip
    result = _replay(folder / "kept", spec)
    assert "order GET /desk/orders/none: not made again: the path is not the operation's" in (
        result.output
    )
    assert "1 of 5 exchanges made again" in result.output


def test_a_recording_that_was_cut_is_replayed(folder: Path, tmp_path: Path) -> None:
    [file] = (folder / "kept").glob("desk-*.json")
    cut = tmp_path / "cut.json"
    cut.write_bytes(file.read_bytes()[:-20])
    result = _replay(cut, folder / "desk-capability.yaml")
    assert result.exit_code == 0, result.output
    assert "3 of 3 exchanges" in result.output


@pytest.mark.parametrize("content", ["", "{}", "[]", "[1]", "nonsense"])
def test_what_is_no_recording_is_said(folder: Path, tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(content)
    result = _replay(file, folder / "desk-capability.yaml")
    assert result.exit_code == 2
    assert "Error: Invalid value for FILE" in result.output


def test_what_was_recorded_without_its_body_is_said(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    exchange = {"op": "order", "method": "GET", "target": "/desk/orders/7", "status": 200}
    file.write_text(json.dumps([{**exchange, "body": None, "body_shortened": True}]))
    result = _replay(file, folder / "desk-capability.yaml")
    assert result.exit_code == 1
    assert "not made again: it was recorded without the body of its answer" in result.output


@pytest.mark.skipif("CAPWRIGHT_SHARED" not in os.environ, reason="CAPWRIGHT_SHARED is not set")
def test_recordings_of_a_real_quay() -> None:
    recording = Path(os.environ["CAPWRIGHT_SHARED"], "quay", "recordings.json")
    spec = ROOT / "specs" / "quay-capability.yaml"
    arguments = ["replay", str(recording), str(spec), "--config", str(ROOT / "pyproject.toml")]
    output = CliRunner().invoke(cli, arguments).output
    assert "126 of 163 exchanges made again, 500 answers: 492 as recorded, 8 not" in output
    # Each of them is a value with a slash that the adapters refuse by their configuration.
    differing = [line for line in output.splitlines() if "nothing was sent to the API" in line]
    assert len(differing) == 8


FLOW = SPEC.replace(
    """        places:
          path: /places
          operations:
            places: {method: GET, call: maps.places}
    - type: mcp
""",
    """        visit:
          path: "/visits/{number}"
          operations:
            visit:
              method: POST
              inputParameters:
                number: {in: path, type: string}
                text: {in: body, type: string}
              steps:
                order: {type: call, call: desk.order, with: {number: desk-rest.number}}
                places: {type: call, call: maps.places}
                note:
                  type: call
                  call: desk.note
                  with: {number: "{{order.number}}", text: desk-rest.text, pin: "{{order.number}}"}
              mappings:
              - {target: number, value: $.order.number}
              - {target: places, value: $.places}
    - type: mcp
""",
).replace(
    """        places:
          description: Places.
          call: maps.places
""",
    """        visit:
          description: Visit somebody.
          inputParameters:
            number: {type: string, description: Its number, required: true}
            text: {type: string, description: The note, required: true}
          steps:
            order: {type: call, call: desk.order, with: {number: desk-mcp.number}}
            places: {type: call, call: maps.places}
            note:
              type: call
              call: desk.note
              with: {number: "{{order.number}}", text: desk-mcp.text, pin: "{{order.number}}"}
          mappings:
          - {target: number, value: $.order.number}
          - {target: places, value: $.places}
""",
)


@pytest.fixture(scope="module", name="visited")
def _visited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("visited")
    made(folder, table="recording = true\n", spec=FLOW)
    with Upstream(api) as upstream:
        values = environment(**settings(upstream.url, folder / "kept"))
        with serve("rest", values, package="desk", folder=folder) as served:
            for number in ("7", "8"):
                body = json.dumps({"text": "I was here"}).encode()
                kind = {"Content-Type": "application/json"}
                reply = fetch(served.url, "POST", f"/visits/{number}", headers=kind, body=body)
                assert reply.status == 200, reply
    return folder


def test_routes_and_tools_of_several_steps_are_asked(visited: Path) -> None:
    result = _replay(visited / "kept", visited / "desk-capability.yaml")
    assert result.exit_code == 0, result.output
    # Six exchanges: the client twice, REST and MCP for order and note; two visits by REST and by MCP.
    assert "6 of 6 exchanges made again, 24 answers: 24 as recorded, 0 not; 0 not asked for" in (
        result.output
    )


def test_a_step_that_sends_something_else_is_said(visited: Path, tmp_path: Path) -> None:
    made(tmp_path, spec=FLOW.replace('pin: "{{order.number}}"', 'pin: "{{order.total}}"'))
    result = _replay(visited / "kept", tmp_path / "desk-capability.yaml")
    assert result.exit_code == 1
    lines = [each for each in result.output.splitlines() if "/visits/" in each or "visit:" in each]
    assert len(lines) == 4
    assert all("with another query or body" in each for each in lines), lines


def test_a_step_that_is_new_is_said(visited: Path, tmp_path: Path) -> None:
    places = "                places: {type: call, call: maps.places}\n"
    more = (
        "                again: {type: call, call: desk.order, with: {number: desk-rest.number}}\n"
    )
    made(tmp_path, spec=FLOW.replace(places, places + more))
    result = _replay(visited / "kept", tmp_path / "desk-capability.yaml")
    assert "desk-rest POST /visits/{number}: not asked for 6 of them" in result.output
