#!/usr/bin/env bash
# Avro 1.12, "Decimal": a decimal is the unscaled number, so that 1.5 under scale 2 is 150. avro 1.12.2 (PyPI, Apache's
# own for Python) writes the digits of Python's Decimal as they stand: Decimal("1.5") becomes 15, which every reader, it
# too, takes for 0.15; only where the caller wrote as many digits behind the point as the schema has (1.50) is it right,
# and a whole number such as Decimal("3") becomes 0.03. fastavro 1.13.1 (PyPI) writes the same values as the rule says.
#
# Seen on 2026-11-29, scale 2, value -> bytes -> value read:
#   avro      1.5 -> 02 0f -> 0.15      1.50 -> 04 00 96 -> 1.50      3 -> 02 03 -> 0.03
#   fastavro  1.5 -> 04 00 96 -> 1.50
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
from decimal import Decimal

import avro.io
import avro.schema
import fastavro

PRICE = {"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2}
BY_AVRO = avro.schema.parse(json.dumps(PRICE))
BY_FASTAVRO = fastavro.parse_schema(PRICE)


def written(value):
    first, second = io.BytesIO(), io.BytesIO()
    avro.io.DatumWriter(BY_AVRO).write(value, avro.io.BinaryEncoder(first))
    fastavro.schemaless_writer(second, BY_FASTAVRO, value)
    return first.getvalue(), second.getvalue()


def read(data):
    first = avro.io.DatumReader(BY_AVRO, BY_AVRO).read(avro.io.BinaryDecoder(io.BytesIO(data)))
    return str(first), str(fastavro.schemaless_reader(io.BytesIO(data), BY_FASTAVRO))


for text in ("1.5", "1.50", "3"):
    print(text, [(data.hex(" "), read(data)) for data in written(Decimal(text))])
assert written(Decimal("1.5")) == (b"\x02\x0f", b"\x04\x00\x96"), "changed: 1.5"
assert read(b"\x02\x0f") == ("0.15", "0.15"), "changed: reading"
assert written(Decimal("1.50")) == (b"\x04\x00\x96", b"\x04\x00\x96"), "changed: 1.50"
assert written(Decimal("3"))[0] == b"\x02\x03" and read(b"\x02\x03")[0] == "0.03", "changed: 3"
END_OF_PYTHON
venv/bin/python see.py
