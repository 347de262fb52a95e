#!/usr/bin/env bash
# RFC 9535, 2.3.5.2.2: two values are equal as JSON values are, and arrays where their members are equal one by one.
# `true` is no number there. The Python libraries that follow this RFC know it for a bare value, not for one inside
# an array or an object: jsonpath-rfc9535 1.0.1 (2.0.2 for newer Pythons does the same) and python-jsonpath 2.2.2
# (also with strict=True) select `[1]` == `[true]` and `{"x": 0}` == `{"x": false}`. The comparison of lists and
# dicts is Python's own there, to which True is 1. jsonpath-ng 1.16.0, which does not claim the RFC, tells them apart.
#
# Seen on 2026-11-28, ids that `$[?@.a == @.b]` selects, of which only 1 is right:
#   jsonpath-rfc9535 [1, 2, 3]   python-jsonpath [1, 2, 3]   jsonpath-ng [1]
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check \
  jsonpath-rfc9535==1.0.1 python-jsonpath==2.2.2 jsonpath-ng==1.16.0
environment/bin/python - <<'END_OF_PYTHON'
import json

import jsonpath
import jsonpath_rfc9535
from jsonpath_ng.ext import parse

QUERY = "$[?@.a == @.b]"
ROWS = json.loads(
    """[{"id": 1, "a": [1], "b": [1.0]},
        {"id": 2, "a": [1], "b": [true]},
        {"id": 3, "a": {"x": 0}, "b": {"x": false}},
        {"id": 4, "a": 1, "b": true}]"""
)
SAID = {
    "jsonpath-rfc9535": [node.value["id"] for node in jsonpath_rfc9535.find(QUERY, ROWS)],
    "python-jsonpath": [row["id"] for row in jsonpath.findall(QUERY, ROWS)],
    "python-jsonpath, strict": [row["id"] for row in jsonpath.findall(QUERY, ROWS, strict=True)],
    "jsonpath-ng": [match.value["id"] for match in parse(QUERY).find(ROWS)],
}
for name, ids in SAID.items():
    print(name, ids)
    if ids != ([1] if name == "jsonpath-ng" else [1, 2, 3]):
        raise SystemExit("changed")
END_OF_PYTHON
