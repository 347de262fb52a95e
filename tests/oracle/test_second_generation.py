"""Hand-written expectations: the second generation of published files (docs/language.md, "Choices")."""

from __future__ import annotations

from typing import Any

import pytest

from .requests import Refusal, Wire
from .samples import BINDS, capability, operation, plain, rest_unit, tool_unit
from .units import call_operation, call_unit, client_inputs, inputs

BODY = "method: %s, inputParameters: [{name: body, in: body, type: object, required: %s}]"


@pytest.mark.parametrize("method", ["GET", "DELETE", "POST"])
@pytest.mark.parametrize("value", [{"a": 1}, [1], "text", None, False])
def test_the_value_is_the_document(method: str, value: Any) -> None:
    spec = operation(capability(BODY % (method, "true")))
    wire = call_operation(spec, {"body": value}, BINDS)
    assert isinstance(wire, Wire)
    assert (wire.body_kind, wire.body) == ("json", value)


def test_left_out_nothing_is_sent() -> None:
    wire = call_operation(operation(capability(BODY % ("POST", "false"))), {}, BINDS)
    assert isinstance(wire, Wire)
    assert (wire.body_kind, wire.media_type) == (None, None)
    required = operation(capability(BODY % ("POST", "true")))
    assert isinstance(call_operation(required, {}, BINDS), Refusal)


def test_a_rest_caller_sends_it_as_the_body() -> None:
    spec = capability(
        BODY % ("POST", "true"), rest="method: POST, with: {body: rest.body}", tool=""
    )
    assert plain(inputs(rest_unit(spec))) == [("body", "whole", True)]
    wire = call_unit(rest_unit(spec), {"body": [1]}, BINDS, raw_body=b" [1]")
    assert isinstance(wire, Wire)
    assert wire.body == b" [1]"


FILE = "method: DELETE, inputParameters: [{name: file_id, in: path, required: true}]"


def test_the_path_names_the_file_and_the_query_does_not() -> None:
    spec = capability(
        FILE,
        path="/files/{file_id}",
        rest="method: DELETE, with: {file_id: rest.file_id}",
        tool="with: {file_id: tools.file_id}",
        exposed="/v1/files/{file-id}",
    )
    assert plain(inputs(rest_unit(spec))) == [("file-id", "path", True)]
    wire = call_unit(rest_unit(spec), {"file-id": "abc", "file_id": "xyz"}, BINDS)
    assert isinstance(wire, Wire)
    assert wire.path == "/files/abc"
    assert plain(inputs(tool_unit(spec))) == [("file_id", None, True)]


FORM = "method: POST, body: {type: formUrlEncoded, data: '{{tools.form}}'}"


def test_a_form_of_one_placeholder_is_the_fields_of_an_object() -> None:
    spec = operation(capability(FORM))
    assert [(each.name, each.type) for each in client_inputs(spec)] == [("form", "object")]
    given = {"form": {"a": {"b": 1}, "c": ["x", {"d": True}], "e": "ü"}}
    wire = call_operation(spec, given, BINDS)
    assert isinstance(wire, Wire)
    assert wire.body == [("a[b]", "1"), ("c[0]", "x"), ("c[1][d]", "true"), ("e", "ü")]
    assert isinstance(call_operation(spec, {"form": "a=1"}, BINDS), Refusal)


@pytest.mark.parametrize(
    ("value", "pairs"),
    [
        ({"gt": 5}, [("created[gt]", "5")]),
        ({"a": {"b": [1, 2]}}, [("created[a][b][0]", "1"), ("created[a][b][1]", "2")]),
        ([1, 2], [("created", "1"), ("created", "2")]),
    ],
)
def test_an_object_in_the_query(value: Any, pairs: list[tuple[str, str]]) -> None:
    text = "method: GET, inputParameters: [{name: created, in: query, type: object}]"
    wire = call_operation(operation(capability(text)), {"created": value}, BINDS)
    assert isinstance(wire, Wire)
    assert wire.query == pairs
