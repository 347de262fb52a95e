#!/usr/bin/env bash
# OpenAPI 3.0.3, "Support for x-www-form-urlencoded Request Bodies" with the Encoding Object: a list in a form is
# repeated (`c=x&c=y`), since its style is `form` and `explode` then true; "Special Considerations for multipart
# Content": an object is a part of type application/json; "Parameter Object": spaceDelimited is `c=a%20b`. RFC 8259, 2:
# null, false and 0 are JSON texts as others are. Prism 5.14.2 (@stoplight/prism-cli, npm), the mock server and checking
# proxy of OpenAPI documents, answers each such request with 422: "must be array" for a list in a form of either kind,
# also of one member, "must be object" for the part of JSON, "Body parameter is required" for the three JSON texts, and
# takes the list with spaces for one text. A form of plain fields, `pipeDelimited`, deepObject and lists in a query it
# reads.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs node, npm, curl, python3 and a package index; a server on loopback; writes into a
# temporary folder only.
set -euo pipefail
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @stoplight/prism-cli@5.14.2 > npm.log 2>&1
cat > make.py <<'END_OF_PYTHON'
import json

TEXTS = {"type": "array", "items": {"type": "string", "maxLength": 1}}
FORM, PARTS, JSON = "application/x-www-form-urlencoded", "multipart/form-data", "application/json"
NUMBERS = {"type": "object", "properties": {"a": {"type": "integer"}}}


def operation(**more):
    return {**more, "responses": {"200": {"description": "ok", "content": {JSON: {"schema": {"type": "object"}}}}}}


def body(kind, schema):
    return {"post": operation(requestBody={"required": True, "content": {kind: {"schema": schema}}})}


def query(style, explode=False, schema=TEXTS):
    parameter = {"name": "c", "in": "query", "style": style, "explode": explode, "schema": schema}
    return {"get": operation(parameters=[parameter])}


def fields(**properties):
    return {"type": "object", "properties": properties}


paths = {
    "/plain": body(FORM, fields(c={"type": "integer"})),
    "/list": body(FORM, fields(c=TEXTS)),
    "/parts": body(PARTS, fields(c=TEXTS)),
    "/object": body(PARTS, fields(o=NUMBERS)),
    "/null": body(JSON, {"type": "string", "nullable": True}),
    "/boolean": body(JSON, {"type": "boolean"}),
    "/number": body(JSON, {"type": "integer"}),
    "/space": query("spaceDelimited"),
    "/pipe": query("pipeDelimited"),
    "/form": query("form", True),
    "/deep": query("deepObject", True, NUMBERS),
}
json.dump({"openapi": "3.0.3", "info": {"title": "Forms", "version": "1"}, "paths": paths}, open("api.json", "w"))
END_OF_PYTHON
python3 make.py
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
prism=node_modules/@stoplight/prism-cli/dist/index.js
node "$prism" mock api.json --host 127.0.0.1 --port "$port" --errors > prism.log 2>&1 &
server=$!
base=http://127.0.0.1:$port
for _ in $(seq 300); do curl -s -o answer.json "$base/form" && break || sleep 0.2; done

asked() { # a name, then what curl is told
  local name=$1
  shift
  local status
  status=$(curl -s -o answer.json -w '%{http_code}' "$@")
  echo "$name: $status $(python3 -c '
import json
print(", ".join(each["message"] for each in json.load(open("answer.json")).get("validation", [])))')"
}
json='Content-Type: application/json'
{
  asked 'form, c=3' -d c=3 "$base/plain"
  asked 'form, c=x&c=y' -d 'c=x&c=y' "$base/list"
  asked 'form, c=x' -d c=x "$base/list"
  asked 'parts, c=x and c=y' -F c=x -F c=y "$base/parts"
  asked 'part of JSON' -F 'o={"a":1};type=application/json' "$base/object"
  asked 'null' -H "$json" -d null "$base/null"
  asked '"text"' -H "$json" -d '"text"' "$base/null"
  asked 'false' -H "$json" -d false "$base/boolean"
  asked 'true' -H "$json" -d true "$base/boolean"
  asked '0' -H "$json" -d 0 "$base/number"
  asked 'c=a%20b' "$base/space?c=a%20b"
  asked 'c=a%7Cb' "$base/pipe?c=a%7Cb"
  asked 'c=a&c=b' "$base/form?c=a&c=b"
  asked 'c[a]=1' "$base/deep?c%5Ba%5D=1"
} 2>errors.log | sed 's/ $//' | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
form, c=3: 200
form, c=x&c=y: 422 Request body property c must be array
form, c=x: 422 Request body property c must be array
parts, c=x and c=y: 422 Request body property c must be array
part of JSON: 422 Request body property o must be object
null: 422 Body parameter is required
"text": 200
false: 422 Body parameter is required
true: 200
0: 422 Body parameter is required
c=a%20b: 422 Request query parameter c.0 must NOT have more than 1 characters
c=a%7Cb: 200
c=a&c=b: 200
c[a]=1: 200
END_OF_TEXT
