"""The consumed side: paths, parameters, base URIs (docs/language.md, "Consumed APIs")."""

from __future__ import annotations

import pytest

from generator.model import Place, Placeholder, ResponseFormat, Scope, Template, ValueType
from generator.normalise.paths import path_text

from .builder import consumed, operation_of, spec
from .reading import read


def _text(template: Template) -> str:
    """A template with its placeholders as `<scope:name>`."""
    return "".join(
        part if isinstance(part, str) else f"<{part.scope.value}:{part.name}>"
        for part in template.parts
    )


@pytest.mark.parametrize(
    ("resource", "operation", "expected"),
    [
        ("path: /items", "", "/items"),
        ("path: items", "", "/items"),
        ("path: ''", "", ""),
        ("path: /", "", "/"),
        ("path: /items/", "", "/items/"),
        ("path: '/items/{id}'", "", "/items/{id}"),
        ("path: '/items/{{ id }}'", "", "/items/{id}"),
        ("path: '/items/{id.project}/x'", "", "/items/{id.project}/x"),
        ("path: /items", "path: /recent", "/items/recent"),
        ("path: /items/", "path: /recent", "/items/recent"),
        ("path: /items", "path: recent", "/items/recent"),
        ("path: /items", "path: /items/recent", "/items/recent"),
        ("path: /items", "path: /items", "/items"),
        ("path: /v1", "path: /v1beta/items", "/v1/v1beta/items"),
        ("path: /", "path: '/{id}'", "/{id}"),
        ("path: '/items#top'", "", "/items"),
    ],
)
def test_path(resource: str, operation: str, expected: str) -> None:
    found = consumed(resource=resource, operation=f"method: GET\n{operation}")
    assert path_text(found.path) == expected


def test_what_single_and_double_braces_mean() -> None:
    text = spec(
        resource="path: '/{a}/{{b}}/{{TENANT}}/{{env.HOST}}/{HOST}/{{tools.c}}'",
        tail="""\
        binds:
          - {namespace: env, keys: {HOST: HOST}}
        """,
    )
    path = operation_of(read(text).good).path
    assert _text(path) == "/<input:a>/<any:b>/<any:TENANT>/<bind:env.HOST>/<any:HOST>/<input:c>"


def test_constant_query() -> None:
    found = consumed(resource="path: '/?Action=Run%20it&flag&empty=&id={id}'")
    assert path_text(found.path) == "/"
    pairs = [(name, None if value is None else _text(value)) for name, value in found.query]
    assert pairs == [
        ("Action", "Run it"),
        ("flag", None),
        ("empty", ""),
        ("id", "<input:id>"),
    ]


def test_path_parameters_without_a_place_are_appended_in_order() -> None:
    found = consumed(
        resource="path: '/items/?sort=name'",
        operation="""\
        method: GET
        inputParameters:
          - {name: shop, in: path, type: string}
          - {name: id, in: path, type: string}
        """,
    )
    assert path_text(found.path) == "/items/{shop}/{id}"
    assert [name for name, _ in found.query] == ["sort"]


def test_path_parameter_with_a_value_becomes_its_value() -> None:
    found = consumed(
        resource="path: '/{version}/items'",
        operation="method: GET\ninputParameters: [{name: version, in: path, value: v2}]",
    )
    assert path_text(found.path) == "/v2/items"
    assert found.parameters == ()


def test_official_paths() -> None:
    text = spec(
        root="official",
        resource="path: '/{{a}}/{b}/{c}'",
        operation="method: GET\ninputParameters: {b: {in: path}, d: {in: path}}",
    )
    found = read(text)
    assert _text(operation_of(found.good).path) == "/<any:a>/<input:b>/{c}"
    assert [each.name for each in operation_of(found.good).parameters] == ["b"]
    assert "CAP330" in found.codes
    assert "CAP227" in found.codes


def test_parameters_of_all_levels() -> None:
    found = consumed(
        api="inputParameters: [{name: X-A, in: header, value: api}, {name: q, in: query}]",
        resource="path: /items\ninputParameters: [{name: x-a, in: header, value: resource}]",
        operation="method: GET\ninputParameters: [{name: q, in: cookie}, {name: q, in: query, type: array}]",
    )
    assert [(each.name, each.place, each.type) for each in found.parameters] == [
        ("x-a", Place.HEADER, ValueType.ANY),
        ("q", Place.QUERY, ValueType.ARRAY),
        ("q", Place.COOKIE, ValueType.ANY),
    ]


def test_places_that_are_not_said() -> None:
    text = spec(
        resource="path: '/items/{id}'",
        operation="method: POST\ninputParameters: [{name: id}, {name: title}]",
    )
    found = operation_of(read(text).good)
    assert [each.place for each in found.parameters] == [Place.PATH, Place.BODY]


def test_parameters_without_a_name_are_left_out() -> None:
    found = read(
        spec(operation="method: GET\ninputParameters: [{name: '', in: query}, {in: query}]")
    )
    assert operation_of(found.good).parameters == ()
    assert found.codes.count("CAP212") == 2


def test_response_formats() -> None:
    assert consumed().response_format is ResponseFormat.AUTO
    assert consumed(root="official").response_format is ResponseFormat.JSON
    assert consumed(operation="method: GET\noutputRawFormat: xml").response_format is (
        ResponseFormat.XML
    )


@pytest.mark.parametrize("root", ["published", "official"])
def test_response_formats_are_words_in_any_case(root: str) -> None:
    found = read(spec(operation="method: GET\noutputRawFormat: XML", root=root))
    assert operation_of(found.good).response_format is ResponseFormat.XML


def test_sizes_are_bytes() -> None:
    assert consumed(operation="method: GET\nmaxBinarySize: 1.5MiB").max_binary_size == 3 << 19


# --- base URIs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("https://shop.test", "https://shop.test"),
        ("https://shop.test/v1/", "https://shop.test/v1"),
        ("https://{region}.shop.test", "https://<any:region>.shop.test"),
        ("https://{{SHOP_HOST}}/v1", "https://<any:SHOP_HOST>/v1"),
        ("https://{{env.SHOP_HOST}}/v1", "https://<bind:env.SHOP_HOST>/v1"),
        ("https://${SHOP_HOST}/v1", "https://<any:SHOP_HOST>/v1"),
        ("{{VAULT}}/v1", "<any:VAULT>/v1"),
        ("{TYK}", "<any:TYK>"),
        ("", ""),
        ("//shop.test", ""),
        ("/v1", ""),
        ("tcp://shop.test:8194", ""),
        ("https://[tenant].shop.test", ""),
    ],
)
def test_base_uri(uri: str, expected: str) -> None:
    found = read(spec(base=f"baseUri: '{uri}'"))
    assert _text(found.good.consumes[0].base_uri) == expected
    assert ("CAP570" in found.codes) == (expected == "")


@pytest.mark.parametrize("behind", ["?tenant=a", "/?a={b}/c", "#top"])
def test_what_stands_behind_the_path_of_a_base_uri_is_left_out(behind: str) -> None:
    found = read(spec(base=f"baseUri: 'https://shop.test/v1{behind}'"))
    assert _text(found.good.consumes[0].base_uri) == "https://shop.test/v1"
    assert "CAP572" in found.codes


@pytest.mark.parametrize(
    ("binds", "noted"),
    [
        ("", True),
        ("binds: [{namespace: env, keys: {OTHER: OTHER}}]\n", True),
        ("binds: [{namespace: env, keys: {SHOP_HOST: SHOP_HOST}}]\n", False),
    ],
)
def test_a_variable_that_its_bind_does_not_have_is_noted(binds: str, noted: bool) -> None:
    found = read(spec(base="baseUri: 'https://{{env.SHOP_HOST}}/v1'") + binds)
    assert ("CAP331" in found.codes) == noted


# --- names that stand twice --------------------------------------------------------------------

_TWO = """\
naftiko: 1.0.0-alpha2
capability:
  consumes:
    - {type: http, namespace: a, baseUri: 'https://a.test', resources: [{name: x, path: /x,
       operations: [{name: one, method: GET, inputParameters: [{name: q, in: query, type: string}]}]}]}
    - {type: http, namespace: a, baseUri: 'https://SECOND.test', resources: [{name: x, path: /x,
       operations: [{name: two, method: GET}, {name: one, method: POST}]}]}
  exposes:
    - type: rest
      namespace: r
      port: 1
      resources: [{name: x, path: /x, operations: [{name: x, method: GET, call: a.two}]}]
"""


def test_apis_of_one_namespace_and_address_are_one() -> None:
    found = read(_TWO.replace("SECOND", "a"))
    assert [api.namespace for api in found.good.consumes] == ["a"]
    assert [each.name for each in found.good.consumes[0].operations] == ["one", "two", "one"]
    assert "CAP233" in found.codes


def test_apis_of_one_namespace_and_other_addresses_are_told_apart() -> None:
    found = read(_TWO)
    assert [api.namespace for api in found.good.consumes] == ["a", "a-2"]
    adapter = found.good.exposes[0]
    assert adapter.operations[0].action.namespace == "a-2"  # type: ignore[union-attr]


def test_names_that_stand_twice_are_errors_in_the_official_dialect() -> None:
    text = _TWO.replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5")
    errors = [each.message for each in read(text.replace("SECOND", "a")).errors]
    assert len(errors) == 1  # not each of its operations too
    assert "consumed namespace" in errors[0]
    once = text.replace(
        "namespace: a, baseUri: 'https://SECOND", "namespace: b, baseUri: 'https://b"
    )
    again = read(once.replace("{name: two, method: GET}", "{name: one, method: GET}"))
    assert any("another operation" in each.message for each in again.errors)


def test_an_id_is_a_name() -> None:
    text = spec().replace("- name: one", "- id: one")
    assert operation_of(read(text).good).name == "one"


def test_placeholder_scope_of_caller_input() -> None:
    path = consumed(resource="path: '/{id}'").path
    assert [part.scope for part in path.parts if isinstance(part, Placeholder)] == [Scope.INPUT]
