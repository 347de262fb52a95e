#!/usr/bin/env bash
# Avro 1.12, "Schema Resolution" and "Aliases": a reader's schema that is newer than the writer's may rename a field by
# `aliases`, give an enumeration a `default` for symbols it does not know, take text as bytes; where a field is missing,
# its `default` stands: for bytes a text whose code points are the octets ("\u00FF" is FF), for a record an object, whose
# own missing fields have their defaults. Of the two readers for Python, avro 1.12.2 (PyPI, Apache's own) knows no
# alias, no default of an enumeration and no bytes from text, and raises; its default of bytes is that text in UTF-8.
# fastavro 1.13.1 (PyPI) knows the three, hands out the text of JSON where bytes are asked for, and {} where the record
# has a field with a default.
#
# Seen on 2026-11-29:
#   avro      alias, symbol C, text as bytes -> SchemaResolutionException; default of bytes -> C3 BF
#   fastavro  default of bytes -> the text U+00FF, of a record with x = 7 -> {}
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check avro==1.12.2 fastavro==1.13.1
cat > see.py <<'END_OF_PYTHON'
import io
import json

import avro.errors
import avro.io
import avro.schema
import fastavro


def record(*fields):
    return {"type": "record", "name": "Shop", "fields": list(fields)}


def by_avro(writer, reader, data):
    writer, reader = (avro.schema.parse(json.dumps(schema)) for schema in (writer, reader))
    try:
        return avro.io.DatumReader(writer, reader).read(avro.io.BinaryDecoder(io.BytesIO(data)))
    except avro.errors.SchemaResolutionException:
        return "SchemaResolutionException"


def by_fastavro(writer, reader, data):
    writer, reader = fastavro.parse_schema(writer), fastavro.parse_schema(reader)
    return fastavro.schemaless_reader(io.BytesIO(data), writer, reader)


OLD = record({"name": "a", "type": "int"})
RENAMED = record({"name": "b", "aliases": ["a"], "type": "int"})
LETTERS = {"type": "enum", "name": "Letter", "symbols": ["A", "B", "C"]}
FEWER = {"type": "enum", "name": "Letter", "symbols": ["A", "B"], "default": "A"}
INNER = {"type": "record", "name": "Inner", "fields": [{"name": "x", "type": "int", "default": 7}]}
MARKED = record({"name": "mark", "type": "bytes", "default": "\u00ff"}, {"name": "inner", "type": INNER, "default": {}})
CASES = ((OLD, RENAMED, b"\x02"), (LETTERS, FEWER, b"\x04"), ("string", "bytes", b"\x02a"))
apache = [by_avro(*case) for case in CASES]
fast = [by_fastavro(*case) for case in CASES]
filled = by_fastavro(OLD, MARKED, b"\x02")
whole = by_avro(OLD, MARKED, b"\x02")
print(apache, fast, filled, whole, sep="\n")
assert apache == ["SchemaResolutionException"] * 3, "changed: avro"
assert whole == {"mark": b"\xc3\xbf", "inner": {"x": 7}}, "changed: defaults of avro"
assert fast == [{"b": 1}, "A", b"a"], "changed: fastavro"
assert filled == {"mark": "\u00ff", "inner": {}}, "changed: defaults of fastavro"
END_OF_PYTHON
venv/bin/python see.py
