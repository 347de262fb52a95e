#!/usr/bin/env bash
# SARIF 2.1.0: a result names its rule by `ruleId` or, as a reference with `id` and `index`, by `rule` (3.27.5,
# 3.27.7); it has its `suppressions`, such as an accepted comment in the source (3.27.23, 3.35); `baselineState:
# absent` is one that is no longer there (3.27.24); a message may be the `id` of a text of its rule, with arguments
# (3.11.7). sarif-tools 3.0.5 (PyPI), the reports and the gate of CI jobs (`sarif --check error summary`), ends with a
# KeyError for a result without `ruleId`, counts what was suppressed and what is gone as errors, so that the gate
# stays shut for what the checker itself lets pass (a filter file may leave them out by hand), and prints the id in
# place of the text.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11 and its package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check sarif-tools==3.0.5
cat > write.py <<'END_OF_PYTHON'
import json
from pathlib import Path

RULE = {
    "id": "unused",
    "defaultConfiguration": {"level": "error"},
    "messageStrings": {"which": {"text": "{0} is not used"}},
}
PLACE = [{"physicalLocation": {"artifactLocation": {"uri": "api.yaml"}, "region": {"startLine": 1}}}]
TEXT = {"message": {"text": "not used"}, "locations": PLACE}


def write(name, **members):
    result = {"ruleId": "unused", "ruleIndex": 0, **TEXT, **members}
    result = {key: value for key, value in result.items() if value is not None}
    run = {"tool": {"driver": {"name": "check", "rules": [RULE]}}, "results": [result]}
    Path(f"{name}.sarif").write_text(json.dumps({"version": "2.1.0", "runs": [run]}))


write("plain")
write("rule", ruleId=None, ruleIndex=None, rule={"id": "unused", "index": 0})
write("suppressed", suppressions=[{"kind": "inSource", "status": "accepted"}])
write("absent", baselineState="absent")
write("message", message={"id": "which", "arguments": ["a"]})
END_OF_PYTHON
venv/bin/python write.py
for each in plain rule suppressed absent message; do
  code=0
  venv/bin/sarif --check error summary "$each.sarif" > said.txt 2> error.txt || code=$?
  what=$(grep -E '^error: |^ - ' said.txt | xargs || true)
  echo "$each: ends with $code, $what$(grep -o 'KeyError.*' error.txt || true)"
done | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
plain: ends with 1, error: 1 - unused not used: 1
rule: ends with 1, KeyError: 'ruleId'
suppressed: ends with 1, error: 1 - unused not used: 1
absent: ends with 1, error: 1 - unused not used: 1
message: ends with 1, error: 1 - unused which: 1
END_OF_TEXT
