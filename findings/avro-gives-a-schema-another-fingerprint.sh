#!/usr/bin/env bash
# Avro 1.12, "Transforming into Parsing Canonical Form": [PRIMITIVES] `{"type": "long"}` becomes "long", [STRIP] only
# seven attributes are kept (a logicalType goes), and a type that has a name is defined once, in its first place, and
# named after that ("Names"). The fingerprint of that text ("Schema Fingerprints") is how a message or a store says which
# schema wrote it. avro 1.12.2 (PyPI, Apache's own) leaves the object around a primitive type that has a logicalType or
# an attribute of somebody's, and writes a named type out again where it is named: its fingerprints of such schemas, and
# a timestamp or a decimal is enough, are known to nobody else; for the others the three agree. fastavro 1.13.1 (PyPI) and
# avsc 5.7.9 (npm) give the same text for each.
#
# Seen on 2026-11-30: the lines that this prints, MD5 of each form.
#
# Ends with 0 while that is so. Needs python3.11, node, npm and package indexes; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check avro==1.12.2 fastavro==1.13.1
npm install --silent --no-audit --no-fund --ignore-scripts avsc@5.7.9 > npm.log 2>&1
cat > schemas.json <<'END_OF_JSON'
{
  "plain": {"type": "record", "name": "R", "namespace": "n", "doc": "d", "fields": [{"name": "a", "type": "int"}]},
  "timestamp": {"type": "record", "name": "R", "fields": [
    {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]},
  "decimal": {"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 2},
  "attribute": {"type": "string", "unit": "kg"},
  "twice": {"type": "record", "name": "R", "namespace": "n", "fields": [
    {"name": "a", "type": {"type": "fixed", "name": "F", "size": 4}}, {"name": "b", "type": "F"}]}
}
END_OF_JSON
cat > see.py <<'END_OF_PYTHON'
import hashlib
import json

import avro.schema
import fastavro.schema

for name, schema in json.load(open("schemas.json")).items():
    apache = avro.schema.parse(json.dumps(schema)).canonical_form
    other = fastavro.schema.to_parsing_canonical_form(schema)
    print(name, "avro", hashlib.md5(apache.encode()).hexdigest(), apache)
    print(name, "fastavro", hashlib.md5(other.encode()).hexdigest(), other)
END_OF_PYTHON
cat > see.cjs <<'END_OF_SCRIPT'
const { Type } = require("avsc");
for (const [name, schema] of Object.entries(require("./schemas.json"))) {
  const type = Type.forSchema(schema);
  console.log(name, "avsc", type.fingerprint("md5").toString("hex"), JSON.stringify(type.schema()));
}
END_OF_SCRIPT
{ environment/bin/python see.py; node see.cjs; } | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
plain avro 872779a7761b934cf017d16869bf67ee {"name":"n.R","type":"record","fields":[{"name":"a","type":"int"}]}
plain fastavro 872779a7761b934cf017d16869bf67ee {"name":"n.R","type":"record","fields":[{"name":"a","type":"int"}]}
timestamp avro ff1ca611eca7212f1bfb464843fad649 {"name":"R","type":"record","fields":[{"name":"at","type":{"type":"long"}}]}
timestamp fastavro 47b3c2cde72b296df0608795cdf49fed {"name":"R","type":"record","fields":[{"name":"at","type":"long"}]}
decimal avro 9cd716411bbc23ceadbf545e089a0e09 {"type":"bytes"}
decimal fastavro b462f06cb909be57c85008867784cde6 "bytes"
attribute avro 2809284b6e54d0d34017715ffe5636bd {"type":"string"}
attribute fastavro 095d71cf12556b9d5e330ad575b3df5d "string"
twice avro df7fe900a77d4162faf13a3e582f923f {"name":"n.R","type":"record","fields":[{"name":"a","type":{"name":"n.F","type":"fixed","size":4}},{"name":"b","type":{"name":"n.F","type":"fixed","size":4}}]}
twice fastavro fc41e74648a817fccdf0d0c43102aa70 {"name":"n.R","type":"record","fields":[{"name":"a","type":{"name":"n.F","type":"fixed","size":4}},{"name":"b","type":"n.F"}]}
plain avsc 872779a7761b934cf017d16869bf67ee {"name":"n.R","type":"record","fields":[{"name":"a","type":"int"}]}
timestamp avsc 47b3c2cde72b296df0608795cdf49fed {"name":"R","type":"record","fields":[{"name":"at","type":"long"}]}
decimal avsc b462f06cb909be57c85008867784cde6 "bytes"
attribute avsc 095d71cf12556b9d5e330ad575b3df5d "string"
twice avsc fc41e74648a817fccdf0d0c43102aa70 {"name":"n.R","type":"record","fields":[{"name":"a","type":{"name":"n.F","type":"fixed","size":4}},{"name":"b","type":"n.F"}]}
END_OF_TEXT
