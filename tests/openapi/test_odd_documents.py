"""Documents that are not as OpenAPI has them: a finding or a refusal, never a traceback, never in silence."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from generator.openapi import OpenApiError, capability_of, read_document
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
