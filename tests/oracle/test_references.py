"""Hand-written expectations: references in `with`, inputs that nobody declares (4.3, 4.4, 4.5)."""

from __future__ import annotations

import pytest

from .requests import Refusal, Wire
from .samples import BINDS, capability, plain, rest_unit, tool_unit, whole
from .units import call_unit, inputs

ID = "inputParameters: [{name: id, in: path, required: true}]"


def sent(result: Wire | Refusal) -> Wire:
    assert isinstance(result, Wire), result
    return result


def test_rest_reference_is_the_callers_input() -> None:
    unit = rest_unit(
        capability(
            f"method: GET, {ID}",
            path="/items/{id}",
            exposed="/items/{id}",
            rest="method: GET, with: {id: rest.id}",
        )
    )
    assert plain(inputs(unit)) == [("id", "path", True)]
    assert sent(call_unit(unit, {"id": "a? b"}, BINDS)).path == "/items/a%3F%20b"


@pytest.mark.parametrize(
    ("reference", "place"),
    [
        ("rest.query.q", "query"),
        ("rest.path.q", "path"),
        ("rest.header.q", "header"),
        ("rest.body.q", "field"),
    ],
)
def test_reference_may_name_the_place(reference: str, place: str) -> None:
    unit = rest_unit(
        capability(
            "method: POST, inputParameters: [{name: x, in: query}]",
            exposed="/things/{q}",
            rest=f"method: POST, with: {{x: {reference}}}",
        )
    )
    assert plain(inputs(unit))[0][:2] == ("q", place)


def test_dotted_reference_is_one_name() -> None:
    unit = rest_unit(
        capability(
            "method: GET, inputParameters: [{name: 'id.project', in: path}]",
            path="/p/{id.project}",
            exposed="/p/{id.project}",
            rest="method: GET, with: {id.project: rest.id.project}",
        )
    )
    assert sent(call_unit(unit, {"id.project": "x"}, BINDS)).path == "/p/x"


def test_tool_reference_and_renaming() -> None:
    unit = tool_unit(
        capability(
            "method: GET, inputParameters: [{name: q, in: query, required: true}]",
            tool="with: {q: tools.text}",
        )
    )
    assert plain(inputs(unit)) == [("text", None, True)]
    assert sent(call_unit(unit, {"text": "a&b"}, BINDS)).query == [("q", "a&b")]


def test_rest_body_under_another_key_is_the_whole_document() -> None:
    unit = rest_unit(
        capability(
            "method: POST, body: {type: json, data: {record: '{{tools.payload}}'}}",
            rest="method: POST, with: {payload: rest.body}",
        )
    )
    assert plain(inputs(unit)) == [("body", "whole", False)]
    wire = sent(call_unit(unit, {"body": {"a": 1}}, BINDS))
    assert wire.body == {"record": {"a": 1}}


def test_rest_body_under_its_own_key_is_an_input_named_body() -> None:
    unit = rest_unit(
        capability(
            "method: POST, body: {type: json, data: {body: '{{tools.body}}'}}",
            rest="method: POST, with: {body: rest.body}",
        )
    )
    assert plain(inputs(unit)) == [("body", "field", False)]


def test_rest_query_is_an_input_named_query() -> None:
    unit = rest_unit(
        capability(
            "method: GET, inputParameters: [{name: query, in: query}]",
            rest="method: GET, with: {query: rest.query}",
        )
    )
    assert plain(inputs(unit)) == [("query", "query", False)]


@pytest.mark.parametrize("text", ["{{ACCOUNT}}", "{{env.ACCOUNT}}"])
def test_with_reads_a_bind(text: str) -> None:
    unit = tool_unit(
        capability(f"method: GET, {ID}", path="/a/{id}", tool=f"with: {{id: '{text}'}}")
    )
    assert inputs(unit) == []
    assert sent(call_unit(unit, {}, BINDS)).path == "/a/a%2F1"


def test_constants_and_references_inside_lists() -> None:
    unit = tool_unit(
        capability(
            "method: POST, body: {type: json, data: {n: '{{tools.n}}', f: '{{tools.f}}',"
            " m: '{{tools.m}}'}}",
            tool="with: {n: 16863, m: start, f: [{type: 1, value: tools.tag}]}",
        )
    )
    assert plain(inputs(unit)) == [("tag", None, False)]
    wire = sent(call_unit(unit, {"tag": "x"}, BINDS))
    assert wire.body == {"n": 16863, "f": [{"type": 1, "value": "x"}], "m": "start"}


def test_no_with_passes_by_name() -> None:
    spec = capability(
        "method: GET, inputParameters: [{name: id, in: path}, {name: q, in: query, type: integer}]",
        path="/items/{id}",
        exposed="/items/{id}",
        rest="method: GET",
        tool="description: x",
    )
    assert plain(inputs(rest_unit(spec))) == [("id", "path", True), ("q", "query", False)]
    assert plain(inputs(tool_unit(spec))) == [("id", None, True), ("q", None, False)]
    wire = sent(call_unit(tool_unit(spec), {"id": 7, "q": 3}, BINDS))
    assert (wire.path, wire.query) == ("/items/7", [("q", "3")])


@pytest.mark.parametrize(
    ("consumed", "exposed_method", "place"),
    [
        ("inputParameters: [{name: x, in: query}]", "GET", "query"),
        ("inputParameters: [{name: x, in: query}]", "POST", "query-or-field"),
        ("inputParameters: [{name: x, in: path}]", "DELETE", "query"),
        ("inputParameters: [{name: x, in: path}]", "PUT", "query-or-field"),
        ("inputParameters: [{name: x, in: header}]", "POST", "header"),
        ("body: {data: {x: '{{tools.x}}'}}", "POST", "field"),
        ("body: {data: {x: '{{tools.x}}'}}", "GET", "query"),
        ("inputParameters: [{name: x, in: body}]", "POST", "field"),
        ("inputParameters: [{name: x, in: body}]", "GET", "query"),
    ],
)
def test_place_of_the_consumed_parameter_decides(
    consumed: str, exposed_method: str, place: str
) -> None:
    method = "POST" if "body" in consumed else "GET"
    unit = rest_unit(capability(f"method: {method}, {consumed}", rest=f"method: {exposed_method}"))
    assert [item.place for item in inputs(unit) if item.name == "x"] == [place]


def test_declared_place_goes_before_the_consumed_one() -> None:
    unit = rest_unit(
        capability(
            "method: GET, inputParameters: [{name: x, in: query}]",
            rest="method: GET, inputParameters: [{name: x, in: header, type: string}]",
        )
    )
    assert plain(inputs(unit)) == [("x", "header", False)]


def test_free_body_leaves_query_parameters_to_the_query() -> None:
    unit = rest_unit(
        capability("method: POST, inputParameters: [{name: x, in: query}]", rest="method: POST")
    )
    assert plain(inputs(unit)) == [("x", "query", False), ("body", "whole", False)]


def test_tool_with_with_takes_only_what_it_cannot_do_without() -> None:
    unit = tool_unit(
        capability(
            "method: GET, inputParameters: [{name: a, in: path}, {name: b, in: query},"
            " {name: c, in: query, required: true}, {name: d, in: query}]",
            path="/x/{a}",
            tool="with: {d: tools.d}",
        )
    )
    assert plain(inputs(unit)) == [("a", None, True), ("c", None, True), ("d", None, False)]


def test_rest_with_with_takes_optional_ones_too() -> None:
    unit = rest_unit(
        capability(
            "method: GET, inputParameters: [{name: b, in: query}, {name: d, in: query}]",
            rest="method: GET, with: {d: rest.d}",
        )
    )
    assert plain(inputs(unit)) == [("b", "query", False), ("d", "query", False)]


def test_tool_adds_placeholders_that_with_leaves_out() -> None:
    unit = tool_unit(
        capability(
            "method: POST, body: {data: {a: '{{tools.a}}', b: '{{tools.b}}'}}",
            tool="with: {a: tools.a}",
        )
    )
    assert plain(inputs(unit)) == [("a", None, False), ("b", None, False)]


@pytest.mark.parametrize(
    ("declared", "required"),
    [("", False), (", required: true", True), (", required: false", False)],
)
def test_required_of_a_declared_argument(declared: str, required: bool) -> None:
    unit = tool_unit(
        capability(
            "method: GET, inputParameters: [{name: q, in: query}]",
            tool=f"inputParameters: [{{name: q, type: string{declared}}}]",
        )
    )
    assert plain(inputs(unit)) == [("q", None, required)]


def test_absent_required_is_true_for_a_path_variable_and_where_the_operation_says_so() -> None:
    unit = tool_unit(
        capability(
            "method: GET, inputParameters: [{name: id, in: path}, {name: q, in: query,"
            " required: true}]",
            path="/x/{id}",
            tool="inputParameters: [{name: id, type: string}, {name: q, type: string}]",
        )
    )
    assert plain(inputs(unit)) == [("id", None, True), ("q", None, True)]


def test_declared_argument_that_feeds_nothing_is_not_sent() -> None:
    unit = tool_unit(capability("method: GET", tool="inputParameters: [{name: z, type: string}]"))
    assert plain(inputs(unit)) == [("z", None, False)]
    assert sent(call_unit(unit, {"z": "1"}, BINDS)).query == []


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_unknown_key_is_a_query_pair(method: str) -> None:
    unit = tool_unit(capability(f"method: {method}", tool="with: {ip: tools.ip}"))
    assert sent(call_unit(unit, {"ip": "1.2.3.4"}, BINDS)).query == [("ip", "1.2.3.4")]


def test_unknown_key_is_a_body_field_elsewhere() -> None:
    unit = tool_unit(
        capability(
            "method: POST, body: {data: {a: '{{tools.a}}'}}",
            tool="with: {a: tools.a, extra: tools.extra}",
        )
    )
    assert sent(call_unit(unit, {"a": 1, "extra": [2]}, BINDS)).body == {"a": 1, "extra": [2]}
    assert sent(call_unit(unit, {}, BINDS)).body == {}


def test_callers_braces_are_text() -> None:
    unit = tool_unit(
        capability(
            "method: GET, inputParameters: [{name: q, in: query}]", tool="with: {q: tools.q}"
        )
    )
    assert sent(call_unit(unit, {"q": "{{TOKEN}}"}, BINDS)).query == [("q", "{{TOKEN}}")]


def test_official_qualified_reference_and_template() -> None:
    spec = whole("""
ikanos: 1.0.0-beta5
capability:
  consumes:
  - type: http
    namespace: api
    baseUri: https://example.org
    resources:
      things:
        path: /things/{{id}}
        operations:
          get:
            method: GET
            inputParameters: {q: {in: query}, r: {in: query, value: 'fixed {{q}}'}}
  exposes:
  - type: mcp
    namespace: shop
    tools:
      get:
        call: api.get
        with: {id: shop.key, q: 'a {{word}}'}
        inputParameters: {key: {type: string}, word: {type: string, required: false}}
""")
    assert spec.dialect == "official"
    unit = spec.tools[0]
    assert plain(inputs(unit)) == [("key", None, True), ("word", None, False)]
    wire = sent(call_unit(unit, {"key": "k", "word": "b"}, {}))
    assert (wire.path, wire.query) == ("/things/k", [("q", "a b"), ("r", "fixed a b")])
    bare = sent(call_unit(unit, {"key": "k"}, {}))
    assert bare.query == []
    assert isinstance(call_unit(unit, {"word": "b"}, {}), Refusal)
