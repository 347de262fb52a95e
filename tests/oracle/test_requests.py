"""Hand-written expectations: the consumed side, authentication, binds and bodies (4.6 to 4.10)."""

from __future__ import annotations

from typing import Any

import pytest

from .requests import Refusal, Wire
from .samples import BINDS, capability, operation, plain, tool_unit, whole
from .units import call_operation, call_unit, client_inputs


def send(
    operation_text: str,
    given: dict[str, Any] | None = None,
    *,
    path: str = "/things",
    api: str = "",
) -> Wire:
    result = refused_or_sent(operation_text, given, path=path, api=api)
    assert isinstance(result, Wire), result
    return result


def refused_or_sent(
    operation_text: str,
    given: dict[str, Any] | None = None,
    *,
    path: str = "/things",
    api: str = "",
) -> Wire | Refusal:
    return call_operation(
        operation(capability(operation_text, path=path, api=api)), given or {}, BINDS
    )


# --- paths (4.6) -------------------------------------------------------------------------------


def test_single_and_double_braces_are_variables() -> None:
    assert send("method: GET", {"a": "1", "b": "2"}, path="/{a}/x/{{b}}").path == "/1/x/2"


def test_undeclared_variable_is_required() -> None:
    spec = operation(capability("method: GET", path="/x/{id}"))
    assert plain(client_inputs(spec)) == [("id", "path", True)]
    assert isinstance(call_operation(spec, {}, BINDS), Refusal)


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("ns/name", "ns%2Fname"),
        ("a b&c?d#e", "a%20b%26c%3Fd%23e"),
        ("ü€", "%C3%BC%E2%82%AC"),
        ("%2e%2e", "%252e%252e"),
        ("...", "..."),
        ("~a-b_c.d", "~a-b_c.d"),
        ("a'()*!:@", "a%27%28%29%2A%21%3A%40"),
    ],
)
def test_path_value_is_one_segment(value: str, segment: str) -> None:
    assert send("method: GET", {"id": value}, path="/x/{id}/y").path == f"/x/{segment}/y"


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_segments_that_would_change_the_path_are_refused(value: str) -> None:
    assert isinstance(refused_or_sent("method: GET", {"id": value}, path="/x/{id}"), Refusal)


def test_the_rendered_segment_counts() -> None:
    assert send("method: GET", {"a": ".."}, path="/x/v{a}").path == "/x/v.."
    assert isinstance(
        refused_or_sent("method: GET", {"a": ".", "b": "."}, path="/x/{a}{b}"), Refusal
    )


def test_binds_in_a_path() -> None:
    assert send("method: GET", path="/a/{{ACCOUNT}}/{{env.ACCOUNT}}").path == "/a/a%2F1/a%2F1"
    assert send("method: GET", path="/a/{{WHO}}").path == "/a/me"


def test_path_parameter_without_a_place_is_appended() -> None:
    wire = send(
        "method: GET, inputParameters: [{name: id, in: path}, {name: sub, in: path}]",
        {"id": "1", "sub": "2"},
        path="/plants/?full=1",
    )
    assert (wire.path, wire.query) == ("/plants/1/2", [("full", "1")])


@pytest.mark.parametrize(
    ("resource", "own", "expected"),
    [
        ("/v1", "/items", "/v1/items"),
        ("/v1/", "items", "/v1/items"),
        ("/items", "/items", "/items"),
        ("/items", "/items/{id}", "/items/7"),
        ("/v1", "/v1beta", "/v1/v1beta"),
        ("/", "/x", "/x"),
    ],
)
def test_operation_path(resource: str, own: str, expected: str) -> None:
    assert send(f"method: GET, path: '{own}'", {"id": "7"}, path=resource).path == expected


@pytest.mark.parametrize(("path", "expected"), [("things", "/things"), ("", "")])
def test_path_without_a_slash(path: str, expected: str) -> None:
    assert send("method: GET", path=path).path == expected


def test_query_in_the_path_and_fragment() -> None:
    assert send("method: POST", path="/?Action=List%20All&flag").query == [
        ("Action", "List All"),
        ("flag", ""),
    ]
    assert send("method: POST", path="/#DeleteDBCluster").path == "/"


def test_constant_text_of_a_path() -> None:
    path = "/a b/range(address='{x}')/geo:{lat};{lng}/"
    wire = send("method: GET", {"x": "A1'", "lat": "1", "lng": "2"}, path=path.replace("'", "''"))
    assert wire.path == "/a%20b/range(address='A1%27')/geo:1;2/"


def test_names_and_methods() -> None:
    spec = whole("""
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - namespace: a.b
    type: http
    baseUri: https://example.org
    resources:
    - path: /x/{id}
      operations: [{id: 'get-x-{id}'}, {name: same, method: HEAD}]
  - namespace: a.b
    type: http
    baseUri: https://example.org
    resources:
    - path: /y
      operations: [{name: same, method: PUT}]
  exposes:
  - type: rest
    namespace: r
    resources:
    - path: /y
      operations: [{name: put, method: PUT, call: a.b.same}, {name: gone, method: GET, call: c.d}]
  - type: mcp
    namespace: m
    tools: [{name: t, call: 'a.b.get-x-{id}'}, {name: u, call: a.b.SAME}]
""")
    assert [(op.name, op.method) for op in spec.operations] == [
        ("get-x-{id}", "GET"),
        ("same", "HEAD"),
        ("same", "PUT"),
    ]
    assert spec.rest[0].operation.method == "PUT"
    assert [unit.operation.method for unit in spec.tools] == ["GET", "HEAD"]
    assert spec.unresolved == ["r.gone"]


# --- parameters --------------------------------------------------------------------------------


def test_query_values() -> None:
    wire = send(
        "method: GET, inputParameters: [{name: 'filter[a].$x', in: query}, {name: l, in: query},"
        " {name: b, in: query}, {name: none, in: query}, {name: '', in: query}]",
        {"filter[a].$x": "a=b&c", "l": [1, "x"], "b": True},
    )
    assert wire.query == [("filter[a].$x", "a=b&c"), ("l", "1"), ("l", "x"), ("b", "true")]


def test_required_parameter() -> None:
    text = "method: GET, inputParameters: [{name: q, in: query, required: true}]"
    assert isinstance(refused_or_sent(text), Refusal)
    assert send(text, {"q": ""}).query == [("q", "")]


def test_headers_and_cookies() -> None:
    text = (
        "method: GET, inputParameters: [{name: Accept, in: header}, {name: X-L, in: header},"
        " {name: sid, in: cookie}]"
    )
    wire = send(text, {"Accept": "text/csv", "X-L": [1, 2], "sid": "s"})
    assert wire.headers == [("Accept", "text/csv"), ("X-L", "1, 2"), ("Cookie", "sid=s")]
    assert isinstance(refused_or_sent(text, {"Accept": "a\r\nX: y"}), Refusal)


def test_levels_of_parameters() -> None:
    spec = whole("""
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - namespace: a
    type: http
    baseUri: https://example.org
    inputParameters: [{name: v, in: query, value: '1'}, {name: k, in: query, value: api}]
    resources:
    - path: /x
      inputParameters: [{name: r, in: header, value: res}]
      operations:
      - {name: o, method: GET, inputParameters: [{name: k, in: query, value: op}]}
""")
    wire = call_operation(spec.operations[0], {}, {})
    assert isinstance(wire, Wire)
    assert (wire.query, wire.headers) == ([("v", "1"), ("k", "op")], [("r", "res")])


def test_value_is_a_reference_to_the_argument() -> None:
    text = (
        "method: POST, inputParameters: [{name: account, in: body, value: {displayName:"
        " '{{tools.displayName}}', region: '{{tools.region}}'}}, {name: uri, in: body,"
        " value: '{{tools.uri}}'}]"
    )
    wire = send(text, {"displayName": "n", "uri": "u"})
    assert wire.body == {"account": {"displayName": "n"}, "uri": "u"}


def test_authorization_parameter() -> None:
    text = "method: GET, inputParameters: [{name: Authorization, in: header, required: true}]"
    assert plain(client_inputs(operation(capability(text)))) == [("Authorization", "header", False)]
    api = "authentication: {type: bearer, token: '{{TOKEN}}'}"
    assert client_inputs(operation(capability(text, api=api))) == []


# --- authentication (4.8) and binds (4.9) ------------------------------------------------------


@pytest.mark.parametrize(
    ("authentication", "headers", "query"),
    [
        ("{type: bearer, token: '{{TOKEN}}'}", [("Authorization", "Bearer t0ken")], []),
        ("{type: bearer, value: '{{env.TOKEN}}'}", [("Authorization", "Bearer t0ken")], []),
        (
            "{type: basic, username: '{{USER}}', password: '{{PASSWORD}}'}",
            [("Authorization", "Basic YW5uOnA6dw==")],
            [],
        ),
        ("{type: basic, username: x, password: ''}", [("Authorization", "Basic eDo=")], []),
        ("{type: apikey, key: X-K, value: '{{TOKEN}}', placement: header}", [("X-K", "t0ken")], []),
        ("{type: apikey, key: X-K, value: '{{TOKEN}}'}", [("X-K", "t0ken")], []),
        ("{type: apikey, name: k, value: '{{TOKEN}}', in: query}", [], [("k", "t0ken")]),
        (
            "{type: apikey, headers: [{key: A, value: '{{TOKEN}}'}, {key: B, value: c}]}",
            [("A", "t0ken"), ("B", "c")],
            [],
        ),
        ("{type: apikey, headers: {A: '{{TOKEN}}'}}", [("A", "t0ken")], []),
        ("{type: apikey, header: A, key: '{{TOKEN}}'}", [("A", "t0ken")], []),
        ("{type: apiKey, header: A, token: '{{TOKEN}}'}", [("A", "t0ken")], []),
        (
            "{type: apikey, key: Authorization, value: 'Api-Token {{TOKEN}}', placement: header}",
            [("Authorization", "Api-Token t0ken")],
            [],
        ),
        ("{type: header, header: A, value: '{{TOKEN}}'}", [("A", "t0ken")], []),
        (
            "{type: query, parameters: [{name: a, value: '{{TOKEN}}'}, {name: b, value: c}]}",
            [],
            [("a", "t0ken"), ("b", "c")],
        ),
        (
            "{type: apikey, key: s, value: '{{TOKEN}}', placement: cookie}",
            [("Cookie", "s=t0ken")],
            [],
        ),
        ("{type: bearer, token: '{{WHO}}'}", [("Authorization", "Bearer me")], []),
    ],
)
def test_authentication(
    authentication: str, headers: list[tuple[str, str]], query: list[tuple[str, str]]
) -> None:
    wire = send("method: GET", api=f"authentication: {authentication}")
    assert (wire.headers, wire.query) == (headers, query)


def test_auth_key_and_unsupported_kinds() -> None:
    assert send("method: GET", api="auth: {type: bearer, token: x}").headers
    for kind in ("oauth1", "hmac", "aws-sig-v4", "digest", "oauth2"):
        assert isinstance(
            refused_or_sent("method: GET", api=f"authentication: {{type: {kind}}}"), Refusal
        )


def test_api_key_in_body_and_path() -> None:
    api = "authentication: {type: apikey, key: k, value: '{{TOKEN}}', placement: body}"
    wire = send("method: POST, body: {data: {k: 1, a: '{{tools.a}}'}}", {"a": 2}, api=api)
    assert wire.body == {"k": "t0ken", "a": 2}
    assert isinstance(refused_or_sent("method: GET", api=api), Refusal)
    in_path = "authentication: {type: apikey, key: k, value: '{{TOKEN}}', placement: path}"
    assert send("method: GET", path="/bot/{k}/me", api=in_path).path == "/bot/t0ken/me"


def test_query_order() -> None:
    wire = send(
        "method: GET, inputParameters: [{name: a, in: query}]",
        {"a": "1"},
        path="/?z=0",
        api="authentication: {type: apikey, key: k, value: v, placement: query}",
    )
    assert wire.query == [("z", "0"), ("a", "1"), ("k", "v")]


# --- bodies (4.10) -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "given", "expected"),
    [
        ("{n: '{{tools.n}}'}", {"n": 3}, {"n": 3}),
        ("{n: '{{tools.n}}'}", {"n": 'he "said" {{x}}'}, {"n": 'he "said" {{x}}'}),
        ("{n: '{{tools.n}}', k: 1}", {}, {"k": 1}),
        ("{n: '{{tools.n}}'}", {}, {}),
        (
            "{n: {m: '{{tools.n}}'}, e: {}, l: [], z: [a, '{{tools.n}}']}",
            {},
            {"e": {}, "l": [], "z": ["a"]},
        ),
        ("{n: '{{tools.n}}'}", {"n": None}, {"n": None}),
        ("{n: '{{tools.n}}'}", {"n": [1, {"a": None}]}, {"n": [1, {"a": None}]}),
        ("{q: 'first: {{tools.n}} \"{{tools.t}}\"'}", {"n": 5, "t": "x"}, {"q": 'first: 5 "x"'}),
        (
            "{u: '{{USER}}', v: '{{env.USER}}', b: true, d: 1.5}",
            {},
            {"u": "ann", "v": "ann", "b": True, "d": 1.5},
        ),
        ("'{{tools.body}}'", {"body": [1]}, [1]),
        ("[1, '{{tools.n}}']", {"n": 2}, [1, 2]),
    ],
)
def test_json_body(data: str, given: dict[str, Any], expected: Any) -> None:
    wire = send(f"method: POST, body: {{type: json, data: {data}}}", given)
    assert (wire.body_kind, wire.body, wire.media_type) == ("json", expected, "application/json")


def test_unresolved_inside_a_text_is_an_error() -> None:
    assert isinstance(refused_or_sent("method: POST, body: {data: {q: 'a {{tools.n}}'}}"), Refusal)


def test_parameters_type_and_require_placeholders() -> None:
    text = (
        "method: POST, body: {data: {n: '{{tools.n}}'}},"
        " inputParameters: [{name: n, in: body, type: integer, required: true}]"
    )
    (item,) = client_inputs(operation(capability(text)))
    assert (item.type, item.required) == ("integer", True)


def test_body_parameters_without_a_body() -> None:
    text = "method: POST, inputParameters: [{name: a, in: body}, {name: b, in: body}]"
    assert send(text, {"b": [1]}).body == {"b": [1]}
    assert send(text).body == {}


@pytest.mark.parametrize("body", ["", ", body: {type: json}", ", body: {type: json, data: {}}"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_free_body(method: str, body: str) -> None:
    text = f"method: {method}{body}"
    assert plain(client_inputs(operation(capability(text)))) == [("body", "free", False)]
    assert send(text).body_kind is None
    assert send(text, {"body": {"a": 1}}).body == {"a": 1}


def test_no_free_body_on_delete() -> None:
    assert client_inputs(operation(capability("method: DELETE"))) == []
    assert send("method: DELETE, body: {data: {id: '{{tools.id}}'}}", {"id": 1}).body == {"id": 1}


def test_free_body_is_an_argument_of_a_tool_and_takes_unknown_keys() -> None:
    unit = tool_unit(capability("method: POST", tool="with: {name: tools.name}"))
    wire = call_unit(unit, {"name": "n", "body": {"a": 1}}, BINDS)
    assert isinstance(wire, Wire)
    assert wire.body == {"a": 1, "name": "n"}


def test_form_multipart_text_and_bytes() -> None:
    form = send(
        "method: POST, body: {type: form, data: {a: '{{tools.a}}', b: x, c: '{{tools.c}}'}}",
        {"a": "1&2"},
    )
    assert (form.body_kind, form.body) == ("form", [("a", "1&2"), ("b", "x")])
    parts = send(
        "method: POST, body: {type: multipart, data: {a: '{{tools.a}}', b: '{{tools.b}}'}}",
        {"a": "x"},
    )
    assert (parts.body_kind, parts.body) == ("multipart", [("a", None, None, "x")])
    text = send("method: POST, body: {type: text, data: '{{tools.t}}'}", {"t": "é\n"})
    assert (text.body, text.media_type) == ("é\n".encode(), "text/plain")
    xml = send("method: POST, body: {type: xml, data: '<a></a>'}")
    assert (xml.body, xml.media_type) == (b"<a></a>", "application/xml")
    spoken = send("method: POST, body: {type: xml, data: '<a>{{tools.t}}</a>'}", {"t": "<b/>"})
    assert spoken.body == b"<a>&lt;b/&gt;</a>"
    typed = send("method: POST, body: {type: form, data: 'a={{tools.t}}&b=1'}", {"t": "x&c=2"})
    assert typed.body == b"a=x%26c%3D2&b=1"
    raw = send("method: PUT, body: {type: binary}", {"body": b"\x00\x01"})
    assert (raw.body, raw.media_type) == (b"\x00\x01", "application/octet-stream")


def test_official_implies_no_body() -> None:
    spec = whole("""
ikanos: 1.0.0-beta5
capability:
  consumes:
  - namespace: a
    type: http
    baseUri: https://example.org
    resources: {x: {path: /x, operations: {o: {method: POST}}}}
""")
    assert client_inputs(spec.operations[0]) == []
