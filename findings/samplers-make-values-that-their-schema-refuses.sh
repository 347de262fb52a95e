#!/usr/bin/env bash
# Tools that make an example of a JSON Schema are used for mock servers and for the examples in documents of APIs. Two of
# them make values that the schema refuses, where a valid one is easy: jsf 0.11.2 (PyPI) takes one member of `allOf` only,
# makes the number 1 of `const: true`, and leaves out what `required` names without `properties` naming it;
# openapi-sampler 1.7.10 (npm, behind the examples of Redoc) knows `exclusiveMinimum` as the Boolean of draft 4 beside a
# `minimum`, so that 2020-12's number (Validation, 6.2.5) is not kept, fills `uniqueItems` with equal items, and gives
# the least number where `multipleOf` asks for another. Each schema below is valid 2020-12.
#
# Seen on 2026-11-29:
#   jsf              allOf with a and b required -> a only; {"const": true, "type": "boolean"} -> 1
#   openapi-sampler  minimum 5, exclusiveMinimum 5 -> 5; multipleOf 7, minimum 8 -> 8; three unique items -> [0, 0, 0]
#
# Ends with 0 while that is so. Needs python3.11, node, npm and package indexes; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check jsf==0.11.2
npm install --silent --no-audit --no-fund openapi-sampler@1.7.10 > npm.log 2>&1
cat > see.py <<'END_OF_PYTHON'
from jsf import JSF


def part(name):
    return {"type": "object", "properties": {name: {"type": "integer"}}, "required": [name]}


both = JSF({"allOf": [part("a"), part("b")]}).generate()
constant = JSF({"type": "boolean", "const": True}).generate()
unnamed = JSF({"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a", "b"]}).generate()
print("jsf", list(both), constant, list(unnamed))
assert list(both) == ["a"], "changed: allOf"
assert constant == 1 and constant is not True, "changed: const"
assert list(unnamed) == ["a"], "changed: required"
END_OF_PYTHON
venv/bin/python see.py
cat > see.mjs <<'END_OF_SCRIPT'
import assert from "node:assert";
import * as sampler from "openapi-sampler";
const sample = sampler.sample ?? sampler.default.sample;
const above = sample({ type: "integer", minimum: 5, maximum: 9, exclusiveMinimum: 5 });
const between = sample({ type: "number", exclusiveMinimum: 0, exclusiveMaximum: 0.5 });
const multiple = sample({ type: "integer", minimum: 8, multipleOf: 7 });
const unique = sample({ type: "array", items: { type: "integer" }, minItems: 3, uniqueItems: true });
console.log("openapi-sampler", JSON.stringify([above, between, multiple, unique]));
assert.deepStrictEqual([above, between, multiple, unique], [5, 1, 8, [0, 0, 0]], "changed");
END_OF_SCRIPT
node see.mjs
