#!/usr/bin/env bash
# CloudEvents 1.0.2: `time` is optional (3.1, Optional Attributes); a Boolean is written `true` or `false`, binary
# values in base64 (3.2, Type System); the HTTP binding, 3.1.3.2: a header's value is first freed of its quotes as an
# HTTP field's quoted string, then percent-decoded once; 3.1.2: in binary mode the body is the data as its
# `datacontenttype` says. cloudevents 2.2.0 (PyPI, the official SDK for Python) gives an event that came without `time`
# the time at which it was read, writes a Boolean extension as `True` and bytes as `b'ab'`, leaves the quotes of a
# quoted header in the value, and sends a text whose content type is application/json without the quotes of JSON.
#
# Seen on 2026-11-29:
#   flag=True, bin=b"ab" -> ce-flag: True, ce-bin: b'ab'        data "x" as application/json -> body x
#   ce-subject: "Euro \"x\" %E2%82%AC" is read with both kinds of quotes and backslashes; ce-time absent -> now
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cloudevents==2.2.0
cat > see.py <<'END_OF_PYTHON'
from cloudevents.core.bindings.http import HTTPMessage, from_binary, to_binary
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

OWN = {"type": "shop.opened", "source": "/shops", "id": "1", "specversion": "1.0"}
extended = to_binary(CloudEvent({**OWN, "flag": True, "bin": b"ab"}, b""), JSONFormat()).headers
text = to_binary(CloudEvent({**OWN, "datacontenttype": "application/json"}, "x"), JSONFormat()).body
headers = {f"ce-{name}": value for name, value in OWN.items()}
came = from_binary(HTTPMessage({**headers, "ce-subject": '"Euro \\"x\\" %E2%82%AC"'}, b""), JSONFormat()).get_attributes()
print(extended, text, came, sep="\n")
assert extended["ce-flag"] == "True" and extended["ce-bin"] == "b'ab'", "changed: types in headers"
assert text == b"x", "changed: a JSON text"
assert came["subject"] == '"Euro \\"x\\" \u20ac"', "changed: a quoted header"
assert came["time"] is not None, "changed: an event without a time"
END_OF_PYTHON
venv/bin/python see.py
