"""Where the inputs of units come from: docs/language.md, "Exposed under REST"."""

from __future__ import annotations

import pytest

from generator.model import ValueType
from generator.plan import Feed, Fixed, FromName, InputPlace, Joined
from tests.resolve.conftest import Resolve, codes, rest_inputs, tool_inputs
from tests.resolve.files import capability

PAGE = "inputParameters: [{name: page, in: query, type: integer}]"
TEMPLATE = "body: {type: json, data: {name: '{{tools.name}}', size: '{{tools.size}}'}}"


def test_what_nothing_feeds_passes_by_name(resolve: Resolve) -> None:
    plan, findings = resolve(capability(operation=PAGE, tool=""))
    assert rest_inputs(plan)["page"].place == InputPlace.QUERY
    assert rest_inputs(plan)["page"].type is ValueType.INTEGER
    assert not rest_inputs(plan)["page"].required
    assert tool_inputs(plan).keys() == {"page"}
    assert "CAP404" in codes(findings)


def test_a_tool_with_with_takes_only_what_the_call_cannot_do_without(resolve: Resolve) -> None:
    operation = (
        "inputParameters: [{name: page, in: query, type: integer}, "
        "{name: region, in: query, type: string, required: true}, {name: q, in: query}]"
    )
    plan, _ = resolve(
        capability(
            operation=operation,
            path="/items/{id}",
            rest_path="/items/{id}",
            rest="with: {q: rest.q}",
            tool="with: {q: tools.q}",
        )
    )
    assert tool_inputs(plan).keys() == {"q", "region", "id"}
    assert rest_inputs(plan).keys() == {"id", "q", "page", "region"}


def test_renaming_is_honoured(resolve: Resolve) -> None:
    plan, _ = resolve(capability(operation=PAGE, rest="with: {page: rest.number}"))
    assert rest_inputs(plan).keys() == {"number"}
    assert plan.units[0].program[0].feeds == (Feed("page", FromName("number")),)


def test_constants_are_no_inputs(resolve: Resolve) -> None:
    plan, _ = resolve(capability(operation=PAGE, rest="with: {page: 3}"))
    assert rest_inputs(plan) == {}
    assert plan.units[0].program[0].feeds == (Feed("page", Fixed(3)),)


@pytest.mark.parametrize(
    ("method", "place"),
    [
        ("GET", InputPlace.QUERY),
        ("DELETE", InputPlace.QUERY),
        ("POST", InputPlace.QUERY_OR_FIELD),
        ("PUT", InputPlace.QUERY_OR_FIELD),
    ],
)
def test_a_query_parameter_behind_any_method(resolve: Resolve, method: str, place: str) -> None:
    plan, _ = resolve(capability(operation=PAGE, rest_method=method))
    assert rest_inputs(plan)["page"].place == place


def test_a_free_body_leaves_the_query_to_the_query(resolve: Resolve) -> None:
    plan, _ = resolve(capability(method="POST", operation=PAGE, tool=""))
    inputs = rest_inputs(plan)
    assert inputs["page"].place == InputPlace.QUERY
    assert inputs["body"].place == InputPlace.WHOLE_BODY
    assert not inputs["body"].required
    assert tool_inputs(plan)["body"].type is ValueType.OBJECT


def test_body_placeholders_are_fields(resolve: Resolve) -> None:
    plan, _ = resolve(
        capability(
            method="POST",
            operation=TEMPLATE,
            rest="with: {name: rest.title}",
            tool="with: {name: tools.title}",
        )
    )
    inputs = rest_inputs(plan)
    assert inputs["title"].place == InputPlace.FIELD
    assert inputs["size"].place == InputPlace.FIELD
    assert "body" not in inputs
    assert tool_inputs(plan).keys() == {"title", "size"}
    assert not any(each.required for each in tool_inputs(plan).values())


def test_a_placeholder_inside_a_text_is_required(resolve: Resolve) -> None:
    body = "body: {type: json, data: {query: 'first: {{tools.limit}}'}}"
    plan, _ = resolve(capability(method="POST", operation=body, tool=""))
    assert tool_inputs(plan)["limit"].required


def test_the_whole_body_under_another_key(resolve: Resolve) -> None:
    body = "body: {type: json, data: {record: '{{tools.record}}'}}"
    plan, _ = resolve(capability(method="POST", operation=body, rest="with: {record: rest.body}"))
    assert rest_inputs(plan)["body"].place == InputPlace.WHOLE_BODY


def test_a_reference_that_names_its_place(resolve: Resolve) -> None:
    plan, _ = resolve(
        capability(operation=PAGE, rest_method="POST", rest="with: {page: rest.header.X-Page}")
    )
    assert rest_inputs(plan)["X-Page"].place == InputPlace.HEADER


def test_a_reference_inside_a_text(resolve: Resolve) -> None:
    operation = "inputParameters: [{name: q, in: query, type: string}]"
    plan, _ = resolve(capability(operation=operation, rest="with: {q: 'name:{{rest.name}}'}"))
    assert plan.units[0].program[0].feeds == (
        Feed("q", Joined((Fixed("name:"), FromName("name")))),
    )
    assert not rest_inputs(plan)["name"].required


def test_an_undeclared_path_variable_is_required(resolve: Resolve) -> None:
    plan, findings = resolve(capability(path="/items/{id}", rest_path="/items/{id}", tool=""))
    assert rest_inputs(plan)["id"].place == InputPlace.PATH
    assert tool_inputs(plan)["id"].required
    assert "CAP401" in codes(findings)


def test_a_route_variable_that_feeds_nothing_stays_a_variable(resolve: Resolve) -> None:
    plan, _ = resolve(capability(rest_path="/shops/{shop}/items"))
    assert rest_inputs(plan)["shop"].place == InputPlace.PATH
    assert plan.units[0].program[0].feeds == ()


def test_a_declared_input_that_feeds_nothing_stays_and_is_reported(resolve: Resolve) -> None:
    declared = "inputParameters: [{name: page, in: query, type: integer}]"
    plan, findings = resolve(capability(rest=declared))
    assert rest_inputs(plan)["page"].declared
    assert "CAP405" in codes(findings)


def test_authentication_wins_over_a_parameter(resolve: Resolve) -> None:
    plan, findings = resolve(
        capability(
            operation="inputParameters: [{name: Authorization, in: header, type: string}]",
            consumes="authentication: {type: bearer, token: '{{SHOP_TOKEN}}'}",
            tool="",
        )
    )
    assert rest_inputs(plan) == {}
    assert tool_inputs(plan) == {}
    assert "CAP403" in codes(findings)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_unknown_with_key_becomes_a_query_pair(resolve: Resolve, method: str) -> None:
    plan, findings = resolve(capability(method=method, rest="with: {page: rest.page}", tool=""))
    (operation,) = plan.apis[0].operations
    assert [pair.name for pair in operation.query] == ["page"]
    assert "page" not in tool_inputs(plan)
    assert "CAP306" in codes(findings)


def test_an_unknown_with_key_becomes_a_field_of_the_body(resolve: Resolve) -> None:
    plan, findings = resolve(
        capability(method="POST", operation=TEMPLATE, rest="with: {colour: rest.colour}")
    )
    assert "colour" in rest_inputs(plan)
    assert "CAP306" in codes(findings)


@pytest.mark.parametrize(
    ("rest", "unread"),
    [
        ("with: {id: rest.itmeId}", "itemId"),
        ("with: {id: rest.item_idd}", "itemId"),
        ("with: {id: rest.other}", None),
        ("with: {id: rest.itemId}", None),
    ],
)
def test_a_reference_that_nearly_names_a_variable_of_the_path(
    resolve: Resolve, rest: str, unread: str | None
) -> None:
    _, findings = resolve(capability(path="/items/{id}", rest_path="/items/{itemId}", rest=rest))
    found = [each for each in findings if each.code == "CAP408"]
    assert [each.hint for each in found] == ([f"did you mean `{unread}`?"] if unread else [])


def test_a_misspelt_reference_to_a_declared_argument_is_one_finding(resolve: Resolve) -> None:
    declared = "inputParameters: [{name: itemId, type: string, description: Which.}]"
    tool = f"{declared}\nwith: {{id: tools.itmeId}}"
    _, findings = resolve(capability(path="/items/{id}", rest_path="/items/{id}", tool=tool))
    assert [each.code for each in findings if each.code in ("CAP405", "CAP408")] == ["CAP408"]


@pytest.mark.parametrize(
    ("method", "reference", "read_as"),
    [
        ("GET", "rest.number", "a query parameter"),
        ("POST", "rest.number", "a query parameter, else a field of the JSON body"),
        ("GET", "rest.header.number", "a header"),
        ("GET", "rest.path.number", "a query parameter"),
    ],
)
def test_a_reference_to_what_nobody_declares_is_noted(
    resolve: Resolve, method: str, reference: str, read_as: str
) -> None:
    text = capability(operation=PAGE, rest_method=method, rest=f"with: {{page: {reference}}}")
    _, findings = resolve(text)
    (note,) = (each for each in findings if each.code == "CAP409")
    assert note.message == f"`number` is declared nowhere; it is read as {read_as}."
    assert note.span is not None
    line = text.splitlines()[note.span.start.line - 1]
    assert line[note.span.start.column - 1 :].startswith(reference)


def test_an_undeclared_argument_of_a_tool_is_noted_once(resolve: Resolve) -> None:
    operation = "inputParameters: [{name: page, in: query}, {name: size, in: query}]"
    tool = "with: {page: tools.number, size: tools.number}"
    _, findings = resolve(capability(operation=operation, rest="with: {page: 1}", tool=tool))
    (note,) = (each for each in findings if each.code == "CAP409")
    assert note.message == "`number` is declared nowhere; it is read as an argument of the tool."


@pytest.mark.parametrize(
    "rest",
    [
        "inputParameters: [{name: id, in: query, type: integer}]\nwith: {page: rest.id}",
        "with: {page: rest.path.id}",
    ],
)
def test_declared_inputs_and_variables_of_the_route_are_not_noted(
    resolve: Resolve, rest: str
) -> None:
    _, findings = resolve(capability(operation=PAGE, rest_path="/items/{id}", rest=rest))
    assert "CAP409" not in codes(findings)
