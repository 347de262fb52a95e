#!/usr/bin/env bash
# OpenAPI 3.1.1, "Schema Object" and "Relative References in API Description URIs": a schema is one of JSON Schema
# 2020-12, whose `$id` gives it a URI of its own (Core 8.2.1), by which a `$ref` finds it in the same document and from
# where `#/$defs/kind` inside it counts, and whose `$anchor` gives it a name, `#pet` (8.2.2). Spectral 6.16.3 (npm),
# prance 26.7.19.0 and openapi-spec-validator 0.7.2 (PyPI) refuse a document with any of the three, Redocly CLI 2.77.0
# (npm) one with an `$id`: they look for the URI outside, for `$defs` at the root of the document, for the anchor
# nowhere. What @apidevtools/json-schema-ref-parser 15.5.2 (npm) dereferences has both forms of `$id` and leaves the
# anchor a `$ref`.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, node, npm and package indexes; opens no port; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check "prance[osv]==26.7.19.0" openapi-spec-validator==0.7.2
npm install --silent --no-audit --no-fund --ignore-scripts @apidevtools/json-schema-ref-parser@15.5.2 \
  @redocly/cli@2.77.0 @stoplight/spectral-cli@6.16.3 > npm.log 2>&1
cat > make.py <<'END_OF_PYTHON'
import json

KINDS = {"kind": {"type": "string"}}
CASES = {
    "plain": ("#/components/schemas/Pet", {"type": "object", "properties": {"kind": {"type": "string"}}}),
    "anchor": ("#pet", {"$anchor": "pet", "type": "object"}),
    "id": ("urn:example:pet", {"$id": "urn:example:pet", "type": "object"}),
    "inside": (
        "#/components/schemas/Pet",
        {"$id": "urn:example:pet", "type": "object", "properties": {"kind": {"$ref": "#/$defs/kind"}}, "$defs": KINDS},
    ),
}
for name, (reference, schema) in CASES.items():
    answer = {"description": "ok", "content": {"application/json": {"schema": {"$ref": reference}}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pet": {"get": {"operationId": "pet", "responses": {"200": answer}}}},
        "components": {"schemas": {"Pet": schema}},
    }
    json.dump(document, open(f"{name}.json", "w"))
END_OF_PYTHON
python3.11 make.py
cat > see.py <<'END_OF_PYTHON'
import json
import sys

import prance
from openapi_spec_validator import validate


def said(name, call):
    try:
        call()
        print(f"  {name}: read")
    except Exception as error:
        print(f"  {name}: {type(error).__name__}")


said("prance", lambda: prance.ResolvingParser(sys.argv[1], backend="openapi-spec-validator"))
said("openapi-spec-validator", lambda: validate(json.load(open(sys.argv[1]))))
END_OF_PYTHON
cat > see.mjs <<'END_OF_SCRIPT'
import refs from "@apidevtools/json-schema-ref-parser";
const { paths } = await refs.dereference(process.argv[2]);
const schema = paths["/pet"].get.responses[200].content["application/json"].schema;
console.log("  ref-parser:", "$ref" in schema || "$ref" in (schema.properties?.kind ?? {}) ? "left" : "read");
END_OF_SCRIPT
echo '{"extends": [["spectral:oas", "off"]]}' > none.json
bin=node_modules/.bin
for case in plain anchor id inside; do
  echo "$case:"
  "$bin/redocly" lint "$case.json" --extends minimal >redocly.log 2>&1 || true
  echo "  redocly: $(grep -o 'no-unresolved-refs rule' redocly.log | sort -u)"
  "$bin/spectral" lint "$case.json" -r none.json -f json >spectral.log 2>&1 || true
  echo "  spectral without a rule: $(grep -o 'invalid-ref' spectral.log | sort -u)"
  environment/bin/python see.py "$case.json"
  node see.mjs "$case.json"
done 2>errors.log | sed 's/: $/: read/' | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
plain:
  redocly: read
  spectral without a rule: read
  prance: read
  openapi-spec-validator: read
  ref-parser: read
anchor:
  redocly: read
  spectral without a rule: invalid-ref
  prance: ResolutionError
  openapi-spec-validator: NoSuchAnchor
  ref-parser: left
id:
  redocly: no-unresolved-refs rule
  spectral without a rule: invalid-ref
  prance: ValueError
  openapi-spec-validator: Unresolvable
  ref-parser: read
inside:
  redocly: no-unresolved-refs rule
  spectral without a rule: invalid-ref
  prance: ResolutionError
  openapi-spec-validator: PointerToNowhere
  ref-parser: read
END_OF_TEXT
