"""Documents that are not as OpenAPI has them: a finding or a refusal, never a traceback, never in silence."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from generator.openapi import OpenApiError, capability_of, read_document
from generator.openapi.addresses import masked
from generator.openapi.model import Api

OK: Final = {"200": {"description": "ok"}}
TWO: Final[dict[str, Any]] = {
    "swagger": "2.0",
    "info": {"title": "Two", "version": "1"},
    "host": "two.test",
    "schemes": ["https"],
    "consumes": ["multipart/form-data"],
    "paths": {
        "/up/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
            "post": {
                "parameters": [
                    {"name": "file", "in": "formData", "type": "file"},
                    {"name": "p", "in": "query", "type": "array", "collectionFormat": "pipes"},
                ],
                "responses": OK,
            },
            "put": {
                "parameters": [{"name": "b", "in": "body", "schema": {"type": ["object"]}}],
                "responses": OK,
            },
        }
    },
}
THREE: Final[dict[str, Any]] = {
    "openapi": "3.2.0",
    "info": {"title": "Three", "version": "1"},
    "servers": [{"url": "https://{region}.three.test", "variables": {"region": {"default": "eu"}}}],
    "security": [{"key": []}],
    "paths": {
        "/x": {
            "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
            "post": {
                "parameters": [
                    {"name": "q", "in": "query", "schema": {"type": ["integer", "null"]}},
                    {"name": "f", "in": "query", "content": {"application/json": {"schema": {}}}},
                    {
                        "name": "d",
                        "in": "query",
                        "style": "deepObject",
                        "schema": {"type": "object"},
                    },
                ],
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
                },
                "responses": OK,
            },
            "additionalOperations": {"COPY": {"responses": OK}},
        }
    },
    "components": {
        "schemas": {
            "A": {
                "required": ["a"],
                "allOf": [
                    {"$ref": "#/components/schemas/B"},
                    {"properties": {"a": {"type": "string"}}},
                ],
            },
            "B": {
                "allOf": [{"$ref": "#/components/schemas/A"}],
                "properties": {"b": {"enum": [1]}},
            },
        },
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
}
ODD: Final[tuple[Any, ...]] = (
    None,
    5,
    "x",
    [],
    {},
    True,
    [1],
    [None],
    [["a"]],
    {"a": 1},
    {"$ref": 5},
    {"$ref": "#/no"},
)


def _read(data: Any, folder: Path) -> tuple[dict[str, Any], Api]:
    path = folder / "document.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return capability_of(read_document(path))


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if place:
        yield place
    if isinstance(value, dict | list):
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in entries:
            yield from _places(each, (*place, key))


def _with(data: Any, place: tuple[Any, ...], odd: Any) -> Any:
    changed = copy.deepcopy(data)
    inner = changed
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = odd
    return changed


@pytest.mark.parametrize("odd", ODD, ids=json.dumps)
@pytest.mark.parametrize("data", [TWO, THREE], ids=["2.0", "3.2"])
def test_anything_anywhere_is_imported_or_refused(data: Any, odd: Any, tmp_path: Path) -> None:
    said: list[str] = []
    for place in _places(data):
        try:
            _read(_with(data, place, odd), tmp_path)
        except OpenApiError as error:
            said.append(str(error))
    assert all(said)


def test_schemas_that_refer_to_each_other_many_times_end(tmp_path: Path) -> None:
    data = copy.deepcopy(THREE)
    names = [f"S{number}" for number in range(8)]
    parts = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    for name in names:
        data["components"]["schemas"][name] = {
            "allOf": [*parts, *parts, {"properties": {name: {"type": "string"}}}]
        }
    data["components"]["schemas"]["A"] = {"allOf": parts}
    _, api = _read(data, tmp_path)
    assert {each.name for each in api.operations[0].body.fields} == set(names)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("place", "odd", "said"),
    [
        (("paths", "/x", "additionalOperations"), {"COPY": {}}, "the language has no method COPY"),
        (("paths", "x"), {"get": {"responses": OK}}, "a path begins with `/`"),
        (("paths", "/y"), {"$ref": "#/no"}, "leads nowhere"),
        (("paths", "/x", "parameters", 0, "name"), "", "without a name or a place"),
        (("paths", "/x", "parameters", 0, "in"), "matrix", "without a name or a place"),
        (("paths", "/x", "parameters", 0, "in"), "path", "the path has no such variable"),
        (("servers", 0, "variables", "region", "default"), "us", "`region` of the server is `us`"),
    ],
)
def test_what_is_left_out_is_a_finding(
    place: tuple[Any, ...], odd: Any, said: str, tmp_path: Path
) -> None:
    _, api = _read(_with(THREE, place, odd), tmp_path)
    assert any(said in each.text for each in api.remarks), api.remarks


@pytest.mark.parametrize(
    ("url", "base_uri"),
    [
        ("https://bob:hunter2@{region}.three.test/v1?key=hunter2#hunter2", "eu.three.test/v1"),
        ("https://{hunter2}@three.test", "three.test"),
        ("https://bob:hun@ter2@three.test/", "three.test"),
    ],
)
def test_credentials_in_the_address_of_a_server(url: str, base_uri: str, tmp_path: Path) -> None:
    """They are in nothing that is written or shown; who has them is told."""
    data = _with(THREE, ("servers", 0, "url"), url)
    data["servers"][0]["variables"]["hunter2"] = {"default": "hunter2"}
    made, api = _read(data, tmp_path)
    assert api.base_uri == f"https://{base_uri}"
    assert "hunter2" not in json.dumps(made)
    assert not any("hunter2" in each.text for each in api.remarks)
    assert any("a user name, a password" in each.text for each in api.remarks)


def test_credentials_in_the_host_of_a_2_0_document(tmp_path: Path) -> None:
    _, api = _read(_with(TWO, ("host",), "bob:hunter2@two.test"), tmp_path)
    assert api.base_uri.startswith("https://two.test")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('  - url: "https://a:b@x.test/y?k=s" # z', '  - url: "https://…@x.test/y?…" # z'),
        ("servers: [{url: https://x.test}]", "servers: [{url: https://x.test}]"),
        ("mail: a@x.test?", "mail: a@x.test?"),
        (
            "description: Send ghp_abcdefghijklmnopqrstuvwxyz0123 here.",
            "description: Send *** here.",
        ),
        ('  "example": "sk_live_4eC39HqLyjWDarjtT1zdp7dc",', '  "example": "***",'),
    ],
)
def test_lines_are_shown_without_credentials(line: str, shown: str) -> None:
    assert masked(line) == shown


def test_a_field_without_a_name_is_left_out(tmp_path: Path) -> None:
    data = copy.deepcopy(THREE)
    data["components"]["schemas"]["A"] = {"properties": {"": {}, " ": {}, "a": {}}}
    _, api = _read(data, tmp_path)
    assert [each.name for each in api.operations[0].body.fields] == ["a"]  # type: ignore[union-attr]


@pytest.mark.parametrize("version", [2.0, 3.0, 3.1, "3.0", "3.1.1"])
def test_a_version_may_be_a_number(version: Any, tmp_path: Path) -> None:
    """As YAML has `swagger: 2.0` without quotes."""
    data = copy.deepcopy(TWO if version == 2.0 else THREE)
    data["swagger" if version == 2.0 else "openapi"] = version
    assert _read(data, tmp_path)[1].operations
