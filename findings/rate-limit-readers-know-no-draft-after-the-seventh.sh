#!/usr/bin/env bash
# "RateLimit header fields for HTTP" (draft-ietf-httpapi-ratelimit-headers): since the eighth draft `RateLimit: "burst";
# r=99; t=60` with `RateLimit-Policy: "burst"; q=100; w=60`, lists of RFC 9651; in the seventh `limit=100, remaining=99,
# reset=60`; three fields before. express-rate-limit 8.7.5 (npm) sends the one that its option names, and its README has
# ratelimit-header-parser 0.1.0 (npm, of the same authors) for clients. That one answers the new form with an object of
# NaN and an Invalid Date, where it documents `undefined` for what it does not find: `remaining < 1` is false for ever.
# Without a reset it takes the `Retry-After: 60` beside it for a time in 1970, where RFC 9110 (10.2.3) has seconds to
# wait. ratelimit-headers 0.1.0 (PyPI) says "ietf" of both combined forms and has nothing of either. retryheader 1.0.0
# (PyPI) reads the new form only, and raises for the older one.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, node, npm and package indexes; a server on loopback; writes into a
# temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check ratelimit-headers==0.1.0 retryheader==1.0.0
npm install --silent --no-audit --no-fund --ignore-scripts \
  express@5.3.0 express-rate-limit@8.7.5 ratelimit-header-parser@0.1.0 > npm.log 2>&1
cat > see.mjs <<'END_OF_SCRIPT'
import { writeFileSync } from "node:fs";
import express from "express";
import { rateLimit } from "express-rate-limit";
import { parseRateLimit } from "ratelimit-header-parser";

function told(parsed) {
  const when = Math.round((parsed.reset - Date.now()) / 10000) * 10;
  const reset = Number.isNaN(when) ? String(parsed.reset) : when < 0 ? parsed.reset.toISOString() : `in ${when} s`;
  return `limit ${parsed.limit}, remaining ${parsed.remaining}, reset ${reset}`;
}

async function sent(standardHeaders) {
  const app = express();
  app.use(rateLimit({ windowMs: 60000, limit: 100, standardHeaders, legacyHeaders: false, identifier: "burst" }));
  app.get("/", (_, answer) => answer.send("ok"));
  return new Promise((resolve) => {
    const server = app.listen(0, "127.0.0.1", async () => {
      const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
      await answer.text();
      server.close();
      resolve(answer);
    });
  });
}

const fields = {};
for (const draft of ["draft-6", "draft-7", "draft-8"]) {
  const answer = await sent(draft);
  fields[draft] = Object.fromEntries([...answer.headers].filter(([name]) => name.startsWith("ratelimit")));
  if (draft !== "draft-6") console.log(`${draft}: RateLimit: ${fields[draft].ratelimit}`);
  console.log(`  ratelimit-header-parser, ${draft}:`, told(parseRateLimit(answer)));
}
const later = { "x-ratelimit-limit": "9", "x-ratelimit-remaining": "0", "retry-after": "60" };
console.log("  ratelimit-header-parser, Retry-After: 60:", told(parseRateLimit(later)));
writeFileSync("fields.json", JSON.stringify(fields));
process.exit(0);
END_OF_SCRIPT
cat > see.py <<'END_OF_PYTHON'
import json

import retryheader
from ratelimit_headers import parse

for draft, fields in json.load(open("fields.json")).items():
    state = parse(response_headers=fields)
    reset = "none" if state.reset is None else "a time"
    known = f"limit {state.limit}, remaining {state.remaining}, reset {reset}"
    print(f"  ratelimit-headers, {draft}: {state.source}, {known}")
    if "ratelimit" in fields:
        try:
            limit = retryheader.parse_ratelimit(fields["ratelimit"])[0]
            print(f"  retryheader, {draft}: remaining {limit.remaining}, reset in {limit.window} s")
        except retryheader.RateLimitError as error:
            print(f"  retryheader, {draft}: {type(error).__name__}")
END_OF_PYTHON
{
  node see.mjs
  environment/bin/python see.py
} 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
  ratelimit-header-parser, draft-6: limit 100, remaining 99, reset in 60 s
draft-7: RateLimit: limit=100, remaining=99, reset=60
  ratelimit-header-parser, draft-7: limit 100, remaining 99, reset in 60 s
draft-8: RateLimit: "burst"; r=99; t=60
  ratelimit-header-parser, draft-8: limit NaN, remaining NaN, reset Invalid Date
  ratelimit-header-parser, Retry-After: 60: limit 9, remaining 0, reset 1970-01-01T00:01:00.000Z
  ratelimit-headers, draft-6: ietf, limit 100, remaining 99, reset a time
  ratelimit-headers, draft-7: ietf, limit None, remaining None, reset none
  retryheader, draft-7: RateLimitError
  ratelimit-headers, draft-8: ietf, limit None, remaining None, reset none
  retryheader, draft-8: remaining 99, reset in 60 s
END_OF_TEXT
