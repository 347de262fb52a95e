"""What the OpenAPI document says of mapped answers, held against the answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.conformance_openapi.packages import write_package
from tests.fake_quay import FakeQuay
from tests.fake_quay.messages import Answer
from tests.support.processes import ROOT, Served, environment, serve
from tests.support.raw_http import fetch

SPEC = ROOT / "tests/golden/results/capability.yaml"
PLOT = {"tenant": {"name": "Ann", "since": "1999", "more": 1}, "area": 7, "beds": {"north": 2}}
SURVEY = b"<survey><head><year>1999</year></head><found>a</found><found>b</found></survey>"
ONE_FOUND = b"<survey><head><year>1999</year></head><found>a</found></survey>"


@pytest.fixture(scope="module")
def upstream() -> Iterator[FakeQuay]:
    with FakeQuay() as running:
        yield running


@pytest.fixture(scope="module")
def served(upstream: FakeQuay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("mapped")
    write_package(SPEC, folder)
    environ = environment(COUNCIL_BASE_URI=upstream.base_uri)
    with serve("rest", environ, package="own", folder=folder) as running:
        yield running


@pytest.fixture(scope="module")
def document(served: Served) -> Any:
    return fetch(served.url, "GET", "/-/openapi.json").json


def schema(document: Any, method: str, path: str) -> Any:
    responses = document["paths"][path][method.lower()]["responses"]
    return responses["2XX"]["content"]["application/json"]["schema"]


def test_the_document_is_valid(document: Any) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_an_object_that_is_built_has_these_keys_and_no_others(document: Any) -> None:
    assert schema(document, "GET", "/plots/{number}") == {
        "type": "object",
        "properties": {
            "digger": {
                "type": "object",
                "description": "Whoever has the lease.",
                "properties": {
                    "name": {"description": "The first name. (string)"},
                    "disputed": {"description": "(string)"},
                },
                "additionalProperties": False,
            },
            "area": {"description": "(integer)"},
            "motto": {"type": "string"},
            "beds": {"type": ["object", "null"]},
        },
        "additionalProperties": False,
    }


def test_what_may_be_missing_altogether_leaves_the_document(document: Any) -> None:
    text, pence = schema(document, "POST", "/names")["anyOf"]
    assert text == {"description": "(string)"}
    assert pence == {"type": "array", "items": {"description": "(number)"}}


def test_failures_are_not_described_as_mapped(document: Any) -> None:
    for item in document["paths"].values():
        for operation in item.values():
            responses = operation["responses"]
            assert list(responses) == ["2XX", "default", "400", "422", "502", "504"]
            assert responses["default"]["content"] == {"*/*": {"schema": {}}}


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        (
            "GET",
            "/plots/{number}",
            PLOT,
            {
                "digger": {"name": "Ann", "disputed": "1999"},
                "area": 7,
                "motto": "dig",
                "beds": {"north": 2},
            },
        ),
        (
            "GET",
            "/plots/{number}",
            {},
            {
                "digger": {"name": None, "disputed": None},
                "area": None,
                "motto": "dig",
                "beds": None,
            },
        ),
        (
            "GET",
            "/plots",
            [{**PLOT, "crops": ["kale"], "leases": [{"year": 3}]}, {}],
            [
                {"digger": "Ann", "crops": ["kale"], "since": 3},
                {"digger": None, "crops": None, "since": None},
            ],
        ),
        ("GET", "/names", ["a", None], ["a", None]),
        ("POST", "/names", {"message": "none"}, "none"),
        ("POST", "/names", {"prices": [{"pence": 2}, {}]}, [2]),
        ("POST", "/names", {"prices": []}, []),
        (
            "GET",
            "/plots",
            [{"crops": "kale"}, {"crops": {"a": 1}}],
            [
                {"digger": None, "crops": "kale", "since": None},
                {"digger": None, "crops": {"a": 1}, "since": None},
            ],
        ),
        ("POST", "/sheds", SURVEY, {"year": "1999", "found": ["a", "b"]}),
        ("POST", "/sheds", ONE_FOUND, {"year": "1999", "found": "a"}),
    ],
)
def test_answers(
    served: Served,
    upstream: FakeQuay,
    document: Any,
    method: str,
    path: str,
    body: Any,
    expected: Any,
) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    upstream.responder = lambda request: Answer(200, content, "application/json", ())
    answer = fetch(served.url, method, path.replace("{number}", "1"))
    assert (answer.status, answer.json) == (200, expected)
    assert answer.content_type == "application/json"
    Draft202012Validator(schema(document, method, path)).validate(answer.json)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/plots", {"error": "closed"}),
        ("GET", "/names", {"a": 1}),
        ("POST", "/names", "free"),
    ],
)
def test_where_every_output_is_null_nothing_is_left(
    served: Served, upstream: FakeQuay, method: str, path: str, body: Any
) -> None:
    """Upstream's status, JSON's type, and no document that nobody mapped (docs/parity.md)."""
    content = json.dumps(body).encode()
    upstream.responder = lambda request: Answer(201, content, "application/json", ())
    answer = fetch(served.url, method, path)
    assert (answer.status, answer.content_type, answer.body) == (201, "application/json", b"")


def test_what_is_not_in_its_format_is_an_error(served: Served, upstream: FakeQuay) -> None:
    upstream.responder = lambda request: Answer(200, b"<html>", "application/json", ())
    answer = fetch(served.url, "GET", "/plots")
    assert (answer.status, answer.content_type) == (502, "application/problem+json")
    assert "html" not in answer.body.decode()
