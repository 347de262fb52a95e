#!/usr/bin/env bash
# JSON Schema 2020-12, Validation 6.1.1: "integer" matches any number with a zero fractional part, so that a value can
# well be valid for `type: integer` and `type: number`; the schema `allOf` of the two is that of an integer.
# json-schema-merge-allof 0.8.1 (npm), with which generators and form builders flatten `allOf`, calls the two types
# incompatible and throws, and so stops at an API's document where a common schema says number and a field integer. Where
# both may be null, it does not throw: what is left admits null only. It throws for `dependentRequired` in two members.
#
# Seen on 2026-11-29:
#   allOf [integer, number] -> Error: Could not resolve values for path:"type". They are probably incompatible.
#   allOf [[integer, null], [number, null]] -> {"type":"null"}
#
# Ends with 0 while that is so. Needs node, npm and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund json-schema-merge-allof@0.8.1 > npm.log 2>&1
cat > see.mjs <<'END_OF_SCRIPT'
import assert from "node:assert";
import merge from "json-schema-merge-allof";
const attempt = (...members) => {
  try {
    return JSON.stringify(merge({ allOf: members }));
  } catch (error) {
    return String(error).split("\n")[0].trim();
  }
};
const types = attempt({ type: "integer", minimum: 1 }, { type: "number", maximum: 5 });
const listed = attempt({ type: ["integer", "null"] }, { type: ["number", "null"] });
const dependent = attempt({ dependentRequired: { a: ["b"] } }, { dependentRequired: { a: ["c"] } });
console.log([types, listed, dependent].join("\n"));
assert.match(types, /^Error: Could not resolve values for path:"type"/, "changed: integer and number");
assert.strictEqual(listed, '{"type":"null"}', "changed: lists of types");
assert.match(dependent, /^Error: No resolver found for key dependentRequired/, "changed: dependentRequired");
END_OF_SCRIPT
node see.mjs
