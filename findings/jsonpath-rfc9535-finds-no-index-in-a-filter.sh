#!/usr/bin/env bash
# RFC 9535, 2.3.5.1: either side of a comparison in a filter may be a singular query, made of names and indexes
# (`$.limits[0]`, `@.tags[-1]`); 2.4.6: `match()` asks whether the whole text matches, so that `v1|v2` is one of two
# texts. jsonpath-rfc9535 1.3.0 (npm), whose README speaks of the whole compliance suite passed, has nothing at an index
# there: `@.n == $.limits[1]` selects no row and `!=` selects every one, without an error; as a test of existence and
# in `length()` the same query finds its value. Of the alternatives of `match()` the first is tied to the start only and
# the last to the end, so that "v10" and "old-v2" match `v1|v2`. `$..*` goes level by level, where 2.5.2.2 has each node
# immediately before its descendants. json-p3 2.3.1 (npm) does all of it as the RFC says.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs node, npm and its package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts jsonpath-rfc9535@1.3.0 json-p3@2.3.1 > npm.log 2>&1
cat > see.mjs <<'END_OF_SCRIPT'
import { query } from "jsonpath-rfc9535";
import { jsonpath } from "json-p3";

const document = {
  limits: [1, 2],
  rows: [{ n: 1, tags: ["x", "y"] }, { n: 2, tags: ["y", "x"] }],
  names: ["v1", "v2", "v10", "old-v2"],
  deep: [[1, [2]], { b: [3] }],
};
const queries = [
  "$.rows[?@.n == $.limits[1]].n",
  "$.rows[?@.n != $.limits[1]].n",
  "$.rows[?@.n < $.limits[1]].n",
  "$.rows[?@.tags[-1] == 'x'].n",
  "$.rows[?@.tags[0]].n",
  "$.rows[?length(@.tags[0]) == 1].n",
  "$.names[?match(@, 'v1|v2')]",
  "$.names[?match(@, '(v1|v2)')]",
  "$.deep..*",
];
for (const each of queries) {
  const right = jsonpath.query(each, document).values();
  console.log(each, JSON.stringify(query(document, each)), JSON.stringify(right));
}
END_OF_SCRIPT
node see.mjs | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
$.rows[?@.n == $.limits[1]].n [] [2]
$.rows[?@.n != $.limits[1]].n [1,2] [1]
$.rows[?@.n < $.limits[1]].n [] [1]
$.rows[?@.tags[-1] == 'x'].n [] [2]
$.rows[?@.tags[0]].n [1,2] [1,2]
$.rows[?length(@.tags[0]) == 1].n [1,2] [1,2]
$.names[?match(@, 'v1|v2')] ["v1","v2","v10","old-v2"] ["v1","v2"]
$.names[?match(@, '(v1|v2)')] ["v1","v2"] ["v1","v2"]
$.deep..* [[1,[2]],{"b":[3]},1,[2],[3],2,3] [[1,[2]],{"b":[3]},1,[2],2,[3],3]
END_OF_TEXT
