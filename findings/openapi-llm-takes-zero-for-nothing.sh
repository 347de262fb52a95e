#!/usr/bin/env bash
# OpenAPI 3.1, "Parameter Object": a parameter stands where its `in` says (path, query, header), a body is what the
# requestBody describes, and 0, false and the empty text are values. openapi-llm 0.4.3 (PyPI), which gives an OpenAPI
# document to a language model as functions and makes the request of each call, asks of every value whether it is true:
# `page: 0`, `dry: false` and a header `""` are left out without a word, and a required parameter with the value 0 is
# said to be missing. Where the operation has a JSON body, every argument is also a member of it: the path's and the
# query's stand beside the properties that the document describes.
#
# Seen on 2026-11-29:
#   list {page: 0, dry: false, size: 5} -> params {"size": 5}
#   item {number: 0}                    -> ValueError: Missing required path parameter: number
#   put  {shop: "a", dry: true, n: 1}   -> json {"shop": "a", "dry": true, "n": 1}, described was {"n": 1}
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openapi-llm==0.4.3
cat > see.py <<'END_OF_PYTHON'
import json

from openapi_llm.client.config import create_client_config
from openapi_llm.utils import build_request


def parameter(name, where, kind, required=False):
    return {"name": name, "in": where, "required": required, "schema": {"type": kind}}


ANSWER = {"200": {"description": "done"}}
BODY = {"type": "object", "properties": {"n": {"type": "integer"}}, "additionalProperties": False}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Shops", "version": "1"},
    "servers": [{"url": "https://api.example"}],
    "paths": {
        "/shops": {
            "get": {
                "operationId": "list_shops",
                "description": "Lists shops",
                "parameters": [
                    parameter("page", "query", "integer"),
                    parameter("size", "query", "integer"),
                    parameter("dry", "query", "boolean"),
                ],
                "responses": ANSWER,
            }
        },
        "/items/{number}": {
            "get": {
                "operationId": "get_item",
                "description": "Gets an item",
                "parameters": [parameter("number", "path", "integer", required=True)],
                "responses": ANSWER,
            }
        },
        "/shops/{shop}": {
            "put": {
                "operationId": "put_shop",
                "description": "Writes a shop",
                "parameters": [parameter("shop", "path", "string", required=True), parameter("dry", "query", "boolean")],
                "requestBody": {"content": {"application/json": {"schema": BODY}}},
                "responses": ANSWER,
            }
        },
    },
}
config = create_client_config(json.dumps(DOCUMENT))


def call(name, arguments):
    operation = config.openapi_spec.find_operation_by_id(name)
    try:
        made = build_request(operation, config, **arguments)
    except ValueError as error:
        return f"ValueError: {error}"
    return {"url": made["url"], "params": made["params"], "json": made["json"]}


listed = call("list_shops", {"page": 0, "dry": False, "size": 5})
item = call("get_item", {"number": 0})
put = call("put_shop", {"shop": "a", "dry": True, "n": 1})
print("list", listed)
print("item", item)
print("put", put)
assert listed == {"url": "https://api.example/shops", "params": {"size": 5}, "json": None}, "changed: list"
assert item == "ValueError: Missing required path parameter: number", "changed: item"
assert put["params"] == {"dry": True} and put["json"] == {"shop": "a", "dry": True, "n": 1}, "changed: put"
END_OF_PYTHON
venv/bin/python see.py
