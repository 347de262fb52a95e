"""Hand-written expectations: declared inputs arrive (docs/language.md, "Choices")."""

from __future__ import annotations

import pytest

from .requests import Wire
from .samples import BINDS, capability, operation, plain, rest_unit, tool_unit, whole
from .units import call_operation, call_unit, client_inputs, inputs

BODY = "method: POST, body: {type: %s, data: {a: '{{tools.a}}'}}, inputParameters: [{name: a, in: body}, {name: b, in: body, required: true}]"


@pytest.mark.parametrize(
    ("kind", "body"),
    [("json", {"a": "1", "b": "2"}), ("form", [("a", "1"), ("b", "2")])],
)
def test_a_parameter_that_the_template_forgot_is_a_field(kind: str, body: object) -> None:
    spec = operation(capability(BODY % kind))
    assert [(each.name, each.required) for each in client_inputs(spec)] == [
        ("a", False),
        ("b", True),
    ]
    wire = call_operation(spec, {"a": "1", "b": "2"}, BINDS)
    assert isinstance(wire, Wire)
    assert wire.body == body


def test_text_has_no_fields() -> None:
    text = BODY.replace("{a: '{{tools.a}}'}", "'{{tools.a}}'") % "text"
    assert [each.name for each in client_inputs(operation(capability(text)))] == ["a"]


def test_one_variable_in_two_spellings() -> None:
    text = "method: GET, inputParameters: [{name: labelId, in: path}]"
    spec = capability(text, path="/{labelID}", rest="method: GET", exposed="/l/{labelID}")
    assert plain(inputs(rest_unit(spec))) == [("labelID", "path", True)]
    wire = call_unit(rest_unit(spec), {"labelID": "x"}, BINDS)
    assert isinstance(wire, Wire)
    assert wire.path == "/x"


def test_two_parameters_of_one_spelling_are_not_guessed_at() -> None:
    text = "method: GET, inputParameters: [{name: labelId, in: path}, {name: label_id, in: path}]"
    assert len(client_inputs(operation(capability(text, path="/{labelID}")))) == 3


@pytest.mark.parametrize("declared", ["", ", inputParameters: [{name: ids, type: string}]"])
def test_a_single_value_for_an_array_is_a_list(declared: str) -> None:
    text = "method: POST, inputParameters: [{name: ids, in: body, type: array}]"
    spec = capability(text, rest=f"method: POST{declared}", exposed="/{ids}")
    wire = call_unit(rest_unit(spec), {"ids": "a"}, BINDS)
    assert isinstance(wire, Wire)
    assert wire.body == {"ids": ["a"]}


def test_an_empty_with_is_none() -> None:
    text = "method: GET, inputParameters: [{name: page, in: query}]"
    assert plain(inputs(tool_unit(capability(text, tool="with: {}")))) == [("page", None, False)]


def test_a_path_of_an_operation_makes_a_file_published() -> None:
    text = """
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - type: http
    namespace: api
    baseUri: https://example.org/v1
    resources:
    - {name: a, path: /a, operations: [{name: op, method: GET, path: /a/b}]}
"""
    assert whole(text).dialect == "published"


def test_the_same_tool_twice_is_there_once() -> None:
    text = """
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - type: http
    namespace: api
    baseUri: https://example.org/v1
    resources:
    - path: /a
      operations: [{name: op, method: GET, path: /a/b}, {name: other, method: GET}]
  exposes:
  - type: mcp
    namespace: mcp
    tools:
    - {name: t, call: api.op}
    - {name: t, call: api.op, description: again}
    - {name: t, call: api.other}
"""
    assert [unit.operation.name for unit in whole(text).tools] == ["op", "other"]
