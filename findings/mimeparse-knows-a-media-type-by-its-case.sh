#!/usr/bin/env bash
# RFC 9110, 8.3.1: type and subtype of a media type know no case; 5.6.4 and 12.5.1: a parameter in Accept may be a quoted
# string, with commas and semicolons inside. python-mimeparse 2.0.0 (PyPI), the content negotiation of several small web
# frameworks, finds nothing for `Accept: Application/JSON` where application/json is offered (the answer is then a 406),
# and raises for a quoted string with a comma, which is valid. Starting from the offered types it is the same.
#
# Seen on 2026-11-29:
#   offered application/json: "Application/JSON" -> ""     'text/html;x="a,b", application/json' -> MimeTypeParseException
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-mimeparse==2.0.0
cat > see.py <<'END_OF_PYTHON'
import mimeparse


def best(offered, accept):
    try:
        return mimeparse.best_match(offered, accept)
    except mimeparse.MimeTypeParseException as error:
        return f"MimeTypeParseException: {error}"


same = best(["application/json"], "application/json")
asked = best(["application/json"], "Application/JSON")
offered = best(["Application/JSON"], "application/json")
quoted = best(["application/json"], 'text/html;x="a,b", application/json')
print([same, asked, offered, quoted])
assert same == "application/json", "changed: the same case"
assert asked == "" and offered == "", "changed: another case"
assert quoted.startswith("MimeTypeParseException"), "changed: a quoted string"
END_OF_PYTHON
venv/bin/python see.py
