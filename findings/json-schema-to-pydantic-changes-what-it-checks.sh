#!/usr/bin/env bash
# JSON Schema 2020-12 says which values are valid, a validator changes none: `uniqueItems` forbids equal items of a list,
# whose order stays (Validation, 6.4.3); `format: uri` is a text; below `additionalProperties` stands a schema for what
# `properties` does not name, and without it any other property is valid (Core, 10.3.2.3). json-schema-to-pydantic 0.5.0
# (PyPI), with which agent tool kits make models of the input schemas of tools, makes a set of such a list (sorted or not,
# as Python's hashes fall, and equal items are dropped instead of refused), writes a slash behind a URI, drops properties
# that the schema admits as well as those that `additionalProperties: false` refuses, and admits any value where
# `additionalProperties` asks for integers. An argument thus reaches the tool changed, or not at all, without an error.
#
# Seen on 2026-11-29, value -> what the model has of it:
#   {"list": [30, 10, 20]} -> [10, 20, 30] or another order      {"list": [1, 1]} -> [1]
#   {"link": "https://api.example"} -> "https://api.example/"    {"other": 1} -> {}, with false the same
#   {"counts": {"a": "many"}} is valid where integers are asked for
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check json-schema-to-pydantic==0.5.0 pydantic==2.14.4
cat > see.py <<'END_OF_PYTHON'
import json

from json_schema_to_pydantic import create_model


def through(properties, value, **more):
    model = create_model({"title": "Arguments", "type": "object", "properties": properties, **more})
    return json.loads(model.model_validate(value).model_dump_json(by_alias=True, exclude_unset=True))


LIST = {"list": {"type": "array", "items": {"type": "integer"}, "uniqueItems": True}}
twice = through(LIST, {"list": [1, 1]})
ordered = through(LIST, {"list": [30, 10, 20]})
link = through({"link": {"type": "string", "format": "uri"}}, {"link": "https://api.example"})
free = through({"a": {"type": "integer"}}, {"a": 1, "other": 1})
closed = through({"a": {"type": "integer"}}, {"a": 1, "other": 1}, additionalProperties=False)
COUNTS = {"counts": {"type": "object", "additionalProperties": {"type": "integer"}}}
counts = through(COUNTS, {"counts": {"a": "many"}})
for name, seen in {"twice": twice, "ordered": ordered, "link": link, "free": free, "closed": closed, "counts": counts}.items():
    print(name, seen)
assert twice == {"list": [1]}, "changed: equal items"
assert sorted(ordered["list"]) == [10, 20, 30] and ordered["list"] != [30, 10, 20], "changed: order"
assert link == {"link": "https://api.example/"}, "changed: uri"
assert free == {"a": 1} and closed == {"a": 1}, "changed: other properties"
assert counts == {"counts": {"a": "many"}}, "changed: additionalProperties"
END_OF_PYTHON
venv/bin/python see.py
