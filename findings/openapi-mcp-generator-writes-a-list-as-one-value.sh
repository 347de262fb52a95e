#!/usr/bin/env bash
# OpenAPI 3.1.1, "Parameter Object" and "Style Values": a list in a query is `tags=a&tags=b` unless the document says
# otherwise, a deepObject `filter[a]=b`, and a cookie stands in the header Cookie. openapi-mcp-generator 4.0.1 (npm)
# writes an MCP server in TypeScript from an OpenAPI document; its code makes `tags=a%2Cb` of each list, which is one
# tag of three characters to a server, `filter=[object Object]`, encoded, of an object, and sends no cookie, all
# without a word. An integer is a number in the tool's schema (1.5 goes to the API), a parameter with `content` is not
# there, and of a body whose `allOf` inherits from a schema that holds itself the tool's whole inputSchema is `{}`: MCP
# asks for `type: object` ("Tool", inputSchema), so that a client of the official SDK (@modelcontextprotocol/sdk
# 1.32.2, npm) gets no list of tools at all. Answers of status 404 and arguments that its schema refuses come back
# without `isError`.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs node, npm and its package index; a server on loopback; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts openapi-mcp-generator@4.0.1 > npm.log 2>&1
cat > api.yaml <<'END_OF_YAML'
openapi: 3.1.1
info: {title: Cats, version: '1'}
servers: [{url: 'http://127.0.0.1:1'}]
paths:
  /cats:
    get:
      operationId: listCats
      parameters:
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
        - {name: filter, in: query, style: deepObject, schema: {type: object, properties: {a: {type: string}}}}
        - {name: near, in: query, content: {application/json: {schema: {type: object}}}}
        - {name: page, in: query, schema: {type: integer, maximum: 9}}
        - {name: tenant, in: cookie, schema: {type: string}}
      responses: {'200': {description: All of them.}}
  /gone:
    get:
      operationId: gone
      responses: {'404': {description: There is none.}}
END_OF_YAML
cat > heirs.yaml <<'END_OF_YAML'
openapi: 3.1.1
info: {title: Heirs, version: '1'}
servers: [{url: 'http://127.0.0.1:1'}]
components:
  schemas:
    Person: {type: object, properties: {friends: {type: array, items: {$ref: '#/components/schemas/Person'}}}}
    Heir: {allOf: [{$ref: '#/components/schemas/Person'}, {type: object, properties: {after: {type: string}}}]}
paths:
  /heirs:
    post:
      operationId: addHeir
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Heir'}
      responses: {'200': {description: Added.}}
END_OF_YAML
cat > see.mjs <<'END_OF_SCRIPT'
import http from "node:http";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const server = http.createServer((request, response) => {
  response.statusCode = request.url === "/gone" ? 404 : 200;
  response.setHeader("Content-Type", "text/plain");
  response.end(`${request.url} cookie: ${request.headers.cookie}`);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
process.env.API_BASE_URL = `http://127.0.0.1:${server.address().port}`;

async function connect(folder) {
  const client = new Client({ name: "see", version: "1" });
  const [command, args] = ["node", [`${folder}/build/index.js`]];
  await client.connect(new StdioClientTransport({ command, args, env: process.env, stderr: "ignore" }));
  return client;
}

const cats = await connect("cats");
const { tools } = await cats.listTools();
console.log(Object.entries(tools[0].inputSchema.properties).map(([name, { type }]) => `${name} ${type}`).join());
async function call(name, args) {
  const result = await cats.callTool({ name, arguments: args });
  console.log(JSON.stringify(args), "isError", result.isError, result.content[0].text.replaceAll("\n", " "));
}
await call("listCats", { tags: ["a", "b"], filter: { a: "b" }, near: { x: 1 }, tenant: "t" });
await call("listCats", { page: 1.5 });
await call("listCats", { page: 10 });
await call("gone", {});
await cats.close();

const heirs = await connect("heirs");
try {
  console.log((await heirs.listTools()).tools.length, "tools");
} catch (error) {
  console.log("no list:", JSON.parse(error.message).map((each) => `${each.path.join(".")}: ${each.message}`).join());
}
await heirs.close();
server.close();
END_OF_SCRIPT
for each in api:cats heirs:heirs; do
  folder=${each#*:}
  node_modules/.bin/openapi-mcp-generator --input "${each%:*}.yaml" --output "$folder" --transport stdio > made.log 2>&1
done
(cd cats && npm install --silent --no-audit --no-fund --ignore-scripts --save-exact @modelcontextprotocol/sdk@1.32.2 \
  axios@1.21.1 zod@3.25.76 json-schema-to-zod@2.8.1 > npm.log 2>&1)
cp -r cats/node_modules heirs/
mv node_modules generator_modules && cp -r cats/node_modules .
for folder in cats heirs; do (cd "$folder" && node_modules/.bin/tsc); done
node see.mjs | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
tags array,filter object,page number,tenant string
{"tags":["a","b"],"filter":{"a":"b"},"near":{"x":1},"tenant":"t"} isError undefined API Response (Status: 200): /cats?tags=a%2Cb&filter=%5Bobject+Object%5D cookie: undefined
{"page":1.5} isError undefined API Response (Status: 200): /cats?page=1.5 cookie: undefined
{"page":10} isError undefined Invalid arguments for tool 'listCats': page (too_big): Number must be less than or equal to 9
{} isError undefined API Error: Status 404 (Not Found). Response: /gone cookie: undefined
no list: tools.0.inputSchema.type: Invalid input: expected "object"
END_OF_TEXT
