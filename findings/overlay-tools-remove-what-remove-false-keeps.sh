#!/usr/bin/env bash
# The OpenAPI Overlay Specification (1.0.0 to 1.2.0) says of an action's `remove`: "The default value is false".
# Three implementations remove the target as soon as the key is there, `remove: false` too, with an `update` beside
# it as well: openapi-overlays-js 0.2.0 and bump-cli 2.11.0 (npm), oas-patch 0.6.0 (PyPI). openapi-format 1.33.6
# (npm) keeps it. Of two neighbours that a filter selects, the same openapi-format removes the first and then, since
# the list has moved up, what stands behind the second: what was to go stays, and what was to stay is gone.
#
# Seen on 2026-11-28: `version` is gone in three results; of the items 1, 2 and 3, of which 3 is to be kept, 2 is left.
#
# Ends with 0 while that is so. Needs node, npm, python3.11 and their package indexes; writes into a temporary folder.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts \
  openapi-overlays-js@0.2.0 bump-cli@2.11.0 openapi-format@1.33.6 >/dev/null
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check oas-patch==0.6.0
cat > api.yaml <<'END'
openapi: 3.1.0
info: {title: A, version: '1'}
paths: {}
x-items: [{id: 1, keep: false}, {id: 2, keep: false}, {id: 3, keep: true}]
END
cat > keep.yaml <<'END'
overlay: 1.1.0
info: {title: Keeps everything, version: '1'}
actions: [{target: $.info.version, remove: false}]
END
cat > drop.yaml <<'END'
overlay: 1.1.0
info: {title: Keeps the third, version: '1'}
actions: [{target: '$.x-items[?(@.keep == false)]', remove: true}]
END
sed -i 's/\$\.x-items/$["x-items"]/' drop.yaml

bin=node_modules/.bin
"$bin/overlayjs" --openapi api.yaml --overlay keep.yaml > one.yaml
"$bin/bump" overlay api.yaml keep.yaml -o two.yaml 2>/dev/null
environment/bin/oas-patch overlay api.yaml keep.yaml -o three.yaml >/dev/null
"$bin/openapi-format" api.yaml --no-sort --overlayFile keep.yaml -o four.yaml >/dev/null
for result in one two three; do
  if grep -q 'version:' "$result.yaml"; then echo "$result keeps the version: changed"; exit 1; fi
  echo "$result: version is gone"
done
grep -q 'version:' four.yaml && echo "openapi-format: version is there"

"$bin/openapi-format" api.yaml --no-sort --overlayFile drop.yaml -o five.yaml >/dev/null
if ! grep -q 'id: 2' five.yaml || grep -q 'id: 3' five.yaml; then echo "it removes the right ones: changed"; exit 1; fi
echo "openapi-format: the second neighbour is left, and nothing else:"
sed -n '/x-items/,$p' five.yaml
