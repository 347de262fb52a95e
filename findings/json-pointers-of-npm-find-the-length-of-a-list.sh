#!/usr/bin/env bash
# JSON Pointer and JSON Patch in JavaScript (npm): jsonpointer 5.0.1, json-pointer 0.6.2, fast-json-patch 3.1.1,
# rfc6902 5.4.0. RFC 6901, section 4: in a list a token is "-" or digits without a leading zero, everything else is an
# error. All four answer the pointer /list/length with the number of members, a value that the document does not
# hold, so that a `test` of rfc6902's patch passes on it; fast-json-patch takes the index 01 for 1 as well, when it reads and
# when it adds. rfc6902 answers the case of RFC 6902, 4.1, in which the whole document is replaced (`add` at ""), with MissingError,
# and reports success for `replace` at /list/-, the member after the last, which does not exist (4.3: it must), and
# changes nothing. jsonpointer 3.12 (PyPI) refuses length and 01.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs node, npm, python3.11 and their package indexes; writes into a temporary folder
# only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts \
  jsonpointer@5.0.1 json-pointer@0.6.2 fast-json-patch@3.1.1 rfc6902@5.4.0 >/dev/null
cat > pointers.cjs <<'END_OF_JAVASCRIPT'
const simple = require('jsonpointer');
const dashed = require('json-pointer');
const fast = require('fast-json-patch');
const rfc6902 = require('rfc6902');

const document = () => ({ list: ['a', 'b'] });
const said = (read) => {
  try {
    const value = read();
    return value === undefined ? 'nothing' : JSON.stringify(value);
  } catch {
    return 'throws';
  }
};
for (const pointer of ['/list/1', '/list/01', '/list/length']) {
  const answers = [
    said(() => simple.get(document(), pointer)),
    said(() => dashed.get(document(), pointer)),
    said(() => fast.getValueByPointer(document(), pointer)),
    said(() => rfc6902.Pointer.fromJSON(pointer).get(document())),
  ];
  console.log(pointer, '|', answers.join(' | '));
}
const patches = [
  [{ op: 'test', path: '/list/length', value: 2 }],
  [{ op: 'add', path: '/list/01', value: 'c' }],
  [{ op: 'add', path: '', value: { new: 1 } }],
  [{ op: 'replace', path: '/list/-', value: 'c' }],
];
for (const patch of patches) {
  const quick = said(() => fast.applyPatch(document(), patch, true).newDocument);
  const target = document();
  const [failure] = rfc6902.applyPatch(target, patch);
  console.log(JSON.stringify(patch[0]), '|', quick, '|', failure ? failure.name : JSON.stringify(target));
}
END_OF_JAVASCRIPT
node pointers.cjs | tee seen.txt
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check jsonpointer==3.12
environment/bin/python - <<'END_OF_PYTHON' | tee -a seen.txt
import jsonpointer

for pointer in ("/list/1", "/list/01", "/list/length"):
    try:
        print("Python:", pointer, jsonpointer.resolve_pointer({"list": ["a", "b"]}, pointer))
    except jsonpointer.JsonPointerException:
        print("Python:", pointer, "refused")
END_OF_PYTHON
diff - seen.txt <<'END_OF_TEXT'
/list/1 | "b" | "b" | "b" | "b"
/list/01 | nothing | throws | "b" | nothing
/list/length | 2 | 2 | 2 | 2
{"op":"test","path":"/list/length","value":2} | throws | {"list":["a","b"]}
{"op":"add","path":"/list/01","value":"c"} | {"list":["a","c","b"]} | MissingError
{"op":"add","path":"","value":{"new":1}} | {"new":1} | MissingError
{"op":"replace","path":"/list/-","value":"c"} | throws | {"list":["a","b"]}
Python: /list/1 b
Python: /list/01 refused
Python: /list/length refused
END_OF_TEXT
