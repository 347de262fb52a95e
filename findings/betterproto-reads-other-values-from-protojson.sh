#!/usr/bin/env bash
# ProtoJSON ("ProtoJSON Format" of the Protocol Buffers documentation, "Representation of each type"): 64-bit numbers
# are texts, also inside Int64Value; bytes come in standard or URL-safe base64; a Duration may be negative and has up
# to nine digits behind its point, as a Timestamp has; keys of a map of Booleans are "true" and "false"; a FieldMask is
# a text of paths; `json_name` is the name of a field. betterproto2 0.10.0 (PyPI, with betterproto2-compiler 0.10.1)
# drops the characters of URL-safe base64, so that other bytes are read without an error, cuts nanoseconds, refuses a
# negative Duration and a FieldMask, and does not know a `json_name`. Of Int64Value, BytesValue and such a map it keeps
# the texts of JSON: its own message of them cannot be encoded. protobuf 7.36.2 (PyPI) reads each.
#
# Seen on 2026-11-29: the lines that this prints, what each makes of the JSON, as octets of the wire in hex.
#
# Ends with 0 while that is so. Needs python3.11 and its package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check betterproto2==0.10.0 betterproto2-compiler==0.10.1 \
  grpcio-tools==1.85.1 protobuf==7.36.2
cat > all.proto <<'END_OF_PROTO'
syntax = "proto3";
package demo;
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
message All {
  bytes data = 1;
  google.protobuf.Timestamp at = 2;
  google.protobuf.Duration wait = 3;
  google.protobuf.Int64Value most = 4;
  google.protobuf.BytesValue seal = 5;
  google.protobuf.FieldMask fields = 6;
  map<bool, string> words = 7;
  string title = 8 [json_name = "heading"];
}
END_OF_PROTO
mkdir better
PATH="$work/venv/bin:$PATH" venv/bin/python -m grpc_tools.protoc -I. --python_betterproto2_out=better --python_out=. \
  all.proto 2> made.log
cat > see.py <<'END_OF_PYTHON'
import all_pb2
from better.demo import All
from google.protobuf import json_format

texts = [
    '{"data": "AAAA"}',
    '{"data": "-_-_AAAA"}',
    '{"at": "2020-01-01T00:00:00.123456789Z"}',
    '{"wait": "1.5s"}',
    '{"wait": "-1.5s"}',
    '{"wait": "0.000000001s"}',
    '{"most": "5"}',
    '{"seal": "AAAA"}',
    '{"fields": "title,data"}',
    '{"words": {"true": "yes"}}',
    '{"heading": "Mr"}',
]


def octets(read):
    try:
        return read().hex()
    except Exception as error:
        return type(error).__name__


for text in texts:
    better = octets(lambda: bytes(All.from_json(text)))
    print(text, better, octets(lambda: json_format.Parse(text, all_pb2.All()).SerializeToString()))
END_OF_PYTHON
venv/bin/python see.py | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
{"data": "AAAA"} 0a03000000 0a03000000
{"data": "-_-_AAAA"} 0a03000000 0a06fbffbf000000
{"at": "2020-01-01T00:00:00.123456789Z"} 120b0880c2aff005108094ef3a 120b0880c2aff00510959aef3a
{"wait": "1.5s"} 1a0808011080cab5ee01 1a0808011080cab5ee01
{"wait": "-1.5s"} ValueError 1a1608ffffffffffffffffff011080b6ca91feffffffff01
{"wait": "0.000000001s"} 1a00 1a021001
{"most": "5"} TypeError 22020805
{"seal": "AAAA"} TypeError 2a050a03000000
{"fields": "title,data"} AttributeError 320d0a057469746c650a0464617461
{"words": {"true": "yes"}} TypeError 3a0708011203796573
{"heading": "Mr"} KeyError 42024d72
END_OF_TEXT
