"""Operations, calls, APIs and tools after stage 4."""

from __future__ import annotations

import pytest

from generator.model import ApiKeyAuth, BearerAuth, Place
from generator.plan import (
    Fixed,
    FromEnvironment,
    FromName,
    JsonTemplate,
    ObjectOf,
    PathSegment,
)
from tests.resolve.conftest import Resolve, codes, operation, tool_inputs
from tests.resolve.files import capability

BINDS = "binds: [{namespace: env, keys: {TENANT: SHOP_TENANT}}]"


def segments(*names: str) -> tuple[PathSegment, ...]:
    return tuple(PathSegment((Fixed(name),) if name else ()) for name in names)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/items", segments("items")),
        ("/items/", segments("items", "")),
        ("/a/./b/../c", segments("a", "c")),
        ("/a/%2e%2e/c", segments("c")),
        ("/a b/ü", segments("a%20b", "%C3%BC")),
        ("/a\\b", segments("a%5Cb")),
        ("/a%2fb", segments("a%2Fb")),
    ],
)
def test_constants_of_a_path_are_in_their_final_form(
    resolve: Resolve, path: str, expected: tuple[PathSegment, ...]
) -> None:
    plan, _ = resolve(capability(path=path))
    assert operation(plan).path == expected


def test_a_bind_in_a_path_is_no_input(resolve: Resolve) -> None:
    plan, _ = resolve(capability(path="/{{TENANT}}/items", root=BINDS, tool=""))
    assert operation(plan).path[0] == PathSegment((FromEnvironment("SHOP_TENANT"),))
    assert tool_inputs(plan) == {}


def test_an_undeclared_upper_case_name_is_environment(resolve: Resolve) -> None:
    plan, findings = resolve(capability(path="/{{TENANT}}/items"))
    assert operation(plan).path[0] == PathSegment((FromEnvironment("TENANT"),))
    assert "CAP402" in codes(findings)


def test_single_braces_in_a_path_are_an_input_whatever_their_case(resolve: Resolve) -> None:
    plan, _ = resolve(capability(path="/{ID}/items", rest_path="/{ID}/items"))
    assert operation(plan).path[0] == PathSegment((FromName("ID"),))


def test_a_constant_query_of_a_path(resolve: Resolve) -> None:
    plan, _ = resolve(capability(path="/?Action=List&Version=1"))
    pairs = [(pair.name, pair.value) for pair in operation(plan).query]
    assert pairs == [("Action", Fixed("List")), ("Version", Fixed("1"))]


@pytest.mark.parametrize(
    ("base_uri", "expected"),
    [
        ("https://shop.test/v1", (Fixed("https://shop.test/v1"),)),
        (
            "https://{region}.shop.test",
            (Fixed("https://"), FromEnvironment("SHOP_REGION"), Fixed(".shop.test")),
        ),
        ("https://{HOST}/v1", (Fixed("https://"), FromEnvironment("SHOP_HOST"), Fixed("/v1"))),
        ("{{TENANT}}/v1", (FromEnvironment("SHOP_TENANT"), Fixed("/v1"))),
        ("/relative", ()),
    ],
)
def test_base_uris(resolve: Resolve, base_uri: str, expected: tuple[object, ...]) -> None:
    plan, _ = resolve(capability(base_uri=base_uri, root=BINDS))
    assert plan.apis[0].base_uri == expected


def test_a_bearer_token_from_the_environment(resolve: Resolve) -> None:
    consumes = "authentication: {type: bearer, token: '{{SHOP_TOKEN}}'}"
    plan, _ = resolve(capability(consumes=consumes))
    authentication = plan.apis[0].authentication
    assert isinstance(authentication, BearerAuth)
    assert authentication.token == FromEnvironment("SHOP_TOKEN")


def test_an_api_key_in_the_path_fills_its_variable(resolve: Resolve) -> None:
    consumes = "authentication: {type: apikey, key: key, value: '{{K}}', placement: path}"
    plan, _ = resolve(capability(path="/{key}/items", consumes=consumes, tool=""))
    authentication = plan.apis[0].authentication
    assert isinstance(authentication, ApiKeyAuth)
    assert authentication.keys[0].place is Place.PATH
    assert operation(plan).arguments == ()


CALLS = [
    ("shop.list-itmes", ["CAP302"]),
    ("store.list-items", ["CAP301"]),
    ("shop.ListItems", ["CAP303"]),
]


@pytest.mark.parametrize(("call", "expected"), CALLS)
def test_calls_are_never_guessed(resolve: Resolve, call: str, expected: list[str]) -> None:
    plan, findings = resolve(capability().replace("call: shop.list-items", f"call: {call}"))
    assert [code for code in codes(findings) if code.startswith("CAP3")] == expected
    assert len(plan.units) == (expected == ["CAP303"])


def test_a_namespace_that_is_not_there_is_one_finding(resolve: Resolve) -> None:
    calls = capability(tool="").replace("call: shop.", "call: bakery.")
    _, findings = resolve(calls)
    [found] = [each for each in findings if each.code.startswith("CAP3")]
    assert found.code == "CAP309"
    assert found.pointer == "/capability/consumes/0/namespace"
    assert "2 calls use `bakery`" in found.message


def test_calls_to_one_thing_that_is_not_there_are_one_finding(resolve: Resolve) -> None:
    calls = capability(tool="").replace("call: shop.list-items", "call: shop.list-itmes")
    _, findings = resolve(calls)
    [found] = [each for each in findings if each.code.startswith("CAP3")]
    assert found.code == "CAP302"
    assert found.message == "`shop.list-itmes` and 1 more call name no operation of `shop`."
    assert found.hint == "did you mean `shop.list-items`?"


@pytest.mark.parametrize("call", ["delete-items", "list-plates", "enlist"])
def test_what_is_only_alike_is_listed_and_not_suggested(resolve: Resolve, call: str) -> None:
    _, findings = resolve(capability().replace("call: shop.list-items", f"call: shop.{call}"))
    [found] = [each for each in findings if each.code == "CAP302"]
    assert found.hint == "`shop` has `list-items`"


def test_an_operation_of_the_same_method_is_meant(resolve: Resolve) -> None:
    second = "            - name: list-items\n              method: DELETE\n  exposes:"
    plan, findings = resolve(capability(rest_method="DELETE").replace("  exposes:", second, 1))
    assert plan.units[0].program[0].operation == "list-items-2"
    assert "CAP304" in codes(findings)


def test_rest_and_tools_share_a_unit(resolve: Resolve) -> None:
    plan, _ = resolve(capability(tool=""))
    assert len(plan.units) == 1
    assert plan.mcp[0].tools[0].unit == plan.rest[0].routes[0].unit == "items"


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("GET", (True, False, True, True)),
        ("POST", (False, False, False, True)),
        ("PUT", (False, True, True, True)),
        ("PATCH", (False, True, False, True)),
        ("DELETE", (False, True, True, True)),
    ],
)
def test_hints_from_the_method(resolve: Resolve, method: str, expected: tuple[bool, ...]) -> None:
    plan, _ = resolve(capability(method=method, tool=""))
    hints = plan.mcp[0].tools[0].hints
    shown = (hints.read_only, hints.destructive, hints.idempotent, hints.open_world)
    assert shown == expected


def test_declared_hints_win(resolve: Resolve) -> None:
    plan, _ = resolve(capability(method="DELETE", tool="hints: {destructive: false}"))
    assert plan.mcp[0].tools[0].hints.destructive is False


def test_tool_and_argument_names_that_clients_refuse(resolve: Resolve) -> None:
    operation = "inputParameters: [{name: $filter, in: query}, {name: 'filter[a]', in: query}]"
    plan, findings = resolve(capability(operation=operation, tool=""))
    assert tool_inputs(plan).keys() == {"filter", "filter_a"}
    assert [each.input for each in tool_inputs(plan).values()] == ["$filter", "filter[a]"]
    assert codes(findings).count("CAP504") == 2


@pytest.mark.parametrize(
    ("mapping", "code"),
    [("$.items[*].name", None), ("$..name", None), ("$.a[?(@.b)]", None), ("$.a[?@.b]", "CAP343")],
)
def test_what_is_no_path_is_said(resolve: Resolve, mapping: str, code: str | None) -> None:
    text = capability().replace(
        "[{type: object, mapping: $.}]", f"[{{type: array, mapping: '{mapping}'}}]"
    )
    _, findings = resolve(text)
    assert [c for c in codes(findings) if c == "CAP343"] == ([code] if code else [])


def test_an_api_of_another_name_is_not_meant_because_it_is_spelled_alike(resolve: Resolve) -> None:
    calls = capability(tool="").replace("call: shop.list-items", "call: shops.list-crates")
    _, findings = resolve(calls)
    [found] = [each for each in findings if each.code.startswith("CAP3")]
    assert (found.code, found.hint) == (
        "CAP301",
        "did you mean the namespace `shop`? The file consumes `shop`",
    )


@pytest.mark.parametrize(
    ("uri", "variable"),
    [
        ("https://{region}.shop.test", "SHOP_REGION"),
        ("https://{{HOST}}/v1", "SHOP_HOST"),
        ("https://${HOST}/v1", "SHOP_HOST"),
        ("https://{{TENANT}}.shop.test", None),
    ],
)
def test_variables_of_a_base_uri_without_a_bind_are_noted(
    resolve: Resolve, uri: str, variable: str | None
) -> None:
    plan, findings = resolve(capability(base_uri=uri, root=BINDS))
    read = [part.variable for part in plan.apis[0].base_uri if isinstance(part, FromEnvironment)]
    assert read == [variable or "SHOP_TENANT"]
    notes = [each.message for each in findings if each.code == "CAP402"]
    expected = f"`{variable}` is read from the environment: no bind declares it."
    assert notes == ([expected] if variable else [])


@pytest.mark.parametrize(
    "text",
    [
        "inputParameters: [{name: key, in: body}, {name: size, in: body}]",
        "body: {type: json, data: {key: '{{tools.key}}', size: '{{tools.size}}'}}",
        "inputParameters: [{name: key, in: body}]\n"
        "body: {type: json, data: {key: '{{tools.key}}', size: '{{tools.size}}'}}",
        "body: {type: json, data: {key: fixed, size: '{{tools.size}}'}}",
    ],
)
@pytest.mark.parametrize("tool", ["", "with: {size: tools.size}"])
def test_a_field_that_an_api_key_fills_is_no_input(resolve: Resolve, text: str, tool: str) -> None:
    api = "authentication: {type: apikey, key: key, value: '{{TENANT}}', placement: body}"
    plan, findings = resolve(
        capability(method="POST", operation=text, tool=tool, consumes=api, root=BINDS)
    )
    body = operation(plan).body
    assert isinstance(body, JsonTemplate)
    assert body.value == ObjectOf((("size", FromName("size")),))
    assert tool_inputs(plan).keys() == {"size"}
    assert codes(findings).count("CAP403") == 1


def test_a_with_entry_for_a_field_that_an_api_key_fills_adds_nothing(resolve: Resolve) -> None:
    text = "body: {type: json, data: {key: '{{tools.key}}', size: '{{tools.size}}'}}"
    api = "authentication: {type: apikey, key: key, value: '{{TENANT}}', placement: body}"
    tool = "with: {key: tools.key, size: tools.size}"
    plan, findings = resolve(
        capability(method="POST", operation=text, tool=tool, consumes=api, root=BINDS)
    )
    assert tool_inputs(plan).keys() == {"size"}
    assert "CAP306" not in codes(findings)


@pytest.mark.parametrize(
    ("root", "names"),
    [("ikanos: 1.0.0-beta5", ["since"]), ("naftiko: 1.0.0-alpha2", ["since", "since_header"])],
)
def test_one_name_in_two_places(resolve: Resolve, root: str, names: list[str]) -> None:
    """In the official language it is one value, which is sent in both (2.5.1)."""
    text = (
        f"{root}\ninfo: {{description: d}}\ncapability:\n  consumes:\n  - type: http\n    namespace: shop\n"
        "    description: d\n    baseUri: https://shop.test\n    inputParameters: [{name: since, in: query}]\n"
        "    resources:\n    - name: items\n      path: /items\n      operations:\n      - name: list\n"
        "        method: GET\n        inputParameters: [{name: since, in: header, required: true}]\n"
        "  exposes:\n  - type: mcp\n    namespace: tk\n    port: 9090\n    description: d\n    tools:\n"
        "    - {name: list, description: d, call: shop.list}\n"
    )
    plan, _ = resolve(text)
    only = operation(plan)
    assert [each.name for each in only.arguments] == names
    assert [pair.value for pair in (*only.query, *only.headers)] == [
        FromName(names[0]),
        FromName(names[-1]),
    ]
