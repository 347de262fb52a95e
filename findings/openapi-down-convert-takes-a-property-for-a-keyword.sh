#!/usr/bin/env bash
# JSON Schema 2020-12, Core 10.3.2.1 and Validation 9.2: the names below `properties` are the API's, and a `default` is
# data. @apiture/openapi-down-convert 0.14.2 (npm), which makes OpenAPI 3.0 of 3.1, turns the keyword `const` into `enum`
# wherever it meets the word: a property called `const` is gone, in its place stands a property `enum` whose schema is
# a list, so that the result is no OpenAPI document; and a default value that has a member `const` becomes another
# value. A number as `exclusiveMinimum`, which 3.0 does not have, it leaves under the new version number.
#
# Seen on 2026-11-28, each valid before (openapi-spec-validator 0.8.5):
#   {"enum":[{"type":"string"}]} not valid     {"unit":{"type":"object","default":{"enum":[2]}}} valid
#   {"n":{"type":"integer","exclusiveMinimum":3}} not valid
#
# Ends with 0 while that is so. Needs node, npm, python3.11 and their package indexes; writes into a temporary folder.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @apiture/openapi-down-convert@0.14.2 >/dev/null
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check openapi-spec-validator==0.8.5
cat > head.json <<'END_OF_JSON'
{"openapi": "3.1.0", "info": {"title": "A", "version": "1"}, "paths": {}, "components": {"schemas": {"Formula": {
  "type": "object",
  "properties": PROPERTIES
}}}}
END_OF_JSON

convert() { # NAME PROPERTIES: checks the document, converts it, says what came of the properties and of the check
  sed "s/PROPERTIES/$2/" head.json > "$1.json"
  environment/bin/openapi-spec-validator "$1.json" >/dev/null
  node_modules/.bin/openapi-down-convert --input "$1.json" --output "$1.made.json" >/dev/null
  node -p "const made = require('./$1.made.json'); made.openapi + ' ' + JSON.stringify(made.components.schemas.Formula.properties)" |
    tee "$1.said"
  if environment/bin/openapi-spec-validator "$1.made.json" >/dev/null 2>&1; then echo "    valid"; else echo "    not valid"; fi |
    tee -a "$1.said"
}
same() { # NAME TEXT CHECK
  if ! grep -qF "$2" "$1.said" || ! grep -qxF "    $3" "$1.said"; then echo "$1: changed"; exit 1; fi
}
convert name '{"const": {"type": "string"}}'
same name '{"enum":[{"type":"string"}]}' 'not valid'
convert data '{"unit": {"type": "object", "default": {"const": 2}}}'
same data '{"unit":{"type":"object","default":{"enum":[2]}}}' 'valid'
convert bound '{"n": {"type": "integer", "exclusiveMinimum": 3}}'
same bound '{"n":{"type":"integer","exclusiveMinimum":3}}' 'not valid'
