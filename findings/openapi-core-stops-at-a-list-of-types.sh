#!/usr/bin/env bash
# OpenAPI 3.1 takes JSON Schema 2020-12 as it is, whose `type` may be a list (Validation, 6.1.1): `[integer, null]` is
# 3.1's word for 3.0's `nullable`, and what most tools write. openapi-core 0.23.1 (PyPI) says it supports 3.1 and has
# no error for such a document, but every request with a parameter of that schema, or a field of a form of it, raises
# a bare TypeError out of jsonschema-path 0.4.6, in place of a result with errors: a handler for its OpenAPIError does
# not see it. The list of one type does it too. In a JSON body the same schema works, and so does `anyOf`.
#
# Seen on 2026-11-28:
#   query, path and form: TypeError: Expected a string value, got <class 'list'>     anyOf: {'n': 1}     JSON: {'n': 1}
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check openapi-core==0.23.1 jsonschema-path==0.4.6
environment/bin/python - <<'END_OF_PYTHON'
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest
from werkzeug.datastructures import ImmutableMultiDict

ONE_OF_TWO = {"type": ["integer", "null"]}
SINGLE = {"type": ["integer"]}
ANY_OF = {"anyOf": [{"type": "integer"}, {"type": "null"}]}
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def said(request: MockRequest, path: str, operation: dict) -> str:
    document = {
        "openapi": "3.1.1",
        "info": {"title": "A", "version": "1"},
        "paths": {path: {request.method: {**operation, "responses": {"204": {"description": "done"}}}}},
    }
    api = OpenAPI.from_dict(document)
    try:
        result = api.unmarshal_request(request)
    except TypeError as error:
        return f"TypeError: {error}"
    return str(result.errors or result.body or {**result.parameters.query, **result.parameters.path})


def parameter(where: str, schema: dict) -> str:
    operation = {"parameters": [{"name": "n", "in": where, "required": True, "schema": schema}]}
    if where == "path":
        return said(MockRequest("http://a.example", "get", "/x/1"), "/x/{n}", operation)
    return said(MockRequest("http://a.example", "get", "/x", args=ImmutableMultiDict([("n", "1")])), "/x", operation)


def body(media_type: str, data: bytes) -> str:
    schema = {"type": "object", "properties": {"n": ONE_OF_TWO}}
    operation = {"requestBody": {"content": {media_type: {"schema": schema}}}}
    return said(MockRequest("http://a.example", "post", "/x", data=data, content_type=media_type), "/x", operation)


RAISED = "TypeError: Expected a string value, got <class 'list'>"
CASES = (
    ("query, [integer, null]", parameter("query", ONE_OF_TWO), RAISED),
    ("query, [integer]", parameter("query", SINGLE), RAISED),
    ("path, [integer, null]", parameter("path", ONE_OF_TWO), RAISED),
    ("form, [integer, null]", body(FORM, b"n=1"), RAISED),
    ("query, anyOf", parameter("query", ANY_OF), "{'n': 1}"),
    ("JSON, [integer, null]", body(JSON, b'{"n": 1}'), "{'n': 1}"),
)
for name, words, seen in CASES:
    print(f"{name}: {words}")
    if words != seen:
        raise SystemExit("changed")
END_OF_PYTHON
