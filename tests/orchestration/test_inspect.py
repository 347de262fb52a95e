"""`inspect` says where each value goes, and what an answer is made of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.command.inspect_report import inspect_report
from generator.diagnostics import Findings
from generator.options import Options
from generator.pipeline import build, understand
from generator.plan.programs import answer_text
from tests.lower.test_mappings import read

SHARED = """\
ikanos: 1.0.0-beta5
consumes:
- type: http
  namespace: crm
  baseUri: https://crm.test
  resources: {people: {path: /people, operations: {list: {method: GET}}}}
"""
SPEC = """\
ikanos: 1.0.0-beta5
info: {display: Desk, description: A desk.}
capability:
  consumes:
  - {from: ./shared/crm.yaml, import: crm, as: sales}
  exposes:
  - type: rest
    namespace: desk
    address: localhost
    port: 8080
    resources:
      people:
        path: /people/{{name}}
        operations:
          find:
            method: GET
            inputParameters: {name: {in: path, type: string}}
            steps:
              all: {type: call, call: sales.list}
              one: {type: lookup, index: all, match: name, lookupValue: '{{name}}', outputParameters: [id]}
              told: {type: script, file: tell.py, with: {n: '{{name}}'}}
            mappings: [{target: id, value: $.one.id}]
      motto:
        path: /motto/{{who}}
        operations:
          motto:
            method: GET
            inputParameters: {who: {in: path, type: string}}
            outputParameters: {text: {type: string, value: '{{who}} and {{who}}'}}
"""


def test_what_reads_an_input_and_what_is_imported(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "crm.yaml").write_text(SHARED)
    spec = tmp_path / "spec.yaml"
    spec.write_text(SPEC)
    understood = understand(spec, None, Findings())
    assert understood is not None
    report = inspect_report(understood)
    assert f"consumes crm as sales from {tmp_path.as_posix()}/shared/crm.yaml" in report
    assert "from path  to the lookup one, the script tell.py\n" in report
    assert "from path  to the answer\n" in report
    page = build(understood, Options("made"))["docs/desk.html"].decode()
    assert "the lookup one, the script tell.py" in page


@pytest.mark.parametrize(
    ("outputs", "shown"),
    [
        (({"type": "string", "mapping": "$.a.b"},), "$.a.b"),
        (({"type": "string", "mapping": "$.a"}, {"type": "array", "mapping": "$.b"}), "$.a, or else $.b"),
        (
            (
                {
                    "type": "array",
                    "mapping": "$.list",
                    "items": {
                        "type": "object",
                        "properties": {
                            "n": {"type": "string", "mapping": "$.name"},
                            "in": {
                                "type": "object",
                                "mapping": "$.deep",
                                "properties": {"x": {"type": "string", "value": "fixed"}},
                            },
                        },
                    },
                },
            ),
            "each of $.list: {n: $.name, in: of $.deep {x: a fixed text}}",
        ),
        (({"type": "object", "mapping": "$.m", "values": {"mapping": "$.b"}},), "each value of $.m: $.b"),
        (({"type": "array", "mapping": "$.l", "items": {"type": "string"}},), "$.l"),
    ],
)  # fmt: skip
def test_what_an_answer_is_made_of(
    tmp_path: Path, outputs: tuple[dict[str, Any], ...], shown: str
) -> None:
    assert answer_text(read(tmp_path, *outputs)) == f"of the json document: {shown}"


FLOW = """\
ikanos: 1.0.0-beta5
info: {display: Desk, description: A desk.}
capability:
  aggregates:
  - namespace: people
    display: People
    flows:
      find:
        description: Find one.
        inputParameters: {name: {type: string, description: Its name.}, unread: {type: string, description: d.}}
        call: crm.find
        with: {who: people.name}
  consumes:
  - type: http
    namespace: crm
    description: People.
    baseUri: https://crm.test
    resources: {people: {path: /people, operations: {find: {method: GET, inputParameters: {who: {in: query}}}}}}
"""


def test_where_the_inputs_of_a_flow_go(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(FLOW, encoding="utf-8")
    understood = understand(path, None, Findings())
    assert understood is not None
    lines = inspect_report(understood).splitlines()
    assert "    - name    string  required  to query parameter who of crm.find" in lines
    assert "    - unread  string  required  to nothing" in lines


def test_the_page_shows_flows(tmp_path: Path) -> None:
    rest = """\
  exposes:
  - type: rest
    namespace: desk
    port: 8080
    resources: {one: {path: /one, operations: {one: {method: GET, call: crm.find}}}}
"""
    path = tmp_path / "spec.yaml"
    path.write_text(FLOW + rest, encoding="utf-8")
    understood = understand(path, None, Findings())
    assert understood is not None
    page = build(understood, Options("made"))["docs/desk.html"].decode()
    section = page.partition('id="flow-people-find"')[2].partition("</section>")[0]
    for shown in ("people.find", "Find one.", "calls crm.find", "query parameter who of crm.find"):
        assert shown in section
