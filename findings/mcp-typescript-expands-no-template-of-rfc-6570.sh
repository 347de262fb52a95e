#!/usr/bin/env bash
# MCP, "Resource Templates": `uriTemplate` is one "according to RFC 6570". The class that the official TypeScript SDK
# expands and matches them with (`UriTemplate`, @modelcontextprotocol/server 2.4.0, npm) differs from that RFC: of two
# variables in one expression none is encoded (3.2.2: a blank stands in the URI as it is); `{;x}` (3.2.7) is
# nothing; an exploded list in a query is a comma list (3.2.8: `?list=a&list=b`); a prefix `{x:3}` (2.4.1) is an empty
# text. In matching it decodes nothing, so that what it expanded comes back as another value, and it finds `{?x,y}` only
# with both in that order. The Python SDK (mcp 2.3.0, PyPI) encodes, decodes and takes any order, and refuses the two
# modifiers by name: one template and URI give two servers two values.
#
# Seen on 2026-11-28 (title "a b", day "1"):
#   TypeScript: {day,title} 1,a b    {title} a%20b, matched: a%20b    {;day} ""    {?l*} ?l=a,b    ?y=2&x=1 null
#   Python:     {day,title} 1,a%20b    matched: a b    {;day} ;day=1    {?l*} an error    ?y=2&x=1 both
#
# Ends with 0 while that is so. Needs node, npm, python3.11 and their package indexes; writes into a temporary folder.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @modelcontextprotocol/server@2.4.0 >/dev/null
cat > expand.mjs <<'END_OF_JAVASCRIPT'
import { UriTemplate } from '@modelcontextprotocol/server';

const values = { day: '1', title: 'a b', l: ['a', 'b'] };
const expand = (template) => new UriTemplate(template).expand(values);
const match = (template, uri) => new UriTemplate(template).match(uri);
const said = {
  pair: expand('{day,title}'),
  single: expand('{title}'),
  back: match('note://{title}', `note://${expand('{title}')}`).title,
  path: expand('{;day}'),
  exploded: expand('{?l*}'),
  prefix: expand('{title:1}'),
  query: match('note://a{?x,y}', 'note://a?x=1&y=2'),
  turned: match('note://a{?x,y}', 'note://a?y=2&x=1'),
};
console.log('TypeScript', JSON.stringify(said));
const seen = {
  pair: '1,a b',
  single: 'a%20b',
  back: 'a%20b',
  path: '',
  exploded: '?l=a,b',
  prefix: '',
  query: { x: '1', y: '2' },
  turned: null,
};
if (JSON.stringify(said) !== JSON.stringify(seen)) {
  console.log('changed');
  process.exit(1);
}
END_OF_JAVASCRIPT
node expand.mjs
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check mcp==2.3.0
environment/bin/python - <<'END_OF_PYTHON'
from mcp.shared.uri_template import InvalidUriTemplate, UriTemplate

VALUES = {"day": "1", "title": "a b", "l": ["a", "b"]}


def expand(template: str) -> str:
    try:
        return UriTemplate.parse(template).expand(VALUES)
    except InvalidUriTemplate:
        return "an error"


SAID = {
    "pair": expand("{day,title}"),
    "back": UriTemplate.parse("note://{title}").match("note://" + expand("{title}")),
    "path": expand("{;day}"),
    "exploded": expand("{?l*}"),
    "prefix": expand("{title:1}"),
    "turned": UriTemplate.parse("note://a{?x,y}").match("note://a?y=2&x=1"),
}
print("Python    ", SAID)
SEEN = {
    "pair": "1,a%20b",
    "back": {"title": "a b"},
    "path": ";day=1",
    "exploded": "an error",
    "prefix": "an error",
    "turned": {"x": "1", "y": "2"},
}
if SAID != SEEN:
    raise SystemExit("changed")
END_OF_PYTHON
