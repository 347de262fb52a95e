#!/usr/bin/env bash
# OpenAPI 3.1.1: the value of an `example` is "Any" ("Media Type Object"), data that the document shows; a Reference
# Object stands where one is allowed ("Reference Object"), and a name below `properties` is the API's (JSON Schema
# 2020-12, Core 10.3.2.1). SCIM (RFC 7643, 4.2 and 8.4) has an attribute `$ref` in each member of a group, so that a
# document of such an API has `$ref` in its examples. @apidevtools/json-schema-ref-parser 15.5.2 (npm; `dereference` and
# `bundle`) and jsonref 1.1.0 (PyPI) open the file that the example's value would be and fail; Spectral 6.16.3
# (@stoplight/spectral-cli, npm) reports the error invalid-ref, from which no rule set frees; prance 26.7.19.0 (PyPI)
# ends with an AttributeError inside at a property of that name alone. Redocly CLI 2.77.0 (npm) and
# openapi-spec-validator 0.7.2 (PyPI) find nothing wrong.
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
environment/bin/pip install --quiet --disable-pip-version-check \
  "prance[osv]==26.7.19.0" jsonref==1.1.0 openapi-spec-validator==0.7.2
npm install --silent --no-audit --no-fund --ignore-scripts @apidevtools/json-schema-ref-parser@15.5.2 \
  @redocly/cli@2.77.0 @stoplight/spectral-cli@6.16.3 > npm.log 2>&1
cat > make.py <<'END_OF_PYTHON'
import json

MEMBER = {"type": "object", "properties": {"value": {"type": "string"}}}
WITH_REF = {"type": "object", "properties": {"value": {"type": "string"}, "$ref": {"type": "string"}}}
EXAMPLE = {"members": [{"value": "26", "$ref": "v2/Users/26"}]}


def document(schema, example):
    content = {"schema": {"$ref": "#/components/schemas/Group"}}
    if example:
        content["example"] = EXAMPLE
    members = {"type": "array", "items": {"$ref": "#/components/schemas/Member"}}
    group = {"type": "object", "properties": {"members": members}}
    answer = {"description": "ok", "content": {"application/json": content}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Groups", "version": "1"},
        "paths": {"/group": {"get": {"operationId": "group", "responses": {"200": answer}}}},
        "components": {"schemas": {"Group": group, "Member": schema}},
    }


json.dump(document(MEMBER, True), open("example.json", "w"))
json.dump(document(WITH_REF, False), open("property.json", "w"))
END_OF_PYTHON
python3.11 make.py
cat > see.mjs <<'END_OF_SCRIPT'
import parser from "@apidevtools/json-schema-ref-parser";
const said = (call) => call.then(() => "read", (error) => error.constructor.name);
console.log("  ref-parser, dereference:", await said(parser.dereference(process.argv[2])));
console.log("  ref-parser, bundle:", await said(parser.bundle(process.argv[2])));
END_OF_SCRIPT
cat > see.py <<'END_OF_PYTHON'
import json
import pathlib
import sys

import jsonref
import prance
from openapi_spec_validator import validate

path = pathlib.Path(sys.argv[1]).resolve()


def said(name, call):
    try:
        call()
        print(f"  {name}: read")
    except Exception as error:
        why = str(error).split(" -- ")[0] if "attribute" in str(error) else ""
        print(f"  {name}: {type(error).__name__} {why}")


text = path.read_text()
said("prance", lambda: prance.ResolvingParser(str(path), backend="openapi-spec-validator"))
said("jsonref", lambda: jsonref.loads(text, base_uri=path.as_uri(), lazy_load=False, proxies=False))
said("openapi-spec-validator", lambda: validate(json.loads(text)))
END_OF_PYTHON
echo '{"extends": [["spectral:oas", "off"]]}' > none.json
bin=node_modules/.bin
for case in example property; do
  echo "$case:"
  node see.mjs "$case.json"
  environment/bin/python see.py "$case.json" | sed 's/ *$//'
  "$bin/spectral" lint "$case.json" -r none.json -f json >spectral.log 2>&1 || true
  echo "  spectral without a rule: $(grep -o 'invalid-ref' spectral.log || echo read)"
  "$bin/redocly" lint "$case.json" --extends minimal >redocly.log 2>&1 &&
    echo "  redocly, lint: read" || echo "  redocly, lint: refused"
  "$bin/redocly" bundle "$case.json" -o bundled.json >redocly.log 2>&1 &&
    echo "  redocly, bundle: read" || echo "  redocly, bundle: refused"
done 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
example:
  ref-parser, dereference: ResolverError
  ref-parser, bundle: ResolverError
  prance: ResolutionError
  jsonref: JsonRefError
  openapi-spec-validator: read
  spectral without a rule: invalid-ref
  redocly, lint: read
  redocly, bundle: read
property:
  ref-parser, dereference: read
  ref-parser, bundle: read
  prance: ResolutionError 'dict' object has no attribute 'decode'
  jsonref: read
  openapi-spec-validator: read
  spectral without a rule: read
  redocly, lint: read
  redocly, bundle: read
END_OF_TEXT
