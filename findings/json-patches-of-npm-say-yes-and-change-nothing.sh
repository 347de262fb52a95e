#!/usr/bin/env bash
# RFC 6902: an operation whose target does not exist is an error and ends the patch (4.2, 4.3, 5), `test` of what is
# not there fails (4.6), equal numbers are equal however they are written (4.6: "numerically equal"), and a path of ""
# is the whole document. RFC 6901, 4: an index has no leading zero.
# - rfc6902 5.4.0 (npm): `createPatch` of an object and a list is a replacement of "", which its own `applyPatch`
#   refuses as missing; a replacement at `/rows/01` is reported as done, and the list is as it was.
# - fast-json-patch 3.1.1 (npm): `compare` finds no difference between [1] and {"0": 1}. By its defaults, which validate
#   nothing, a replacement of what is not there adds it, and a removal is done in silence.
# - evanphx/json-patch 5.9.11 (Go, in Kubernetes' tools): `test` of what is not there for null passes, 1 is not 1.0, and
#   `/rows/01` is `/rows/1`.
# - json-merge-patch 0.3.0 (PyPI, RFC 7386): `create_patch` from true to 1 has nothing to change.
# jsonpatch 1.48 (PyPI) does each as the RFC says.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs node, npm, go, python3.11 and their package indexes; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts rfc6902@5.4.0 fast-json-patch@3.1.1 > npm.log 2>&1
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check jsonpatch==1.48 json-merge-patch==0.3.0
go mod init example.org/see > go.log 2>&1
go get github.com/evanphx/json-patch/v5@v5.9.11 >> go.log 2>&1
cat > asked.json <<'END_OF_JSON'
[
  [{"rows": [1, 2]}, {"op": "replace", "path": "/rows/01", "value": 3}],
  [{"rows": [1, 2]}, {"op": "replace", "path": "", "value": [3]}],
  [{}, {"op": "replace", "path": "/a", "value": 3}],
  [{}, {"op": "remove", "path": "/a"}],
  [{}, {"op": "test", "path": "/a", "value": null}],
  [{"a": 1.0}, {"op": "test", "path": "/a", "value": 1}]
]
END_OF_JSON
cat > see.mjs <<'END_OF_SCRIPT'
import { readFileSync } from 'node:fs';
import fast from 'fast-json-patch';
import { applyPatch, createPatch } from 'rfc6902';

for (const [document, operation] of JSON.parse(readFileSync('asked.json', 'utf8'))) {
  const what = `${operation.op} "${operation.path}" ${JSON.stringify(operation.value) ?? ''}`;
  const mine = structuredClone(document);
  const [error] = applyPatch(mine, [operation]);
  console.log(`rfc6902: ${what}:`, error?.name ?? `done, ${JSON.stringify(mine)}`);
  try {
    const { newDocument } = fast.applyPatch(structuredClone(document), [operation]);
    console.log(`fast-json-patch: ${what}: done,`, JSON.stringify(newDocument));
  } catch (thrown) {
    console.log(`fast-json-patch: ${what}:`, thrown.name);
  }
}
const made = createPatch({ a: 1 }, [1]);
console.log('rfc6902: made', JSON.stringify(made), 'applied', applyPatch({ a: 1 }, made)[0]?.name);
console.log('fast-json-patch: made', JSON.stringify(fast.compare([1], { 0: 1 })));
END_OF_SCRIPT
cat > see.go <<'END_OF_GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	jsonpatch "github.com/evanphx/json-patch/v5"
)

func main() {
	text, _ := os.ReadFile("asked.json")
	var asked [][]json.RawMessage
	if err := json.Unmarshal(text, &asked); err != nil {
		panic(err)
	}
	for _, each := range asked {
		patch, err := jsonpatch.DecodePatch([]byte("[" + string(each[1]) + "]"))
		if err != nil {
			panic(err)
		}
		path, _ := patch[0].Path()
		value := ""
		if raw := patch[0]["value"]; raw != nil {
			value = string(*raw)
		}
		what := fmt.Sprintf("evanphx/json-patch: %s %q %s:", patch[0].Kind(), path, value)
		if out, err := patch.Apply(each[0]); err != nil {
			fmt.Println(what, "an error")
		} else {
			fmt.Println(what, "done,", string(out))
		}
	}
}
END_OF_GO
cat > see.py <<'END_OF_PYTHON'
import json

import json_merge_patch
import jsonpatch

for document, operation in json.load(open("asked.json")):
    value = json.dumps(operation["value"]) if "value" in operation else ""
    what = f'jsonpatch: {operation["op"]} "{operation["path"]}" {value}:'
    try:
        print(what, "done,", json.dumps(jsonpatch.apply_patch(document, [operation])))
    except (jsonpatch.JsonPatchException, jsonpatch.JsonPointerException) as error:
        print(what, type(error).__name__)
print("json-merge-patch: made", json_merge_patch.create_patch({"a": True}, {"a": 1}))
END_OF_PYTHON
{
  node see.mjs
  go run see.go
  venv/bin/python -W ignore see.py
} | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
rfc6902: replace "/rows/01" 3: done, {"rows":[1,2]}
fast-json-patch: replace "/rows/01" 3: done, {"rows":[1,3]}
rfc6902: replace "" [3]: MissingError
fast-json-patch: replace "" [3]: done, [3]
rfc6902: replace "/a" 3: MissingError
fast-json-patch: replace "/a" 3: done, {"a":3}
rfc6902: remove "/a" : MissingError
fast-json-patch: remove "/a" : done, {}
rfc6902: test "/a" null: TestError
fast-json-patch: test "/a" null: TEST_OPERATION_FAILED
rfc6902: test "/a" 1: done, {"a":1}
fast-json-patch: test "/a" 1: done, {"a":1}
rfc6902: made [{"op":"replace","path":"","value":[1]}] applied MissingError
fast-json-patch: made []
evanphx/json-patch: replace "/rows/01" 3: done, {"rows":[1,3]}
evanphx/json-patch: replace "" [3]: done, [3]
evanphx/json-patch: replace "/a" 3: an error
evanphx/json-patch: remove "/a" : an error
evanphx/json-patch: test "/a" : done, {}
evanphx/json-patch: test "/a" 1: an error
jsonpatch: replace "/rows/01" 3: JsonPointerException
jsonpatch: replace "" [3]: done, [3]
jsonpatch: replace "/a" 3: JsonPatchPathNotFound
jsonpatch: remove "/a" : JsonPatchPathNotFound
jsonpatch: test "/a" null: JsonPatchTestFailed
jsonpatch: test "/a" 1: done, {"a": 1.0}
json-merge-patch: made {}
END_OF_TEXT
