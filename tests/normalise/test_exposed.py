"""The exposed side: references, routes, inputs, adapters (docs/language.md, "Exposed under REST")."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest

from generator.diagnostics import Findings, Severity
from generator.model import (
    BrokenAction,
    Call,
    Constant,
    Hints,
    McpAdapter,
    Place,
    SkillAdapter,
    Template,
    ValueType,
)
from generator.normalise.paths import path_text
from generator.pipeline import understand

from .builder import exposed, routes_of, spec, tool_of
from .reading import read, simplified


def _value(text: str, *, key: str = "x", root: str = "published", tail: str = "") -> Any:
    unit = f"method: GET\nwith: {{{key}: {text}}}"
    action = routes_of(read(spec(unit=unit, root=root, tail=tail)))[0].action
    assert isinstance(action, Call)
    assert action.arguments is not None
    return action.arguments[0].value


def _sole(value: Any) -> tuple[str, str, str | None]:
    assert isinstance(value, Template)
    assert value.sole is not None
    place = value.sole.place
    return value.sole.name, value.sole.scope.value, None if place is None else place.value


# --- with --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rest.id", ("id", "input", None)),
        ("rest.id.project", ("id.project", "input", None)),
        ("rest.query.id", ("id", "input", "query")),
        ("rest.path.id", ("id", "input", "path")),
        ("rest.header.X-Id", ("X-Id", "input", "header")),
        ("rest.body.id", ("id", "input", "body")),
        ("rest.query", ("query", "input", None)),
        ("rest.path", ("path", "input", None)),
        ("rest.$filter", ("$filter", "input", None)),
        ("shop-rest.id", ("id", "input", None)),
        ("shop-rest.a.b", ("a.b", "input", None)),
        ("'{{id}}'", ("id", "any", None)),
        ("'{{rest.id}}'", ("id", "input", None)),
        ("'{{rest.query.id}}'", ("id", "input", "query")),
        ("'{{shop-rest.id}}'", ("id", "input", None)),
        ("'{{{id}}}'", ("id", "any", None)),
        ("'{{&id}}'", ("id", "any", None)),
        ("'{{KEY}}'", ("KEY", "any", None)),
        ("'{{env.KEY}}'", ("env.KEY", "bind", None)),
    ],
)
def test_references(text: str, expected: tuple[str, str, str | None]) -> None:
    assert _sole(_value(text)) == expected


def test_the_whole_body() -> None:
    assert _sole(_value("rest.body", key="payload")) == ("body", "body", None)
    assert _sole(_value("rest.body", key="body")) == ("body", "input", None)


@pytest.mark.parametrize(
    ("text", "constant"),
    [
        ("Account", "Account"),
        ("7", 7),
        ("true", True),
        ("1.5", 1.5),
        ("rest. of it", "rest. of it"),
        ("restful.x", "restful.x"),
        ("'{x}'", "{x}"),
        ("'${x}'", "${x}"),
    ],
)
def test_constants(text: str, constant: object) -> None:
    value = _value(text)
    assert isinstance(value, Constant)
    assert value.value == constant


def test_references_inside_lists_and_mappings() -> None:
    value = simplified(_value("[{criteria: [{type: 1, value: rest.tag}]}, fixed]"))
    criteria = value["ArrayTemplate"]["items"][0]["ObjectTemplate"]["entries"][0][1]
    inner = dict(criteria["ArrayTemplate"]["items"][0]["ObjectTemplate"]["entries"])
    assert inner["value"]["Template"]["parts"][0]["Placeholder"]["name"] == "tag"
    assert value["ArrayTemplate"]["items"][1] == {"Constant": {"value": "fixed"}}


def test_tools_refer_to_their_arguments() -> None:
    found = read(spec(tool="with: {a: tools.b.c, d: tools.input, e: shop-mcp.f}"))
    action = tool_of(found).action
    assert isinstance(action, Call)
    names = [_sole(entry.value)[0] for entry in action.arguments or ()]
    assert names == ["b.c", "input", "f"]


@pytest.mark.parametrize("text", ["rest.id", "tools.id"])
def test_official_text_is_no_reference(text: str) -> None:
    value = _value(text, root="official")
    assert isinstance(value, Constant)
    assert value.value == text


def test_official_references_have_the_namespace() -> None:
    assert _sole(_value("shop-rest.id", root="official")) == ("id", "input", None)


@pytest.mark.parametrize("unit", ["method: GET", "method: GET\nwith:"])
def test_without_with_everything_passes_by_name(unit: str) -> None:
    action = routes_of(read(spec(unit=unit), validated=False))[0].action
    assert isinstance(action, Call)
    assert action.arguments is None


def test_an_empty_with_means_the_same_as_none() -> None:
    """docs/language.md, "Choices"."""
    action = routes_of(read(spec(unit="method: GET\nwith: {}")))[0].action
    assert isinstance(action, Call)
    assert action.arguments is None


# --- call --------------------------------------------------------------------------------------


def test_the_longest_namespace_that_fits() -> None:
    text = spec(unit="method: GET\ncall: openapi.yml.list.all").replace(
        "namespace: shop\n", "namespace: openapi.yml\n"
    )
    action = routes_of(read(text))[0].action
    assert isinstance(action, Call)
    assert (action.namespace, action.operation) == ("openapi.yml", "list.all")


@pytest.mark.parametrize("call", ["list", "'.list'", "shop.", "''"])
def test_a_call_that_names_nothing(call: str) -> None:
    found = read(spec(unit=f"method: GET\ncall: {call}"))
    assert [each.code for each in found.errors] == ["CAP335"]


def test_a_call_into_an_import_is_reported_at_the_import_only() -> None:
    text = spec(unit="method: GET\ncall: stock.list").replace(
        "  exposes:\n", "    - {namespace: stock, openapi: ./stock.yaml}\n  exposes:\n"
    )
    found = read(text)
    assert [each.code for each in found.errors] == ["CAP395"]
    assert found.capability is not None
    assert isinstance(found.capability.exposes[0].operations[0].action, BrokenAction)  # type: ignore


# --- routes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "unit", "path", "conditions"),
    [
        ("path: '/items/{id}'", "", "/items/{id}", ()),
        ("path: '/items/{{id}}/'", "", "/items/{id}/", ()),
        ("path: items", "", "/items", ()),
        ("path: '/items?a=b%20c&d'", "", "/items", (("a", "b c"), ("d", None))),
        ("path: '/#Delete'", "", "/#Delete", ()),
        ("path: /items", "path: /recent", "/items/recent", ()),
    ],
)
def test_routes(written: str, unit: str, path: str, conditions: tuple[object, ...]) -> None:
    found = exposed(exposed=written, unit=f"method: GET\n{unit}")
    assert path_text(found.path) == path
    assert found.conditions == conditions


def test_a_query_variable_in_a_route_is_an_input() -> None:
    found = exposed(exposed="path: '/items?size={size}'")
    assert found.conditions == ()
    assert [(each.name, each.place) for each in found.parameters] == [("size", Place.QUERY)]


def test_routes_that_are_taken() -> None:
    text = spec(exposed="path: '/items/{id}'")
    extra = """\
        - name: again
          path: /items/{key}
          operations:
            - {name: two, method: GET, call: shop.one}
            - {name: 'three {x}', method: GET, call: shop.one}
            - {name: two, method: GET, call: shop.one}
            - {name: other, method: POST, call: shop.one}
"""
    found = read(text + extra)
    assert [f"{each.method} {path_text(each.path)}" for each in routes_of(found)] == [
        "GET /items/{id}",
        "GET /items/{key}/two",
        "GET /items/{key}/three-x",
        "GET /items/{key}/two-2",
        "POST /items/{key}",
    ]
    assert found.codes.count("CAP551") == 3


def test_routes_that_differ_in_conditions() -> None:
    extra = "        - {name: b, path: '/items?x=2', operations: [{name: b, method: GET, call: shop.one}]}\n"
    found = read(spec(exposed="path: '/items?x=1'") + extra)
    assert [path_text(each.path) for each in routes_of(found)] == ["/items", "/items"]


# --- inputs ------------------------------------------------------------------------------------


def test_inputs_of_all_levels() -> None:
    found = exposed(
        exposed="path: '/items/{id}'\ninputParameters: [{name: id, type: string}]",
        unit="""\
        method: POST
        inputParameters:
          - {name: page, in: query, type: integer, default: 1, enum: [1, 2], pattern: x}
          - {name: title, type: string, required: true}
          - {name: tag, type: string, mapping: $.query.tag}
        """,
    )
    assert [(each.name, each.place, each.type, each.required) for each in found.parameters] == [
        ("id", Place.PATH, ValueType.STRING, None),
        ("page", Place.QUERY, ValueType.INTEGER, None),
        ("title", None, ValueType.STRING, True),
        ("tag", Place.QUERY, ValueType.STRING, None),
    ]
    assert found.parameters[1].enum == (1, 2)
    assert found.parameters[1].default == 1


# --- adapters ----------------------------------------------------------------------------------


def test_hints_as_far_as_given() -> None:
    found = read(spec(tool="hints: {readOnly: true, openWorld: false}"))
    assert tool_of(found).hints == Hints(read_only=True, open_world=False)


def test_adapters_of_one_namespace() -> None:
    found = read(spec(tool="description: A tool.").replace("shop-mcp", "shop-rest"))
    assert [each.namespace for each in found.good.exposes] == [  # type: ignore[union-attr]
        "shop-rest",
        "shop-rest-2",
    ]


def test_skills_are_kept() -> None:
    text = spec(tool="description: A tool.") + (
        "    - type: skill\n      namespace: skills\n      skills:\n"
        "        - name: shopping\n          description: How to shop.\n"
        "          tools: [{name: tool, from: {sourceNamespace: shop-mcp, action: tool}}]\n"
    )
    adapter = read(text).good.exposes[-1]
    assert isinstance(adapter, SkillAdapter)
    assert adapter.skills[0].tools[0].source_namespace == "shop-mcp"


def test_tools_among_skills_are_tools() -> None:
    text = spec() + (
        "    - type: skill\n      namespace: skills\n      skills:\n"
        "        - {name: one, description: One., call: shop.one}\n"
        "        - name: two\n          description: Two.\n"
        "          tools: [{name: three, call: shop.one}]\n"
    )
    found = read(text)
    adapters = found.good.exposes
    assert isinstance(adapters[1], McpAdapter)
    assert [tool.name for tool in adapters[1].tools] == ["one", "three"]


def test_an_unknown_adapter_is_one_error() -> None:
    text = spec() + "    - {type: http, namespace: x, port: 1, paths: []}\n"
    assert [each.code for each in read(text).errors] == ["CAP204"]
    assert [each.code for each in read(text, validated=False).errors] == ["CAP204"]


def test_an_operation_without_a_name_gets_that_of_its_resource() -> None:
    text = spec().replace("            - name: unit\n              call", "            - call")
    assert routes_of(read(text))[0].name == "items"


# --- outputs -----------------------------------------------------------------------------------


def test_outputs() -> None:
    text = spec(
        root="official",
        unit="""\
        method: GET
        outputParameters:
          - {type: string, value: fixed, maxLength: 5}
          - type: array
            mapping: $.items
            items: {type: object, properties: {n: {type: string, mapping: $.name}}}
          - {type: array, mapping: $.x, items: [{type: string, mapping: $.}]}
          - {type: object, mapping: $.m, values: {type: string, mapping: $.v}, properties: {}}
        """,
    )
    outputs = routes_of(read(text, validated=False))[0].outputs
    assert [each.mapping for each in outputs] == [None, "$.items", "$.x", "$.m"]
    assert outputs[0].max_length == 5
    assert outputs[1].items is not None
    assert outputs[1].items.properties[0][0] == "n"
    assert outputs[2].items is not None
    assert outputs[2].items.mapping == "$."
    assert outputs[3].values is not None


# --- references and mocks of the official dialect -----------------------------------------------


def test_this_is_text_in_the_official_dialect_and_that_is_said() -> None:
    unit = "method: GET\nwith: {x: $this.shop-rest.y}"
    found = read(spec(unit=unit, root="official"))
    (warning,) = (each for each in found.findings if each.code == "CAP333")
    assert "`$this.shop-rest.y`" in warning.message
    action = routes_of(found)[0].action
    assert isinstance(action, Call)
    assert action.arguments is not None
    value = action.arguments[0].value
    assert isinstance(value, Constant)
    assert value.value == "$this.shop-rest.y"


@pytest.mark.parametrize(
    ("outputs", "code"),
    [
        ("[{name: a, type: string, value: b}]", None),
        ("{a: {type: string, value: b}}", None),
        ("{a: {type: object, properties: {value: {type: string, value: b}}}}", None),
        ("[{name: a, type: array, items: {type: string, const: b}}]", None),
        ("{a: {type: object, properties: {value: {type: string}}}}", "CAP305"),
    ],
)
def test_a_unit_of_fixed_values_is_a_mock_however_deep_they_stand(
    outputs: str, code: str | None
) -> None:
    text = spec(unit=f"method: GET\noutputParameters: {outputs}", root="official")
    findings = Findings()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "spec.yaml")
        path.write_text(text.replace("call: shop.one", "", 1), encoding="utf-8")
        assert understand(path, None, findings) is not None
    errors = [each.code for each in findings.sorted() if each.severity is Severity.ERROR]
    assert errors == ([] if code is None else [code])


@pytest.mark.parametrize("root", ["published", "official"])
def test_inputs_of_an_adapter_hold_for_all_its_operations(root: str) -> None:
    inputs = "      inputParameters: [{name: h, in: header, type: string}]\n"
    text = spec(root=root).replace("      port: 8080\n", "      port: 8080\n" + inputs)
    found = read(text)
    assert "CAP207" not in found.codes
    assert [each.name for each in routes_of(found)[0].parameters] == ["h"]
