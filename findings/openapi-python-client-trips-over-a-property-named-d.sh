#!/usr/bin/env bash
# OpenAPI and JSON Schema leave the names of properties to the API. openapi-python-client 0.29.1 (PyPI) renames Python's
# keywords, not the variables of the code that it writes. A model with a property `d` or `cls` cannot read its own
# valid JSON any more (each is a variable of `from_dict`), `additional_properties` is no argument of the class, and
# `field_dict` is worse than an error: what is sent holds itself in place of the value. All four are generated without
# a warning. So is a parameter with `content`, which the function then lacks, and an answer of status 299, which RFC
# 9110 (15) has a client treat as 200, raises ValueError from the generated client before the caller sees it.
#
# Seen on 2026-11-28:
#   d: AttributeError    cls: TypeError    additional_properties: TypeError    field_dict: {'field_dict': {...}, ...}
#   e: read and written as it is    status 299: ValueError: 299 is not a valid HTTPStatus    arguments: only `limit`
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check openapi-python-client==0.29.1
cat > write.py <<'END_OF_PYTHON'
import json

NAMES = ("d", "cls", "additional_properties", "field_dict", "e")
TEXT = {"type": "string"}


def schema(name: str) -> dict:
    return {"type": "object", "required": [name, "name"], "properties": {name: TEXT, "name": TEXT}}


def answer(name: str) -> dict:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/With_{name}"}}}
    return {"200": {"description": "found", "content": content}}


parameters = [
    {"name": "limit", "in": "query", "schema": {"type": "integer"}},
    {"name": "where", "in": "query", "content": {"application/json": {"schema": schema("e")}}},
]
document = {
    "openapi": "3.1.0",
    "info": {"title": "A", "version": "1"},
    "paths": {
        f"/{name}": {"get": {"operationId": f"get_{name}", "parameters": parameters, "responses": answer(name)}}
        for name in NAMES
    },
    "components": {"schemas": {f"With_{name}": schema(name) for name in NAMES}},
}
with open("api.json", "w") as file:
    json.dump(document, file)
END_OF_PYTHON
environment/bin/python write.py
environment/bin/openapi-python-client generate --path api.json --meta none --output-path made > said.txt 2>&1
if grep -qi 'parsing\|unable' said.txt; then cat said.txt; echo "it warns: changed"; exit 1; fi
environment/bin/python - <<'END_OF_PYTHON'
import inspect

import httpx
import made.models
from made.api.default import get_e
from made.client import Client


def said(name: str) -> str:
    value = {name: "x", "name": "y"}
    model = getattr(made.models, "With" + "".join(part.title() for part in name.split("_")))
    try:
        return str(model.from_dict(value).to_dict())
    except (AttributeError, TypeError) as error:
        return type(error).__name__


SEEN = {
    "d": "AttributeError",
    "cls": "TypeError",
    "additional_properties": "TypeError",
    "field_dict": "{'field_dict': {...}, 'name': 'y'}",
    "e": "{'e': 'x', 'name': 'y'}",
}
for name, words in SEEN.items():
    print(f"{name}: {said(name)}")
    if said(name) != words:
        raise SystemExit("changed")

names = sorted(set(inspect.signature(get_e.sync).parameters) - {"client"})
print("arguments:", names)
transport = httpx.MockTransport(lambda request: httpx.Response(299, json={"e": "x", "name": "y"}))
try:
    get_e.sync(client=Client(base_url="http://a.example", httpx_args={"transport": transport}))
    raise SystemExit("status 299: no error: changed")
except ValueError as error:
    print("status 299:", error)
if names != ["limit"]:
    raise SystemExit("changed")
END_OF_PYTHON
