#!/usr/bin/env bash
# Swagger 2.0, "Parameter Object": `collectionFormat` says how a list stands in a request, "Default value is csv" for
# form fields as for all. @scalar/openapi-upgrader 0.4.9 (npm) writes a form field that says `csv` as OpenAPI's
# `encoding` with `explode: false`, and the same field that leaves the default out with no encoding, where 3.x repeats
# the name (Encoding Object: `form` and, for it, `explode: true`). In a query it knows the default; there a `tsv` list
# becomes the repeated one, in a path a `pipes` list the comma list, all without a word. swagger2openapi 7.0.8 (npm)
# refuses such lists by name.
#
# Seen on 2026-11-28: written {"style":"form","explode":false}, default undefined, tsv and pipes without any style;
#   swagger2openapi: collectionFormat:tsv is no longer supported.
#
# Ends with 0 while that is so. Needs node, npm and its package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @scalar/openapi-upgrader@0.4.9 swagger2openapi@7.0.8 >/dev/null
cat > upgrade.mjs <<'END_OF_JAVASCRIPT'
import { upgrade } from '@scalar/openapi-upgrader';
import converter from 'swagger2openapi';

const list = (name, where, format) => ({
  name,
  in: where,
  ...(where === 'path' ? { required: true } : {}),
  type: 'array',
  items: { type: 'string' },
  ...(format ? { collectionFormat: format } : {}),
});
const operation = (parameters) => ({
  consumes: ['application/x-www-form-urlencoded'],
  parameters,
  responses: { 204: { description: 'done' } },
});
const document = (path, parameters) => ({
  swagger: '2.0',
  info: { title: 'A', version: '1' },
  paths: { [path]: { post: operation(parameters) } },
});

const form = document('/a', [list('written', 'formData', 'csv'), list('plain', 'formData')]);
const { encoding } = upgrade(form, '3.1').paths['/a'].post.requestBody.content['application/x-www-form-urlencoded'];
console.log('form field, csv written:', JSON.stringify(encoding.written), ' by default:', JSON.stringify(encoding.plain));

const url = document('/a/{ids}', [list('ids', 'path', 'pipes'), list('tags', 'query', 'tsv'), list('names', 'query')]);
const [path, tabs, plain] = upgrade(url, '3.1').paths['/a/{ids}'].post.parameters;
const words = (parameter) => `${parameter.style ?? 'no style'}, explode ${parameter.explode ?? 'not said'}`;
console.log('path, pipes:', words(path));
console.log('query, tsv:', words(tabs));
console.log('query, by default:', words(plain));

const refused = await converter
  .convertObj(document('/a', [list('tags', 'query', 'tsv')]), {})
  .then(() => 'converts', (error) => error.message);
console.log('swagger2openapi, tsv:', refused);

const same =
  JSON.stringify(encoding.written) === '{"style":"form","explode":false}' &&
  encoding.plain === undefined &&
  words(path) === 'no style, explode not said' &&
  words(tabs) === 'no style, explode not said' &&
  words(plain) === 'form, explode false' &&
  refused.includes('no longer supported');
if (!same) console.log('changed');
process.exit(same ? 0 : 1);
END_OF_JAVASCRIPT
node upgrade.mjs
