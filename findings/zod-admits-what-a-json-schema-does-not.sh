#!/usr/bin/env bash
# JSON Schema 2020-12. zod 4.6.7 (npm) has `z.fromJSONSchema`, which throws for keywords it does not know. Some that it
# knows mean another thing to it, without a word: `const: [1]` admits 1 and refuses [1] (Validation 6.1.3: a constant
# of any type; an object is refused too, and so are lists in `enum`); `required: [b]` says nothing unless b is in
# `properties` (6.5.3 knows no such tie); what stands beside a `$ref` is dropped (Core 8.2.3.1: an applicator like
# others); a relative reference is refused as `format: uri-reference` (7.3.5). json-schema-to-zod 2.8.1 (npm), which
# writes code for the same zod, shares the first two, applies `patternProperties` to the names that do not match as
# well (Core 10.3.2.2), and writes for `format: ipv6` a call that zod 4 does not have. ajv 8.20.0 (npm) takes each as
# the specification says.
#
# Seen on 2026-11-28: the table that this prints, of which ajv's column is right.
#
# Ends with 0 while that is so. Needs node, npm and its package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts \
  zod@4.6.7 json-schema-to-zod@2.8.1 ajv@8.20.0 ajv-formats@3.0.1 >/dev/null
cat > table.mjs <<'END_OF_JAVASCRIPT'
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { jsonSchemaToZod } from 'json-schema-to-zod';
import * as z from 'zod';

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const word = (check) => {
  try {
    return check() ? 'admits' : 'refuses';
  } catch {
    return 'throws';
  }
};
const written = (schema) => new Function('z', `return ${jsonSchemaToZod(schema)}`)(z);
const integer = { type: 'integer' };
const CASES = [
  // schema, value, ajv, z.fromJSONSchema, json-schema-to-zod
  [{ const: [1] }, [1], 'admits', 'refuses', 'refuses'],
  [{ const: [1] }, 1, 'refuses', 'admits', 'admits'],
  [{ const: { a: 1 } }, { a: 1 }, 'admits', 'refuses', 'refuses'],
  [{ enum: [[1], [2]] }, 2, 'refuses', 'admits', 'admits'],
  [{ type: 'object', properties: { a: integer }, required: ['b'] }, { a: 1 }, 'refuses', 'admits', 'admits'],
  [{ $ref: '#/$defs/n', maximum: 5, $defs: { n: integer } }, 9, 'refuses', 'admits', null],
  [{ type: 'string', format: 'uri-reference' }, 'a/b', 'admits', 'refuses', null],
  [{ type: 'object', patternProperties: { '^x': integer } }, { x: 1, y: 'a' }, 'admits', 'admits', 'refuses'],
  [{ type: 'string', format: 'ipv6' }, '::1', 'admits', 'admits', 'throws'],
];
let changed = false;
for (const [schema, value, right, first, second] of CASES) {
  const said = [
    word(() => ajv.validate(schema, value)),
    word(() => z.fromJSONSchema(schema).safeParse(value).success),
    second && word(() => written(schema).safeParse(value).success),
  ];
  console.log(`${JSON.stringify(schema)} of ${JSON.stringify(value)}`);
  console.log(`    ajv ${said[0]}, z.fromJSONSchema ${said[1]}, json-schema-to-zod ${said[2] ?? 'not asked'}`);
  if (said.join() !== [right, first, second].join()) {
    console.log('changed');
    changed = true;
  }
}
process.exit(changed ? 1 : 0);
END_OF_JAVASCRIPT
node table.mjs
