#!/usr/bin/env bash
# RFC 6570, 3.2.8: `{?page}` gives `?page=` only where the value of `page` is the empty string, and 2.3 calls a list
# of no members undefined, so that it leaves no trace. Two libraries bend that for values an API is full of.
# uritemplate 4.2.0 (PyPI) writes the numbers 1 and up and True as text, but 0 and False as an empty value in a
# query; in a path (`/items/{n}`) it writes the same 0. url-template 3.1.1 (npm) names a list of no members in
# `{?tags}` and `{;tags}`, which a server reads as one empty tag, and with the `*` it leaves it out as it should.
# uri_template 1.3.0 (PyPI) and uri-template 2.0.0 (npm) do both as expected.
#
# Seen on 2026-11-28:
#   uritemplate:  page 0: /a?page=&limit=10   done False: /a?done=   done True: /a?done=True   in a path: /items/0
#   url-template: {?tags,q}: /a?tags=&q=x   {?tags*,q}: /a?q=x   {;tags}: /a;tags=
#
# Ends with 0 while that is so. Needs node, npm, python3.11 and their package indexes; writes into a temporary folder.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check uritemplate==4.2.0 uri-template==1.3.0
npm install --silent --no-audit --no-fund --ignore-scripts url-template@3.1.1 uri-template@2.0.0 >/dev/null

environment/bin/python - <<'END_OF_PYTHON'
import uri_template
import uritemplate

CASES = (
    ("page 0", "/a{?page,limit}", {"page": 0, "limit": 10}, "/a?page=&limit=10", "/a?page=0&limit=10"),
    ("done False", "/a{?done}", {"done": False}, "/a?done=", "/a?done=false"),
    ("done True", "/a{?done}", {"done": True}, "/a?done=True", "/a?done=true"),
    ("in a path", "/items/{n}", {"n": 0}, "/items/0", "/items/0"),
)
for name, template, values, seen, other in CASES:
    said = uritemplate.expand(template, values)
    if said != seen:
        raise SystemExit(f"uritemplate, {name}: {said}: changed")
    print(f"uritemplate,  {name}: {said}   uri_template: {uri_template.expand(template, **values)}")
    if uri_template.expand(template, **values) != other:
        raise SystemExit("uri_template: changed")
END_OF_PYTHON

cat > lists.mjs <<'END_OF_JAVASCRIPT'
import peer from 'uri-template';
import { parseTemplate } from 'url-template';

const values = { tags: [], q: 'x' };
for (const [template, seen, other] of [
  ['/a{?tags,q}', '/a?tags=&q=x', '/a?q=x'],
  ['/a{?tags*,q}', '/a?q=x', '/a?q=x'],
  ['/a{;tags}', '/a;tags=', '/a'],
]) {
  const said = parseTemplate(template).expand(values);
  const peerSaid = peer.parse(template).expand(values);
  console.log(`url-template, ${template}: ${said}   uri-template: ${peerSaid}`);
  if (said !== seen || peerSaid !== other) {
    console.log('changed');
    process.exit(1);
  }
}
END_OF_JAVASCRIPT
node lists.mjs
