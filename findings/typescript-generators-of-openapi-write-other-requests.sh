#!/usr/bin/env bash
# OpenAPI 3.0.3, "Parameter Object" and "Style Examples": `style` and `explode` say how a value stands in the request, a
# path parameter of style `label` begins with a dot, one with `content` is a text of that type, and one of a cookie stands
# in Cookie; RFC 3986, 2.2 and 3.3: a slash or a question mark in a value of the path is encoded; "Support for
# x-www-form-urlencoded Request Bodies": a list in a form is repeated. Of the clients that three generators of npm write,
# swagger-typescript-api 13.13.0 puts a value into the path as it is, so that `50% a/b?` is another resource and no URL,
# repeats a list that must be a comma list, and sends each object as "[object Object]"; oazapfts 7.5.0 (with its runtime
# 1.2.0) has the cookie among its arguments and does not send it, and makes a comma list of a form's;
# @hey-api/openapi-ts 0.95.0 takes a parameter with `content` apart into one that the document does not know. None of
# the three writes a label. No generator says a word.
#
# Seen on 2026-11-30: the lines that this prints, what a server gets.
#
# Ends with 0 while that is so. Needs node, npm and its package index; a server on loopback; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund swagger-typescript-api@13.13.0 oazapfts@7.5.0 @oazapfts/runtime@1.2.0 \
  @hey-api/openapi-ts@0.95.0 typescript@5.9.3 tsx > npm.log 2>&1
cat > api.json <<'END_OF_JSON'
{
  "openapi": "3.0.3",
  "info": {"title": "Styles", "version": "1"},
  "paths": {
    "/plots/{id}": {"get": {"operationId": "getPlot", "parameters": [
      {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
      {"name": "tags", "in": "query", "explode": false, "schema": {"type": "array", "items": {"type": "string"}}},
      {"name": "near", "in": "query", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/N"}}}},
      {"name": "filter", "in": "query", "style": "deepObject", "explode": true,
       "schema": {"$ref": "#/components/schemas/N"}},
      {"name": "theme", "in": "cookie", "schema": {"type": "string"}}
    ], "responses": {"204": {"description": "done"}}}},
    "/labels/{ids}": {"get": {"operationId": "getLabel", "parameters": [
      {"name": "ids", "in": "path", "required": true, "style": "label",
       "schema": {"type": "array", "items": {"type": "string"}}}
    ], "responses": {"204": {"description": "done"}}}},
    "/forms": {"post": {"operationId": "postForm", "requestBody": {"content": {"application/x-www-form-urlencoded":
      {"schema": {"type": "object", "properties": {"tags": {"type": "array", "items": {"type": "string"}}}}}}},
      "responses": {"204": {"description": "done"}}}}
  },
  "components": {"schemas": {"N": {"type": "object", "properties": {"n": {"type": "integer"}}}}}
}
END_OF_JSON
{
  npx oazapfts api.json oazapfts.ts
  npx swagger-typescript-api generate -p api.json -o swagger -n api.ts
  npx openapi-ts -i api.json -o hey
} > generated.log 2>&1
cat > see.ts <<'END_OF_SCRIPT'
import { createServer } from 'node:http';
import { getLabel, getPlot, postForm } from './hey/sdk.gen.ts';
import * as oazapfts from './oazapfts.ts';
import { Api } from './swagger/api.ts';

const got: string[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    got.push(`${request.url} ${request.headers.cookie ?? ''}${body}`.trim());
    response.writeHead(204).end();
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const baseUrl = `http://127.0.0.1:${(server.address() as { port: number }).port}`;

const id = '50% a/b?';
const query = { tags: ['x', 'y'], near: { n: 1 }, filter: { n: 2 } };
const ids = ['x', 'y'];
const api = new Api({ baseUrl });
oazapfts.defaults.baseUrl = baseUrl;
const CALLS: [string, () => Promise<unknown>][] = [
  ['swagger-typescript-api', () => api.plots.getPlot(id, query)],
  ['oazapfts', () => oazapfts.getPlot(id, { ...query, theme: 'dark' })],
  ['hey-api', () => getPlot({ baseUrl, path: { id }, query })],
  ['swagger-typescript-api', () => api.labels.getLabel(ids)],
  ['oazapfts', () => oazapfts.getLabel(ids)],
  ['hey-api', () => getLabel({ baseUrl, path: { ids } })],
  ['swagger-typescript-api', () => api.forms.postForm({ tags: ids })],
  ['oazapfts', () => oazapfts.postForm({ tags: ids })],
  ['hey-api', () => postForm({ baseUrl, body: { tags: ids } })],
];
for (const [name, call] of CALLS) {
  await call().catch(() => undefined);
  console.log(`${name}: ${got.splice(0).join()}`);
}
server.close();
END_OF_SCRIPT
npx tsx see.ts 2> errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
swagger-typescript-api: /plots/50%%20a/b??tags=x&tags=y&near=%5Bobject%20Object%5D&filter=%5Bobject%20Object%5D
oazapfts: /plots/50%25%20a%2Fb%3F?tags=x,y&near=%7B%22n%22%3A1%7D&filter[n]=2
hey-api: /plots/50%25%20a%2Fb%3F?tags=x,y&near[n]=1&filter[n]=2
swagger-typescript-api: /labels/x,y
oazapfts: /labels/x%2Cy
hey-api: /labels/x,y
swagger-typescript-api: /forms tags=x&tags=y
oazapfts: /forms tags=x,y
hey-api: /forms tags=x&tags=y
END_OF_TEXT
