#!/usr/bin/env bash
# mustache(5), "Non-Empty Lists": "the text in the block will be displayed once for each item in the list." chevron
# 0.14.0 (PyPI, "mustache templating language renderer", the one of many Python tools and prompt libraries) leaves out
# each item that Python calls false: 0, "", false and null, and the objects and lists without members. Not even the
# fixed text of the block is there for it, so rows go missing from a table without a word. pystache 0.6.8 (PyPI) and
# mustache 4.2.0 (npm) write the block for each of them.
#
# Seen on 2026-11-28 (`{{#readings}}[{{.}}]{{/readings}}` of 0, 21, 0; `{{#rows}}row {{/rows}}` of {}, {"a": 1}):
#   chevron: [21] and "row "; the two others: [0][21][0] and "row row ".
#
# Ends with 0 while that is so. Needs node, npm, python3.11 and their package indexes; writes into a temporary folder.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check chevron==0.14.0 pystache==0.6.8
npm install --silent --no-audit --no-fund --ignore-scripts mustache@4.2.0 >/dev/null
cat > cases.json <<'END_OF_JSON'
[
  ["{{#readings}}[{{.}}]{{/readings}}", {"readings": [0, 21, 0]}, "[21]", "[0][21][0]"],
  ["{{#names}}[{{.}}]{{/names}}", {"names": ["a", "", "b"]}, "[a][b]", "[a][][b]"],
  ["{{#rows}}row {{/rows}}", {"rows": [{}, {"a": 1}]}, "row ", "row row "]
]
END_OF_JSON
environment/bin/python - <<'END_OF_PYTHON'
import json

import chevron
import pystache

for template, data, seen, other in json.load(open("cases.json")):
    said = (chevron.render(template, data), pystache.render(template, data))
    print(f"{template} of {json.dumps(data)}: chevron {said[0]!r}, pystache {said[1]!r}")
    if said != (seen, other):
        raise SystemExit("changed")
END_OF_PYTHON
node --input-type=module - <<'END_OF_JAVASCRIPT'
import { readFileSync } from 'node:fs';
import mustache from 'mustache';

for (const [template, data, , other] of JSON.parse(readFileSync('cases.json', 'utf8'))) {
  const said = mustache.render(template, data);
  console.log(`${template}: mustache.js ${JSON.stringify(said)}`);
  if (said !== other) throw new Error('changed');
}
END_OF_JAVASCRIPT
