"""The schemas of mapped answers, for tools and for REST."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.diagnostics import Findings
from generator.lower.output_schemas import answer_schema, output_schema
from generator.pipeline import understand
from generator.plan import Output

AS_IT_CAME = {"description": "Upstream's document as it is, where it has nothing of that."}


def output(tmp_path: Path, outputs: str, format_: str = "json", *, root: str = "ikanos") -> Output:
    """What stage 4 makes of the outputs of a unit."""
    spec = tmp_path / "spec-capability.yaml"
    spec.write_text(f"""
{root}: 1.0.0-beta5
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.test
    resources:
    - name: items
      path: /items
      operations:
      - {{name: list, method: GET, outputRawFormat: {format_}}}
  exposes:
  - type: mcp
    address: localhost
    port: 9090
    namespace: tools
    tools:
    - {{name: list, description: List., call: shop.list, outputParameters: [{outputs}]}}
""")
    findings = Findings()
    understood = understand(spec, None, findings)
    assert understood is not None, findings.sorted()
    (unit,) = understood.plan.units
    return unit.output


def tool(found: Output) -> Any:
    schema = output_schema(found)
    assert schema is not None
    return schema.schema["properties"]["result"] if schema.wraps else schema.schema


@pytest.mark.parametrize(
    "outputs", ["", "{type: object, mapping: $.}", "{type: array, mapping: $.}"]
)
def test_an_identity_has_none(tmp_path: Path, outputs: str) -> None:
    found = output(tmp_path, outputs)
    assert output_schema(found) is None
    assert answer_schema(found) is None


def test_what_many_places_give_is_a_list(tmp_path: Path) -> None:
    """As a text it would not fit, and come out as null."""
    found = output(tmp_path, "{type: string, mapping: '$.a[*].b'}")
    assert tool(found) == {"type": ["array", "null"]}
    assert answer_schema(found) == {"type": "array"}


@pytest.mark.parametrize("format_", ["csv", "xml"])
def test_some_formats_hold_nothing_but_texts(tmp_path: Path, format_: str) -> None:
    found = output(tmp_path, "{type: integer, mapping: $.a}", format_)
    assert tool(found) == {"type": ["string", "null"]}
    assert answer_schema(found) == {"description": "(string)"}


def test_what_is_built_is_closed_for_rest_only(tmp_path: Path) -> None:
    built = "{type: object, properties: {a: {type: object, mapping: $.b, properties: {c: {type: string, mapping: $.d}}}}}"
    found = output(tmp_path, built)
    inner = {"type": ["object", "null"], "properties": {"c": {"type": ["string", "null"]}}}
    assert tool(found) == {"type": "object", "properties": {"a": inner}}
    # What is no object is given on as it is: no type is promised.
    copied = {"description": "(object)", "properties": {"c": {"description": "(string)"}}}
    assert answer_schema(found) == {
        "type": "object",
        "properties": {"a": {**copied, "additionalProperties": False}},
        "additionalProperties": False,
    }


def test_free_names_and_copies_are_open(tmp_path: Path) -> None:
    found = output(tmp_path, "{type: object, mapping: $.a, values: {type: string}}")
    assert answer_schema(found) == {"type": "object"}
    found = output(tmp_path, "{type: object, mapping: $.a}")
    assert answer_schema(found) == {"description": "(object)"}


def test_rest_promises_no_type_of_what_it_gives_on(tmp_path: Path) -> None:
    """A text that upstream sends as a number is a number in the answer; a tool's result is fitted."""
    found = output(tmp_path, "{type: string, mapping: $.a, description: A name.}")
    assert tool(found) == {"type": ["string", "null"], "description": "A name."}
    assert answer_schema(found) == {"description": "A name. (string)"}


def test_a_nested_array_may_be_what_was_found_instead(tmp_path: Path) -> None:
    """It is given on like a text that is a number; without a type `items` binds lists only."""
    item = "items: {type: object, properties: {b: {type: array, mapping: $.b}}}"
    found = output(
        tmp_path, f"{{type: object, properties: {{a: {{type: array, mapping: $.a, {item}}}}}}}"
    )
    several = {"type": ["array", "null"]}
    told = {"type": ["object", "null"], "properties": {"b": several}}
    assert tool(found)["properties"] == {"a": {**several, "items": told}}
    copied = {"type": "object", "properties": {"b": {"description": "(array)"}}}
    assert answer_schema(found) == {
        "type": "object",
        "properties": {
            "a": {"description": "(array)", "items": {**copied, "additionalProperties": False}}
        },
        "additionalProperties": False,
    }
    declared = answer_schema(found, declared=True)
    assert declared is not None
    assert declared["properties"]["a"]["type"] == ["array", "null"]


@pytest.mark.parametrize(
    ("array", "shown"),
    [
        ("mapping: '$.a[*].b'", {"type": ["array", "null"]}),
        ("mapping: $.a.", {"type": ["array", "null"]}),
        ("mapping: $.", {"description": "(array)"}),
        ("description: None.", {"description": "None. (array)"}),
    ],
)
def test_a_nested_array_that_is_certain_says_so(
    tmp_path: Path, array: str, shown: dict[str, Any]
) -> None:
    found = output(tmp_path, f"{{type: object, properties: {{a: {{type: array, {array}}}}}}}")
    assert (answer_schema(found) or {})["properties"] == {"a": shown}


def test_nothing_comes_after_an_output_that_is_never_null(tmp_path: Path) -> None:
    first = "{type: string, mapping: $.a}"
    second = "{type: object, properties: {b: {type: string, mapping: $.b}}}"
    found = output(tmp_path, f"{first}, {second}, {first}")
    assert [each.get("type") for each in (answer_schema(found) or {})["anyOf"]] == [
        None,
        "object",
    ]
    assert answer_schema(output(tmp_path, "{type: number, value: fixed}")) == {"type": "string"}


def test_outputs_by_name_are_the_keys_of_one_object(tmp_path: Path) -> None:
    outputs = "{name: a, type: string, mapping: $.a}, {name: b, type: object, mapping: $.}"
    found = output(tmp_path, outputs, root="naftiko")
    fields = {"a": {"type": ["string", "null"]}, "b": {"type": ["object", "null"]}}
    assert tool(found) == {"type": "object", "properties": fields}
    copied = {"a": {"description": "(string)"}, "b": {"description": "(object)"}}
    assert answer_schema(found) == {
        "type": "object",
        "properties": copied,
        "additionalProperties": False,
    }


def test_in_published_files_the_document_is_left_where_every_output_is_null(tmp_path: Path) -> None:
    outputs = "{type: array, mapping: $.a}, {type: object, mapping: $.}"
    found = output(tmp_path, outputs, root="naftiko")
    shown = [{"type": "array"}, {"description": "(object)"}, AS_IT_CAME]
    assert answer_schema(found) == {"anyOf": shown}
