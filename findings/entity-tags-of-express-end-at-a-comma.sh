#!/usr/bin/env bash
# RFC 9110, 8.8.3: an entity tag is what stands in quotes, without blanks, controls and quotes inside, so that
# `"v1,en"`, a version and a language, is one; 13.1.2: `If-None-Match` is `*` or a list of tags, compared weakly, and
# 304 answers a GET where one of them is that of the answer. `fresh` 2.0.0 (npm), by which Express 5.3.0 and Koa 3.3.0
# (with koa-conditional-get 3.0.0) decide on it, cuts the list at each comma, so that such a tag never matches and each
# answer is sent whole. @fastify/etag 6.2.0 compares the header as one text: a browser's single tag matches, the list of
# a cache that holds several (RFC 9111, 4.3.1) and `*` do not. hono 4.13.19 (`hono/etag`) and werkzeug 3.1.9 (PyPI) read
# all of them.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, node, npm and package indexes; servers on loopback; writes into a
# temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check werkzeug==3.1.9
npm install --silent --no-audit --no-fund --ignore-scripts express@5.3.0 fresh@2.0.0 koa@3.3.0 \
  koa-conditional-get@3.0.0 fastify@5.12.8 @fastify/etag@6.2.0 hono@4.13.19 > npm.log 2>&1
cat > see.mjs <<'END_OF_SCRIPT'
import http from "node:http";
import fastifyEtag from "@fastify/etag";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import { etag } from "hono/etag";
import Koa from "koa";
import conditional from "koa-conditional-get";

const listening = (app) => new Promise((ready) => {
  const server = app.listen(0, "127.0.0.1", () => ready(server));
});
// not fetch, which adds a Cache-Control of its own to a request with this header
const status = (port, header) => new Promise((done) => {
  http.get({ host: "127.0.0.1", port, path: "/", agent: false, headers: { "If-None-Match": header } },
    (answer) => answer.resume().on("end", () => done(answer.statusCode)));
});

async function servers(tag) {
  const ofExpress = express();
  ofExpress.get("/", (_, answer) => answer.set("ETag", tag).send("text"));
  const ofKoa = new Koa();
  ofKoa.use(conditional());
  ofKoa.use((context) => { context.set("ETag", tag); context.body = "text"; });
  const ofFastify = Fastify();
  await ofFastify.register(fastifyEtag);
  ofFastify.get("/", (_, answer) => answer.header("etag", tag).send("text"));
  await ofFastify.listen({ port: 0, host: "127.0.0.1" });
  const ofHono = new Hono();
  ofHono.use(etag());
  ofHono.get("/", (context) => context.text("text", 200, { ETag: tag }));
  const [first, second] = [await listening(ofExpress), await listening(ofKoa)];
  return {
    Express: (header) => status(first.address().port, header),
    Koa: (header) => status(second.address().port, header),
    Fastify: (header) => status(ofFastify.server.address().port, header),
    Hono: async (header) => (await ofHono.request("/", { headers: { "If-None-Match": header } })).status,
  };
}

const cases = { '"v1,en"': ['"v1,en"', '"v0,en", "v1,en"'], '"v1"': ['"v1"', 'W/"v1"', '"v0", "v1"', "*"] };
for (const [tag, headers] of Object.entries(cases)) {
  const asked = await servers(tag);
  for (const header of headers) {
    const said = [];
    for (const [name, ask] of Object.entries(asked)) said.push(`${name} ${await ask(header)}`);
    console.log(`ETag: ${tag}, If-None-Match: ${header}: ${said.join(", ")}`);
  }
}
process.exit(0);
END_OF_SCRIPT
cat > see.py <<'END_OF_PYTHON'
from werkzeug.test import Client
from werkzeug.wrappers import Response


def application(tag):
    def answer(environ, start_response):
        return Response("text", headers={"ETag": tag}).make_conditional(environ)(environ, start_response)

    return Client(answer)


for tag, header in (('"v1,en"', '"v0,en", "v1,en"'), ('"v1"', '"v0", W/"v1"'), ('"v1"', "*")):
    said = application(tag).get("/", headers={"If-None-Match": header}).status_code
    print(f"ETag: {tag}, If-None-Match: {header}: werkzeug {said}")
END_OF_PYTHON
{
  node see.mjs
  environment/bin/python see.py
} 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
ETag: "v1,en", If-None-Match: "v1,en": Express 200, Koa 200, Fastify 304, Hono 304
ETag: "v1,en", If-None-Match: "v0,en", "v1,en": Express 200, Koa 200, Fastify 200, Hono 304
ETag: "v1", If-None-Match: "v1": Express 304, Koa 304, Fastify 304, Hono 304
ETag: "v1", If-None-Match: W/"v1": Express 304, Koa 304, Fastify 304, Hono 304
ETag: "v1", If-None-Match: "v0", "v1": Express 304, Koa 304, Fastify 200, Hono 304
ETag: "v1", If-None-Match: *: Express 304, Koa 304, Fastify 200, Hono 304
ETag: "v1,en", If-None-Match: "v0,en", "v1,en": werkzeug 304
ETag: "v1", If-None-Match: "v0", W/"v1": werkzeug 304
ETag: "v1", If-None-Match: *: werkzeug 304
END_OF_TEXT
