#!/usr/bin/env bash
# YAML 1.2.2, 10.3: the core schema has tags for null, bool, int, float and text; `op: =`, a filter's operator, is the
# text "=". YAML 1.1 had a type of its own for that sign, with the tag `value`, and the loaders of ruamel.yaml 0.19.1
# (PyPI, "YAML 1.2") still resolve it and have nothing to make of it: `YAML(typ="safe")` raises, and the default loader
# hands over an object TaggedScalar that is not equal to "=" and that json refuses. strictyaml 1.7.3 (PyPI), whose rule
# is that every scalar without a schema is text, hands over the same object, for a `Str()` in a schema too, and writes
# the document as `op: !!value '='`, which it refuses to read: tags are disallowed. yaml 2.9.1 (npm)
# reads "=".
#
# Seen on 2026-11-28:
#   ruamel.yaml: safe ConstructorError, default TaggedScalar     strictyaml: TaggedScalar, its own text TagTokenDisallowed
#
# Ends with 0 while that is so. Needs node, npm, python3.11 and their package indexes; writes into a temporary folder.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check ruamel.yaml==0.19.1 strictyaml==1.7.3
environment/bin/python - <<'END_OF_PYTHON'
import strictyaml
from ruamel.yaml import YAML
from ruamel.yaml.constructor import ConstructorError

TEXT = "op: =\n"


def said(load) -> str:
    try:
        value = load()
    except (ConstructorError, strictyaml.TagTokenDisallowed) as error:
        return type(error).__name__
    return f"{type(value).__name__}, equal: {value == '='}"


schema = strictyaml.Map({"op": strictyaml.Str()})
SAID = {
    "ruamel.yaml, safe": said(lambda: YAML(typ="safe").load(TEXT)["op"]),
    "ruamel.yaml, default": said(lambda: YAML().load(TEXT)["op"]),
    "strictyaml": said(lambda: strictyaml.load(TEXT).data["op"]),
    "strictyaml, Str()": said(lambda: strictyaml.load(TEXT, schema).data["op"]),
    "strictyaml, its own text": said(lambda: strictyaml.load(strictyaml.load(TEXT).as_yaml()).data["op"]),
}
SEEN = {
    "ruamel.yaml, safe": "ConstructorError",
    "ruamel.yaml, default": "TaggedScalar, equal: False",
    "strictyaml": "TaggedScalar, equal: False",
    "strictyaml, Str()": "TaggedScalar, equal: False",
    "strictyaml, its own text": "TagTokenDisallowed",
}
for name, words in SAID.items():
    print(f"{name}: {words}")
print("strictyaml writes", repr(strictyaml.load(TEXT).as_yaml()))
if SAID != SEEN:
    raise SystemExit("changed")
END_OF_PYTHON
npm install --silent --no-audit --no-fund --ignore-scripts yaml@2.9.1 >/dev/null
node -e "
const value = require('yaml').parse('op: =').op;
console.log('yaml (npm):', JSON.stringify(value));
if (value !== '=') throw new Error('changed');
"
