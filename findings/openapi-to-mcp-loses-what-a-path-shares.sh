#!/usr/bin/env bash
# OpenAPI 3.1, "Path Item Object": its `parameters` are "applicable for all the operations described under this path",
# and JSON Pointer (RFC 6901, 4) has `~1` for a slash in a `$ref`. openapi-to-mcp 0.1.1 (PyPI) makes tools of operations
# from the operation's own list only: a path variable that the path declares, the usual form of Kubernetes' and many
# other documents, is no argument of the tool, whose URL keeps `{namespace}`. A parameter or a body by `$ref` and headers
# are left out as well, a list has no `items`, and a schema behind a pointer with `~1` is empty.
#
# Seen on 2026-11-29:
#   /namespaces/{namespace}/pods -> url with {namespace}, arguments: tags of type array without items, nothing else
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openapi-to-mcp==0.1.1
cat > see.py <<'END_OF_PYTHON'
import json

from openapi_to_mcp.converter import convert_to_mcp

TEXT = {"type": "string"}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Pods", "version": "1"},
    "paths": {
        "/namespaces/{namespace}/pods": {
            "parameters": [{"name": "namespace", "in": "path", "required": True, "schema": TEXT}],
            "get": {
                "operationId": "list_pods",
                "summary": "Lists pods",
                "parameters": [
                    {"name": "tags", "in": "query", "schema": {"type": "array", "items": TEXT}},
                    {"name": "X-Trace", "in": "header", "required": True, "schema": TEXT},
                    {"$ref": "#/components/parameters/limit"},
                ],
                "responses": {"200": {"description": "pods"}},
            },
            "post": {
                "operationId": "create_pod",
                "summary": "Creates a pod",
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/v1~1Pod"}}}},
                "responses": {"201": {"description": "made"}},
            },
        }
    },
    "components": {
        "parameters": {"limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}},
        "schemas": {"v1/Pod": {"type": "object", "properties": {"name": TEXT}}},
    },
}
listed, created = convert_to_mcp(DOCUMENT, "https://api.example")["tools"]
print(json.dumps([listed["url"], listed["function"]["parameters"], created["function"]["parameters"]]))
assert listed["url"] == "https://api.example/namespaces/{namespace}/pods", "changed: the URL"
properties = listed["function"]["parameters"]["properties"]
assert properties == {"tags": {"type": "array", "description": ""}}, "changed: arguments of a list"
body = created["function"]["parameters"]["properties"]["requestBody"]
assert body["properties"] == {}, "changed: a pointer with an escape"
END_OF_PYTHON
venv/bin/python see.py
