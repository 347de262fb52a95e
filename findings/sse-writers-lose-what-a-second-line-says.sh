#!/usr/bin/env bash
# HTML Standard, 9.2.5: a line of an event stream ends with a line feed, a carriage return or both, so each of the three
# inside a value begins a line that needs a `data:` of its own; 9.2.6: a line that begins with no field known there is
# ignored. Two writers for Node, each by its public interface: better-sse 0.16.1 writes what its documented option
# `serializer` gives behind one `data:`, so that of every text with lines the first is all that arrives, of JSON that is
# indented the brace; fastify-sse-v2 4.2.2 cuts at line feeds only, so that of a progress line (`10%`, carriage return,
# `20%`) the rest is gone. better-sse writes no space behind the colon, and readers drop one there (9.2.6), so a text that
# begins with a space loses it. hono 4.13.19 and h3 2.0.8 write each line; all are of npm, read by eventsource-parser 3.1.1.
#
# Seen on 2026-11-30: the lines that this prints.
#
# Ends with 0 while that is so. Needs node, npm and its package index; opens no port; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts better-sse@0.16.1 fastify-sse-v2@4.2.2 fastify@5.12.8 \
  hono@4.13.19 h3@2.0.8 eventsource-parser@3.1.1 > npm.log 2>&1
cat > see.mjs <<'END_OF_SCRIPT'
import { createEventBuffer } from 'better-sse';
import { createParser } from 'eventsource-parser';
import fastify from 'fastify';
import { FastifySSEPlugin } from 'fastify-sse-v2';
import { H3, createEventStream } from 'h3';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';

const TEXTS = { lines: 'one\ntwo', json: JSON.stringify({ a: 1 }, null, 2), progress: '10%\r20%', indented: '  code' };

async function byFastify(text) {
  const app = fastify();
  await app.register(FastifySSEPlugin);
  app.get('/', (request, reply) => {
    reply.sse((async function* events() {
      yield { data: text };
    })());
  });
  return (await app.inject('/')).payload;
}

async function byHono(text) {
  const app = new Hono();
  app.get('/', (context) => streamSSE(context, (stream) => stream.writeSSE({ data: text })));
  return (await app.request('/')).text();
}

async function byH3(text) {
  const app = new H3();
  app.get('/', (event) => {
    const stream = createEventStream(event);
    stream.push(text).then(() => stream.close());
    return stream.send();
  });
  return (await app.request('/')).text();
}

const WRITERS = {
  'better-sse': async (text) => createEventBuffer({ serializer: String }).push(text).read(),
  'fastify-sse-v2': byFastify,
  hono: byHono,
  h3: byH3,
};

function read(stream) {
  const events = [];
  const parser = createParser({ onEvent: (event) => events.push(event.data) });
  parser.feed(stream);
  return JSON.stringify(events);
}

for (const [name, text] of Object.entries(TEXTS)) {
  console.log(name, JSON.stringify(text));
  for (const [writer, write] of Object.entries(WRITERS)) console.log(`  ${writer}: ${read(await write(text))}`);
}
END_OF_SCRIPT
node see.mjs 2> errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
lines "one\ntwo"
  better-sse: ["one"]
  fastify-sse-v2: ["one\ntwo"]
  hono: ["one\ntwo"]
  h3: ["one\ntwo"]
json "{\n  \"a\": 1\n}"
  better-sse: ["{"]
  fastify-sse-v2: ["{\n  \"a\": 1\n}"]
  hono: ["{\n  \"a\": 1\n}"]
  h3: ["{\n  \"a\": 1\n}"]
progress "10%\r20%"
  better-sse: ["10%"]
  fastify-sse-v2: ["10%"]
  hono: ["10%\n20%"]
  h3: ["10%\n20%"]
indented "  code"
  better-sse: [" code"]
  fastify-sse-v2: ["  code"]
  hono: ["  code"]
  h3: ["  code"]
END_OF_TEXT
