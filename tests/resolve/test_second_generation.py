"""The second generation of published files (docs/language.md, "Choices").

Source: 33,000 published files of ten providers, of which 6,121 of 6,121 write operations sent `{"body": …}` for their document.
"""

from __future__ import annotations

import pytest

from generator.model import ValueType
from generator.plan import Feed, FormObject, FreeJson, FromName, InputPlace, JsonTemplate
from tests.resolve.conftest import Resolve, codes, operation, rest_inputs, tool_inputs
from tests.resolve.files import capability

DOCUMENT = "inputParameters: [{name: body, in: body, type: object, required: %s}]"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "GET"])
@pytest.mark.parametrize("required", ["true", "false"])
@pytest.mark.parametrize("given", ["", "with: {body: rest.body}"])
def test_the_only_parameter_called_body_is_the_document(
    resolve: Resolve, method: str, required: str, given: str
) -> None:
    plan, findings = resolve(
        capability(method=method, operation=DOCUMENT % required, rest=given, tool="")
    )
    assert operation(plan).body == FreeJson("body")
    (argument,) = operation(plan).arguments
    assert argument.whole_body
    for found in (rest_inputs(plan)["body"], tool_inputs(plan)["body"]):
        assert found.required == (required == "true")
        assert found.type is ValueType.ANY  # whatever JSON it is
        assert found.document
    assert rest_inputs(plan)["body"].place is InputPlace.WHOLE_BODY
    assert not {"CAP452", "CAP453", "CAP459"} & set(codes(findings))


@pytest.mark.parametrize("body", ["body: {type: json}", "body: {type: json, data: {}}", "body: ''"])
def test_a_body_without_data_is_no_template(resolve: Resolve, body: str) -> None:
    plan, _ = resolve(capability(method="POST", operation=f"{DOCUMENT % 'true'}\n{body}"))
    assert operation(plan).body == FreeJson("body")


def test_a_declared_exposed_body_is_the_document_as_well(resolve: Resolve) -> None:
    plan, _ = resolve(
        capability(method="POST", operation=DOCUMENT % "true", rest=DOCUMENT % "false")
    )
    assert rest_inputs(plan)["body"].place is InputPlace.WHOLE_BODY


def test_a_part_of_the_document_is_a_field(resolve: Resolve) -> None:
    plan, _ = resolve(
        capability(
            method="POST", operation=DOCUMENT % "true", rest="with: {body: {a: rest.a, b: 1}}"
        )
    )
    assert rest_inputs(plan)["a"].place is InputPlace.FIELD


@pytest.mark.parametrize(
    "parameters",
    [
        "{name: body, in: body}, {name: more, in: body}",
        "{name: payload, in: body}",
        "{name: body, in: body, value: {a: 1}}",
    ],
)
def test_any_other_body_parameters_build_an_object(resolve: Resolve, parameters: str) -> None:
    plan, _ = resolve(capability(method="POST", operation=f"inputParameters: [{parameters}]"))
    assert isinstance(operation(plan).body, JsonTemplate)


# --- variables of the route ----------------------------------------------------------------------

PATH = "inputParameters: [{name: %s, in: path, type: string, required: true}]"


@pytest.mark.parametrize("name", ["file_id", "fileId", "FILE-ID", "file.id"])
@pytest.mark.parametrize("by_name", [True, False])
@pytest.mark.parametrize("method", ["GET", "DELETE", "POST"])
def test_a_variable_that_feeds_nothing_is_the_input_of_its_letters(
    resolve: Resolve, name: str, by_name: bool, method: str
) -> None:
    plan, findings = resolve(
        capability(
            method=method,
            path=f"/files/{{{name}}}",
            operation=PATH % name,
            rest_path="/v1/files/{file-id}",
            rest="" if by_name else f"with: {{{name}: rest.{name}}}",
        )
    )
    found = rest_inputs(plan)["file-id"]
    assert found.place is InputPlace.PATH
    assert found.input == name
    assert name not in rest_inputs(plan)  # the query never fills it
    assert plan.units[0].program[0].feeds[0] == Feed(name, FromName(name))
    assert codes(findings).count("CAP420") == 1
    assert not {"CAP408", "CAP421"} & set(codes(findings))


@pytest.mark.parametrize("place", ["rest.query.file_id", "rest.file_id"])
def test_the_query_does_not_fill_it_though_a_reference_says_so(
    resolve: Resolve, place: str
) -> None:
    plan, _ = resolve(
        capability(
            path="/files/{file_id}",
            operation=PATH % "file_id",
            rest_path="/files/{file-id}",
            rest=f"with: {{file_id: {place}}}\ninputParameters: [{{name: file_id, in: query}}]",
        )
    )
    assert [each.place for each in rest_inputs(plan).values()] == [InputPlace.PATH]


def test_two_inputs_of_the_same_letters_are_not_guessed_at(resolve: Resolve) -> None:
    plan, findings = resolve(
        capability(
            path="/{file_id}",
            operation="inputParameters: [{name: file_id, in: path}, {name: fileId, in: query}]",
            rest_path="/{file-id}",
        )
    )
    assert rest_inputs(plan).keys() == {"file-id", "file_id", "fileId"}
    assert "CAP420" not in codes(findings)
    assert codes(findings).count("CAP408") + codes(findings).count("CAP421") >= 1


def test_a_variable_that_feeds_nothing_at_all_is_a_warning(resolve: Resolve) -> None:
    plan, findings = resolve(capability(rest_path="/shelves/{shelf}/items"))
    assert rest_inputs(plan)["shelf"].place is InputPlace.PATH
    assert codes(findings).count("CAP421") == 1


# --- forms ---------------------------------------------------------------------------------------


def test_a_form_of_one_placeholder_is_made_of_an_object(resolve: Resolve) -> None:
    body = "body: {type: formUrlEncoded, data: '{{tools.form}}'}"
    plan, _ = resolve(capability(method="POST", operation=body, tool=""))
    assert operation(plan).body == FormObject("form")
    assert tool_inputs(plan)["form"].type is ValueType.OBJECT


def test_a_form_of_a_variable_of_the_environment_is_text(resolve: Resolve) -> None:
    body = "body: {type: formUrlEncoded, data: '{{FORM}}'}"
    plan, _ = resolve(capability(method="POST", operation=body))
    assert not isinstance(operation(plan).body, FormObject)
