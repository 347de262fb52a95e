#!/usr/bin/env bash
# YAML 1.2.2 calls YAML 1.2 "a strict superset of JSON" (1.2): quoted scalars may hold every character above the controls
# of C0 (5.1), next line (U+0085) is no line break any more (5.4), tabs may separate (6.2), and a quoted key between
# braces may be as long as it likes, with its colon on the next line (7.4.2). So tools read OpenAPI documents in JSON with
# their YAML loader. ruamel.yaml 0.19.1 (PyPI, "YAML 1.2") reads the two escapes that `json.dumps` writes for a rare
# character of a name as two halves, a text that cannot be encoded any more, reads U+0085 as a space, and refuses U+007F,
# keys over 1,024 characters and that colon. PyYAML 6.0.4 (PyPI; YAML 1.1, whose tie to JSON is looser) shares that, and
# differs with its own C loader: the one refuses tabs, the other the two escapes. yaml 2.9.1 and js-yaml 5.5.0 (npm) read
# each as JSON.parse does.
#
# Seen on 2026-11-30: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, node, npm and package indexes; opens no port; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4 ruamel.yaml==0.19.1
npm install --silent --no-audit --no-fund --ignore-scripts yaml@2.9.1 js-yaml@5.5.0 > npm.log 2>&1
cat > see.py <<'END_OF_PYTHON'
import json

import yaml
from ruamel.yaml import YAML

DOCUMENTS = {
    "tabs": '{\n\t"a": 1,\n\t"b": [\n\t\t2\n\t]\n}',
    "rare": json.dumps({"name": "\U00020bb7\u91ce"}),
    "next line": '{"a": "x\u0085y"}',
    "delete": '{"a": "\x7f"}',
    "long key": json.dumps({"k" * 1100: 1}),
    "colon": '{"a"\n: 1}',
}
LOADERS = {
    "ruamel.yaml": lambda text: YAML(typ="safe", pure=True).load(text),
    "PyYAML": yaml.safe_load,
    "PyYAML, C": lambda text: yaml.load(text, Loader=yaml.CSafeLoader),
}
json.dump(DOCUMENTS, open("documents.json", "w"))
for name, text in DOCUMENTS.items():
    for loader, load in LOADERS.items():
        try:
            value = load(text)
            same = "same" if value == json.loads(text) else ascii(value)
        except Exception as error:
            same = type(error).__name__
        print(f"{name}: {loader} {same}")
END_OF_PYTHON
cat > see.mjs <<'END_OF_SCRIPT'
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import * as js from 'js-yaml';
import { parse } from 'yaml';

for (const [name, text] of Object.entries(JSON.parse(readFileSync('documents.json', 'utf8')))) {
  for (const [loader, load] of [['yaml', parse], ['js-yaml', js.load]]) {
    console.log(`${name}: ${loader} ${isDeepStrictEqual(load(text), JSON.parse(text)) ? 'same' : 'other'}`);
  }
}
END_OF_SCRIPT
{ environment/bin/python see.py; node see.mjs; } | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
tabs: ruamel.yaml same
tabs: PyYAML ScannerError
tabs: PyYAML, C same
rare: ruamel.yaml {'name': '\ud842\udfb7\u91ce'}
rare: PyYAML {'name': '\ud842\udfb7\u91ce'}
rare: PyYAML, C ScannerError
next line: ruamel.yaml {'a': 'x y'}
next line: PyYAML {'a': 'x y'}
next line: PyYAML, C {'a': 'x y'}
delete: ruamel.yaml ReaderError
delete: PyYAML ReaderError
delete: PyYAML, C ReaderError
long key: ruamel.yaml ParserError
long key: PyYAML ParserError
long key: PyYAML, C ParserError
colon: ruamel.yaml ParserError
colon: PyYAML ParserError
colon: PyYAML, C ParserError
tabs: yaml same
tabs: js-yaml same
rare: yaml same
rare: js-yaml same
next line: yaml same
next line: js-yaml same
delete: yaml same
delete: js-yaml same
long key: yaml same
long key: js-yaml same
colon: yaml same
colon: js-yaml same
END_OF_TEXT
