#!/usr/bin/env bash
# OpenAPI 3.0.3, "Parameter Object" and "Style Examples": a list in a query is repeated (`c=3&c=4`) unless `explode` is
# false (`c=3,4`), in a header and a path it is a comma list, a parameter with `content` is one JSON text, and an object
# that is exploded is its own names (`n=1`). openapi-client-axios 7.9.1 and openapi-backend 5.21.2 (npm, one author's
# pair of client and server) both have the document at run time. The client writes each list as `c[]=3`, which no style
# is, an object as `c[n]=1`, and an object in a header as "[object Object]". The server takes `c[]` and `c[n]` too, so
# that the pair hides it, and refuses what the document says: an exploded object, and each list or object in a header or
# a path, its client's and that of swagger-client 3.37.3 (npm), which writes every one by the document.
#
# Seen on 2026-11-29: the lines that this prints, what is sent, and what the server makes of it.
#
# Ends with 0 while that is so. Needs node, npm and its package index; a server on loopback; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts openapi-client-axios@7.9.1 openapi-backend@5.21.2 \
  swagger-client@3.37.3 axios@1.21.1 > npm.log 2>&1
cat > see.mjs <<'END_OF_SCRIPT'
import { createServer } from 'node:http';
import OpenAPIBackend from 'openapi-backend';
import OpenAPIClient from 'openapi-client-axios';
import SwaggerClient from 'swagger-client';

const list = { type: 'array', items: { type: 'integer' } };
const object = { type: 'object', properties: { n: { type: 'integer' } }, additionalProperties: false };
const parameters = {
  repeated: { in: 'query', schema: list },
  comma: { in: 'query', schema: list, explode: false },
  pipes: { in: 'query', schema: list, style: 'pipeDelimited', explode: false },
  names: { in: 'query', schema: object },
  json: { in: 'query', content: { 'application/json': { schema: object } } },
  path: { in: 'path', schema: list, required: true },
  header: { in: 'header', schema: list },
  object: { in: 'header', schema: object },
};
const values = (parameter) => (parameter.schema === list ? [3, 4] : { n: 1 });
const seen = { url: '', field: undefined };
let api;
const server = createServer(async (request, response) => {
  const [path, query] = request.url.split('?');
  Object.assign(seen, { url: request.url, field: request.headers.c });
  const said = await api.handleRequest({ method: 'GET', path, query: query ?? '', headers: request.headers });
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(said));
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const document = {
  openapi: '3.0.3',
  info: { title: 'Plots', version: '1' },
  servers: [{ url: `http://127.0.0.1:${server.address().port}` }],
  paths: {},
};
for (const [id, parameter] of Object.entries(parameters)) {
  const responses = { 200: { description: 'Yes' } };
  const get = { operationId: id, parameters: [{ name: 'c', ...parameter }], responses };
  document.paths[parameter.in === 'path' ? `/${id}/{c}` : `/${id}`] = { get };
}
const handlers = {
  validationFail: ({ validation }) => `refused: ${validation.errors[0].message}`,
  notImplemented: () => 'taken',
};
const Backend = OpenAPIBackend.default ?? OpenAPIBackend;
api = new Backend({ definition: structuredClone(document), quick: true, handlers, coerceTypes: true });
await api.init();
const Axios = OpenAPIClient.default ?? OpenAPIClient;
const axios = await new Axios({ definition: structuredClone(document) }).init();
const swagger = await SwaggerClient({ spec: structuredClone(document) });
for (const [id, parameter] of Object.entries(parameters)) {
  const c = values(parameter);
  for (const [name, call] of [
    ['openapi-client-axios', async () => (await axios[id]({ c })).data],
    ['swagger-client', async () => (await swagger.execute({ operationId: id, parameters: { c } })).body],
  ]) {
    const said = await call();
    console.log(`${name}: ${seen.url}${seen.field ? ` c: ${seen.field}` : ''} -> ${said}`);
  }
}
server.close();
process.exit(0);
END_OF_SCRIPT
node see.mjs 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
openapi-client-axios: /repeated?c%5B%5D=3&c%5B%5D=4 -> taken
swagger-client: /repeated?c=3&c=4 -> taken
openapi-client-axios: /comma?c%5B%5D=3&c%5B%5D=4 -> taken
swagger-client: /comma?c=3,4 -> taken
openapi-client-axios: /pipes?c%5B%5D=3&c%5B%5D=4 -> taken
swagger-client: /pipes?c=3|4 -> taken
openapi-client-axios: /names?c%5Bn%5D=1 -> taken
swagger-client: /names?n=1 -> refused: must NOT have additional properties
openapi-client-axios: /json?c%5Bn%5D=1 -> taken
swagger-client: /json?c=%7B%22n%22%3A1%7D -> taken
openapi-client-axios: /path/3%2C4 -> refused: must be array
swagger-client: /path/3,4 -> refused: must be array
openapi-client-axios: /header c: 3, 4 -> refused: must be array
swagger-client: /header c: 3,4 -> refused: must be array
openapi-client-axios: /object c: [object Object] -> refused: must NOT have additional properties
swagger-client: /object c: n,1 -> refused: must NOT have additional properties
END_OF_TEXT
