#!/usr/bin/env bash
# OpenAPI 3.0.3, "Parameter Object" and "Style Examples": an object in a query with the defaults is its own names
# (`n=1`), a list in a header is one comma list; "Support for x-www-form-urlencoded Request Bodies": a list in a form is
# repeated. HAR 1.2 has each parameter of a query by itself ("queryString"). @readme/oas-to-har 38.5.1 makes a HAR of an
# operation and values, @readme/httpsnippet 11.1.0 (both npm, of one maker) a code sample of a HAR. Together they write
# `c=n=1` for the object, `c=x,y` for the list in a form, and send only the last member of a list in a header: the HAR
# has that header twice, and httpsnippet keeps headers in a map. A list in a query is one parameter with the value
# `3&c=4` in the HAR: with the option `harIsAlreadyEncoded` the sample is right, without it, and for any other reader of
# HAR, it is `c=3%26c%3D4`. A deepObject is right.
#
# Seen on 2026-11-29: the lines that this prints, what a server gets of each snippet for curl.
#
# Ends with 0 while that is so. Needs node, npm, curl and a package index; a server on loopback; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts \
  @readme/oas-to-har@38.5.1 @readme/httpsnippet@11.1.0 oas@38.6.0 > npm.log 2>&1
cat > see.mjs <<'END_OF_SCRIPT'
import { execFile } from "node:child_process";
import http from "node:http";
import { promisify } from "node:util";
import { HTTPSnippet } from "@readme/httpsnippet";
import harModule from "@readme/oas-to-har";
import oasModule from "oas";

const oasToHar = harModule.default ?? harModule;
const Oas = oasModule.default ?? oasModule;
const run = promisify(execFile);
let got = "";
const server = http.createServer((request, answer) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    got = `${request.url} ${request.headers["x-c"] ?? ""} ${body}`.trim();
    answer.end();
  });
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));

const responses = { 200: { description: "ok" } };
const list = { type: "array", items: { type: "string" } };
const object = { type: "object", properties: { n: { type: "integer" } } };
const form = { "application/x-www-form-urlencoded": { schema: { type: "object", properties: { c: list } } } };
const get = (...parameters) => ({ get: { parameters, responses } });
const paths = {
  "/object": get({ name: "c", in: "query", schema: object }),
  "/form": { post: { requestBody: { content: form }, responses } },
  "/header": get({ name: "X-C", in: "header", schema: list }),
  "/list": get({ name: "c", in: "query", schema: list }),
  "/deep": get({ name: "c", in: "query", style: "deepObject", explode: true, schema: object }),
};
const values = {
  "/object": { query: { c: { n: 1 } } },
  "/form": { formData: { c: ["x", "y"] } },
  "/header": { header: { "X-C": ["3", "4"] } },
  "/list": { query: { c: ["3", "4"] } },
  "/deep": { query: { c: { n: 1 } } },
};
const oas = new Oas({
  openapi: "3.0.3",
  info: { title: "Samples", version: "1" },
  servers: [{ url: `http://127.0.0.1:${server.address().port}` }],
  paths,
});
for (const [path, item] of Object.entries(paths)) {
  const har = oasToHar(oas, oas.operation(path, Object.keys(item)[0]), values[path]);
  for (const harIsAlreadyEncoded of path === "/list" ? [true, false] : [true]) {
    const [snippet] = await new HTTPSnippet(har, { harIsAlreadyEncoded }).convert("shell", "curl");
    await run("bash", ["-c", `${snippet.replace("curl ", "curl --globoff --silent ")}`]);
    console.log(`${path}${harIsAlreadyEncoded ? "" : ", without that option"}:`, decodeURI(got));
  }
}
server.close();
process.exit(0);
END_OF_SCRIPT
node see.mjs 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
/object: /object?c=n=1
/form: /form  c=x%2Cy
/header: /header 4
/list: /list?c=3&c=4
/list, without that option: /list?c=3%26c%3D4
/deep: /deep?c[n]=1
END_OF_TEXT
