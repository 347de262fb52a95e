"""Hand-written expectations: routes (4.11) and answers (4.12, 2.9, docs/language.md, "Choices")."""

from __future__ import annotations

from typing import Any

import pytest

from .answers import Upstream, client_answer, rest_answer, tool_answer
from .holes import MISSING
from .samples import capability, operation, rest_unit, tool_unit, whole

JSON = "application/json"


def up(content: bytes, status: int = 200, content_type: str | None = JSON) -> Upstream:
    return Upstream(status, content_type, content)


def outputs(text: str, form: str = "json") -> Any:
    return capability(
        f"method: GET, outputRawFormat: {form}",
        rest=f"method: GET, outputParameters: {text}",
        tool=f"outputParameters: {text}",
    )


@pytest.mark.parametrize("content", [b'{"a": 1}', b"[1]", b'"x"', b"not json", b""])
def test_identity_passes_bytes(content: bytes) -> None:
    answer = rest_answer(rest_unit(outputs("[{type: object, mapping: $.}]")), up(content, 201))
    assert (answer.status, answer.content, answer.content_type) == (201, content, JSON)


@pytest.mark.parametrize(
    ("text", "document", "expected"),
    [
        ("[{type: array, mapping: $.records}]", {"records": [1]}, [1]),
        ("[{type: array, mapping: $.records}]", {"records": {}}, MISSING),
        ("[{type: object, mapping: $.result}]", {"result": {"a": 1}}, {"a": 1}),
        ("[{type: object, mapping: $.result}]", {}, MISSING),
        ("[{type: boolean, mapping: $.result}]", {"result": False}, False),
        ("[{type: string, mapping: $.n}]", {"n": 5}, 5),
        ("[{type: string, mapping: $.a}, {type: string, mapping: $.b}]", {"b": "x"}, "x"),
        (
            "[{name: i, type: array, mapping: $.data}, {name: n, type: integer, mapping: $.n}]",
            {"data": [1]},
            {"i": [1], "n": None},
        ),
        (
            "[{type: object, properties: {id: {type: string, mapping: $.a.b}}}]",
            {"a": {"b": 1}},
            {"id": 1},
        ),
        (
            "[{type: object, mapping: $.a, properties: {id: {type: string, mapping: $.b}}}]",
            {"a": {"b": 1}},
            {"id": 1},
        ),
        (
            "[{type: array, mapping: $.l, items: {type: object, properties: {k: {type: string,"
            " mapping: $.x}}}}]",
            {"l": [{"x": 1}, {}]},
            [{"k": 1}, {"k": None}],
        ),
        (
            "[{type: object, properties: {k: {type: array, mapping: $.x, items: {mapping: $.y}}}}]",
            {"x": "1"},
            {"k": "1"},
        ),
        (
            "[{type: object, properties: {k: {type: array, mapping: $.x, items: {mapping: $.y}}}}]",
            {"x": [{"y": 1}]},
            {"k": [1]},
        ),
        (
            "[{type: object, properties: {k: {type: object, mapping: $.x, properties: {y: {mapping: $.y}}}}}]",
            {"x": [{"y": 1}]},
            {"k": [{"y": 1}]},
        ),
        ("[{type: string, mapping: $.s, maxLength: 2}]", {"s": "abc"}, "ab"),
        ("[{type: array, mapping: '$.l[*].x'}]", {"l": [{"x": 1}, {"x": 2}]}, [1, 2]),
        ("[{type: string, mapping: '$.l[-1]'}]", {"l": [1, 2]}, 2),
    ],
)
def test_mapped_outputs(text: str, document: Any, expected: Any) -> None:
    import json

    answer = rest_answer(rest_unit(outputs(text)), up(json.dumps(document).encode()))
    assert answer.document == expected


def test_errors_are_never_mapped() -> None:
    spec = outputs("[{type: array, mapping: $.records}]")
    assert rest_answer(rest_unit(spec), up(b'{"e": 1}', 404)).content == b'{"e": 1}'
    tool = tool_answer(tool_unit(spec), up(b'{"e": 1}', 404))
    assert (tool.is_error, tool.text, tool.structured) == (True, '{"e": 1}', None)
    assert client_answer(operation(spec), up(b"", 404)).error_status == 404


def test_tool_results() -> None:
    unit = tool_unit(outputs("[{type: object, mapping: $.}]"))
    assert tool_answer(unit, up(b'{"a": 1}')).structured == {"a": 1}
    assert tool_answer(unit, up(b"[1]")).structured is None
    assert tool_answer(unit, up(b"plain")).text == "plain"


def test_formats() -> None:
    spec = outputs("[{type: object, mapping: $.}]", "xml")
    content = b'<r a="1"><i>1</i><i>2</i><e/></r>'
    expected = {"a": "1", "i": ["1", "2"], "e": ""}
    assert rest_answer(rest_unit(spec), up(content)).document == expected
    assert client_answer(operation(spec), up(content)).value == expected
    rows = outputs("[{type: array, mapping: $.}]", "csv")
    assert rest_answer(rest_unit(rows), up(b"a,b\n1, 2\n")).document == [{"a": "1", "b": " 2"}]
    unmapped = capability("method: GET, outputRawFormat: xml", rest="method: GET")
    assert rest_answer(rest_unit(unmapped), up(content)).content == content


def test_client_values() -> None:
    none = operation(capability("method: GET"))
    assert client_answer(none, up(b"[1]")).value == [1]
    assert client_answer(none, up(b"text")).value == "text"
    assert client_answer(none, up(b"", 204)).value is None
    declared = operation(capability("method: GET, outputRawFormat: json"))
    assert client_answer(declared, up(b"text")).undecodable
    text = operation(capability("method: GET, outputRawFormat: text"))
    assert client_answer(text, up(b"[1]")).value == "[1]"
    binary = operation(capability("method: GET, outputRawFormat: binary"))
    assert client_answer(binary, up(b"\x00")).value == b"\x00"


def test_binary_tool() -> None:
    spec = capability("method: GET, outputRawFormat: binary", tool="description: x")
    answer = tool_answer(tool_unit(spec), up(b"\x89", 200, "image/png"))
    assert (answer.blob, answer.mime_type) == (b"\x89", "image/png")


def test_routes() -> None:
    spec = whole("""
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - namespace: a
    type: http
    baseUri: https://example.org
    resources: [{path: /x, operations: [{name: o, method: GET}]}]
  exposes:
  - type: rest
    namespace: r
    resources:
    - {path: '/x/{id}', operations: [{name: one, method: GET, call: a.o}]}
    - {path: '/x/{other}', operations: [{name: two, method: GET, call: a.o},
                                        {name: three, method: DELETE, call: a.o}]}
    - {path: '/x?kind=b', operations: [{name: four, method: GET, call: a.o}]}
    - {path: y#z, operations: [{name: five, method: GET, call: a.o, path: /sub}]}
""")
    routes = ["".join(p if isinstance(p, str) else "{}" for p in unit.route) for unit in spec.rest]
    assert routes == ["/x/{}", "/x/{}/two", "/x/{}", "/x", "/y%23z/sub"]
    assert spec.rest[3].conditions == (("kind", "b"),)
