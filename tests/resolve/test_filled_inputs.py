"""What a tool fills itself of the inputs that it has of its flow: docs/orchestration.md, "Flows"."""

from __future__ import annotations

import pytest

from tests.resolve.conftest import Resolve, codes, tool_inputs

SPEC = """\
ikanos: 1.0.0-beta5
info: {{display: Files}}
capability:
  consumes:
  - namespace: up
    type: http
    description: Files.
    baseUri: https://up.test
    resources:
      file:
        path: /files/{{{{file}}}}
        operations: {{get: {{method: GET, inputParameters: {{file: {{in: path}}, q: {{in: query}}}}}}}}
  aggregates:
  - namespace: store
    display: Files.
    flows:
      get:
        description: One file.
        inputParameters:
          file: {{type: string, description: Its name.}}
          q: {{type: string, required: false, description: A part.}}
        call: up.get
        with: {{file: store.file, q: store.q}}
  exposes:
  - type: mcp
    port: 9090
    address: localhost
    namespace: tools
    description: Files.
    tools: {{get: {{ref: store.get{more}}}}}
"""


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        ("", {"file": True, "q": False}),
        (", with: {file: a.json}", {"q": False}),
        (", with: {file: 7, q: all}", {}),
        (", with: {file: '{{q}}.json'}", {"q": True}),
        (", with: {file: '{{file}}.json'}", {"file": True, "q": False}),
        (", with: {file: tools.file}", {"file": True, "q": False}),
        (", with: {file: tools.q, q: tools.file}", {"q": True, "file": True}),
    ],
)
def test_nobody_is_asked_for_what_with_fills(
    resolve: Resolve, more: str, asked: dict[str, bool]
) -> None:
    plan, findings = resolve(SPEC.format(more=more))
    assert {name: each.required for name, each in tool_inputs(plan).items()} == asked
    assert "CAP405" not in codes(findings)


def test_what_a_tool_declares_itself_stays(resolve: Resolve) -> None:
    own = ", inputParameters: {file: {type: string, description: Its name.}}, with: {file: a.json}"
    plan, findings = resolve(SPEC.format(more=own))
    assert tool_inputs(plan)["file"].required
    assert "CAP405" in codes(findings)
