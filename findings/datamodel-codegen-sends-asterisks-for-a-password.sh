#!/usr/bin/env bash
# OpenAPI 3.1.1, "Format": `password` is "A hint to obscure the value", what is sent stays the value. JSON Schema 2020-12
# Validation 6.1.2 and 6.1.3: `const` and `enum` of any type; RFC 4648, 4: base64 stands for octets; RFC 3339, appendix
# A: a month is no number of days. The models that datamodel-code-generator 0.89.0 (PyPI) writes for pydantic with its
# defaults read valid JSON and write other JSON, or refuse it: a `password` is written as ten asterisks (SecretStr), so a
# login that is made of the model fails; `format: byte` is Base64Str, which refuses octets that are no UTF-8; P1M comes
# back as P30D (timedelta); of `enum: [true, 1]` the 1 comes back as true, since an Enum takes equal values for one; and
# a `const` that is a fraction or an object is any number or object.
#
# Seen on 2026-11-28 (pydantic 2.14.4):
#   password "pw" -> "**********"     byte "/w==" -> refused     duration "P1M" -> "P30D"     enum 1 -> true
#   const 1.5: 2.5 is admitted        const {"a": 1}: {"b": 2} is admitted
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check datamodel-code-generator==0.89.0 pydantic==2.14.4
cat > login.json <<'END_OF_JSON'
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Login",
  "type": "object",
  "properties": {
    "password": {"type": "string", "format": "password"},
    "key": {"type": "string", "format": "byte"},
    "renewal": {"type": "string", "format": "duration"},
    "remember": {"enum": [true, 1]},
    "rate": {"const": 1.5},
    "form": {"const": {"a": 1}}
  }
}
END_OF_JSON
environment/bin/datamodel-codegen --input login.json --input-file-type jsonschema --output login.py \
  --output-model-type pydantic_v2.BaseModel --target-python-version 3.11 2>/dev/null
environment/bin/python - <<'END_OF_PYTHON'
import json

from login import Login
from pydantic import ValidationError


def said(value: dict) -> object:
    """What the model writes for a value that it has read."""
    try:
        return json.loads(Login.model_validate_json(json.dumps(value)).model_dump_json(exclude_unset=True))
    except ValidationError:
        return "refused"


CASES = (
    ({"password": "pw"}, {"password": "**********"}),
    ({"key": "/w=="}, "refused"),
    ({"renewal": "P1M"}, {"renewal": "P30D"}),
    ({"remember": 1}, {"remember": True}),
    ({"rate": 2.5}, {"rate": 2.5}),
    ({"form": {"b": 2}}, {"form": {"b": 2}}),
)
for value, seen in CASES:
    print(json.dumps(value), "->", json.dumps(said(value)))
    if json.dumps(said(value)) != json.dumps(seen):
        raise SystemExit("changed")
END_OF_PYTHON
