#!/usr/bin/env bash
# RFC 8288, 3: `<target>; rel="next"`; names of parameters know no case, a quoted string may hold commas, semicolons and
# brackets, `rel` is a list of relation types with blanks between (3.3), and a recipient must bear empty list elements
# (RFC 9110, 5.6.1.2), which a proxy leaves behind when it joins fields. How five readers of valid fields do:
# httpx2 2.16.2 and niquests 3.21.2 (PyPI; `response.links`, one splitting of text in both) cut at each semicolon, so a
# target with one has no `rel`, see a second link inside a title, know only lower-case names, make "next last" one
# relation, and put a quote and a comma into the name of one before an empty element. parse-link-header 2.0.0 (npm)
# has nothing for `REL` or blanks at the "=". http-link-header 1.1.4 (npm) reads all of that right and throws at the
# empty element. linkheader-parser 0.6 (PyPI) has no unquoted `rel=next`, the form in the RFC's own grammar.
#
# Seen on 2026-11-28: the relations that are printed, line by line; each should have been `next` (and `last`) alone.
#
# Ends with 0 while that is so. Needs node, npm, python3.11 and their package indexes; writes into a temporary folder.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check \
  httpx2==2.16.2 niquests==3.21.2 linkheader-parser==0.6
npm install --silent --no-audit --no-fund --ignore-scripts parse-link-header@2.0.0 http-link-header@1.1.4 >/dev/null
cat > fields.json <<'END_OF_JSON'
{
  "plain": "</a?page=2>; rel=next",
  "semicolon": "</a;v=1?page=2>; rel=\"next\"",
  "title": "</a>; rel=\"next\"; title=\"x, <y>; z\"",
  "case": "</a>; REL=\"next\"",
  "blanks": "</a>; rel = \"next\"",
  "two": "</a>; rel=\"next last\"",
  "empty": "</a>; rel=\"next\", , </b>; rel=\"last\""
}
END_OF_JSON
environment/bin/python - <<'END_OF_PYTHON'
import json

import httpx2
import linkheader_parser
import niquests

FIELDS = json.load(open("fields.json"))
SEEN = {
    "plain": ["next"],
    "semicolon": ["/a"],
    "title": ["next", "y"],
    "case": ["/a"],
    "blanks": ["next"],
    "two": ["next last"],
    "empty": ["last", 'next",'],
}
for name, field in FIELDS.items():
    response = niquests.Response()
    response.headers["link"] = field
    said = [sorted(httpx2.Response(200, headers={"link": field}).links), sorted(response.links)]
    said = [[key.removesuffix(";v=1?page=2") for key in keys] for keys in said]
    print(f"{name}: httpx2 {said[0]}, niquests {said[1]}")
    if said != [SEEN[name], SEEN[name]]:
        raise SystemExit("changed")
said = [list(linkheader_parser.parse(text)) for text in ("</a>; rel=next", '</a>; rel="next"')]
print("linkheader-parser: unquoted", said[0], "quoted", said[1])
if said != [[], ["next"]]:
    raise SystemExit("changed")
END_OF_PYTHON
cat > read.mjs <<'END_OF_JAVASCRIPT'
import { readFileSync } from 'node:fs';
import links from 'http-link-header';
import parse from 'parse-link-header';

const seen = {
  plain: ['next', 'next'],
  semicolon: ['next', 'next'],
  title: ['next', 'next'],
  case: ['', 'next'],
  blanks: ['', 'next'],
  two: ['last,next', 'last,next'],
  empty: null,
};
for (const [name, field] of Object.entries(JSON.parse(readFileSync('fields.json', 'utf8')))) {
  const first = Object.keys(parse(field) ?? {}).sort().join();
  let second;
  try {
    second = links.parse(field).refs.map((link) => link.rel).sort().join();
  } catch (error) {
    second = error.message.startsWith('Unexpected character ","') ? 'throws' : error.message;
  }
  console.log(`${name}: parse-link-header [${first}], http-link-header [${second}]`);
  const expected = seen[name] ?? [first, 'throws'];
  if (first !== expected[0] || second !== expected[1]) {
    console.log('changed');
    process.exit(1);
  }
}
END_OF_JAVASCRIPT
node read.mjs
