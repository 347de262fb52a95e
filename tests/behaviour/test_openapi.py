"""The OpenAPI document: valid, and describing exactly the routes that there are."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.fake_quay import FakeQuay
from tests.support.processes import ROOT, Served
from tests.support.raw_http import fetch

from .cases import CASES

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")


@pytest.fixture(scope="module")
def document() -> Any:
    text = (ROOT / "generated/quay/openapi/quay-rest.json").read_text(encoding="utf-8")
    return json.loads(text)


def test_it_is_valid(document: Any) -> None:
    assert document["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(document).validate()


def test_it_describes_exactly_the_routes(document: Any) -> None:
    described = {
        (method.upper(), path)
        for path, item in document["paths"].items()
        for method in item
        if method in METHODS
    }
    # One parameter may have another name on each side; the shape of the path is what counts.
    assert {(method, _shape(path)) for method, path in described} == {
        (case.method, _shape(case.template)) for case in CASES
    }
    assert len(described) == 16


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "{}", path)


def test_its_parameters_are_those_of_the_adapter(document: Any) -> None:
    listed = document["paths"]["/repository"]["get"]["parameters"]
    assert {(one["name"], one["in"], one["schema"]["type"]) for one in listed} == {
        ("namespace", "query", "string"),
        ("public", "query", "boolean"),
        ("starred", "query", "boolean"),
    }
    assert not any(one.get("required") for one in listed)
    for path, item in document["paths"].items():
        for method in METHODS:
            if method not in item:
                continue
            shared = item.get("parameters", []) + item[method].get("parameters", [])
            in_path = {one["name"] for one in shared if one["in"] == "path"}
            assert in_path == set(re.findall(r"\{([^}]+)\}", path))


def test_bodies_are_optional_and_only_where_they_are_taken(document: Any) -> None:
    for item in document["paths"].values():
        for method in METHODS:
            if method in item:
                body = item[method].get("requestBody")
                assert (body is not None) == (method in ("put", "post"))
                if body is not None:
                    assert not body.get("required", False)
                    assert "application/json" in body["content"]


def test_operation_ids_are_unique_and_from_the_spec(document: Any) -> None:
    identifiers = [
        item[method]["operationId"]
        for item in document["paths"].values()
        for method in METHODS
        if method in item
    ]
    assert sorted(identifiers) == sorted({case.operation for case in CASES})


@pytest.mark.parametrize("path", ["/-/openapi.json", "/openapi.json"])
def test_it_is_served(quay: FakeQuay, rest: Served, document: Any, path: str) -> None:
    reply = fetch(rest.url, "GET", path)
    assert reply.status == 200
    assert (reply.content_type or "").startswith("application/")
    assert reply.json["paths"] == document["paths"]
    assert quay.take() == []
