#!/usr/bin/env bash
# TOON, a format for what a tool hands a language model: its specification has decode(encode(x)) equal x, quotes each
# text that looks like a number (7.2), and writes a list with its length, `ids[2]: 1,2` (9.1). toonify 1.6.0 (PyPI)
# writes the text "05" as 05, which it reads as the number 5 (a postal code), reads the empty text in a table as null,
# and writes a list as `[1,2]`, which the other readers take for a text. A list that they write becomes for toonify a
# member `ids[2]` of text. python-toon 0.2.0 and toons 0.9.0 (PyPI) read each other's and their own. (toonify and
# python-toon install the same module `toon`; pip lets the later one write over the earlier without a word.)
#
# Seen on 2026-11-28:
#   {"zip": "05"} -> zip: 05 -> {"zip": 5}      [{"n": "", "m": 1}, ...] -> n null      {"ids": [1, 2]} -> ids: [1,2]
#   toons reads that as {"ids": "[1,2]"}; toonify reads toons' ids[2]: 1,2 as {"ids[2]": "1,2"}
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > say.py <<'END_OF_PYTHON'
import importlib
import json
import sys

toon = importlib.import_module(sys.argv[1])
encode = getattr(toon, "encode", None) or toon.dumps
decode = getattr(toon, "decode", None) or toon.loads
VALUES = ({"zip": "05"}, {"row": [{"n": "", "m": 1}, {"n": "a", "m": 2}]}, {"ids": [1, 2]})
said = {"own": [], "texts": [], "other": []}
for value in VALUES:
    text = encode(value)
    said["texts"].append(text)
    said["own"].append(decode(text))
for text in json.loads(sys.argv[2]):
    said["other"].append(decode(text))
print(json.dumps(said))
END_OF_PYTHON
say() { # PACKAGE MODULE TEXTS: what the package writes, reads of its own, and reads of the texts of another
  python3.11 -m venv "$1"
  "$1/bin/pip" install --quiet --disable-pip-version-check --no-deps "$1"
  "$1/bin/python" say.py "$2" "$3" > "$1.json"
  echo "$1: $(cat "$1.json")"
}
same() { # PACKAGE PART TEXT
  if [ "$(python3.11 -c 'import json, sys; print(json.dumps(json.load(open(sys.argv[1]))[sys.argv[2]]))' "$1.json" "$2")" != "$3" ]; then
    echo "$1, $2: changed"
    exit 1
  fi
}
right='[{"zip": "05"}, {"row": [{"n": "", "m": 1}, {"n": "a", "m": 2}]}, {"ids": [1, 2]}]'
say toonify==1.6.0 toon '["ids[2]: 1,2"]'
same toonify==1.6.0 own '[{"zip": 5}, {"row": [{"n": null, "m": 1}, {"n": "a", "m": 2}]}, {"ids": [1, 2]}]'
same toonify==1.6.0 other '[{"ids[2]": "1,2"}]'
for peer in 'toons==0.9.0 toons' 'python-toon==0.2.0 toon'; do
  read -r package module <<< "$peer"
  say "$package" "$module" '["ids: [1,2]", "zip: 05"]'
  same "$package" own "$right"
done
same toons==0.9.0 other '[{"ids": "[1,2]"}, {"zip": "05"}]'
