#!/usr/bin/env bash
# RFC 9110, 11.2 and 11.6.1: the names of a challenge's parameters know no case, blanks may stand around the "=", a
# quoted string is one value, and one field may hold several challenges. MCP's authorization has clients take the scope
# to ask for from there. Both official SDKs, mcp 2.3.0 (PyPI) and @modelcontextprotocol/client 2.4.0 (npm), search the
# field for the letters `scope=`: blanks or capitals hide it, `x_scope=` counts, and a description of the error that
# tells the missing scope counts too when it comes first, so that the client asks for one scope of two and comes back
# to the same 403. The one on npm also sees nothing behind a first challenge of scheme Basic. authchallenge 1.0.0
# (PyPI) reads them all.
#
# Seen on 2026-11-28, the scope that each finds (mcp; client; authchallenge):
#   described   files:write; files:write; files:read files:write      blanks   none; none; files:read
#   capitals    none; none; files:read     another name   1; 1; files:read     second   files:read; none; files:read
#
# Ends with 0 while that is so. Needs node, npm, python3.11 and their package indexes; writes into a temporary folder.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check mcp==2.3.0 authchallenge==1.0.0
npm install --silent --no-audit --no-fund --ignore-scripts @modelcontextprotocol/client@2.4.0 >/dev/null
cat > fields.json <<'END_OF_JSON'
{
  "plain": "Bearer scope=\"files:read\"",
  "described": "Bearer error=\"insufficient_scope\", error_description=\"scope=files:write is missing\", scope=\"files:read files:write\"",
  "blanks": "Bearer scope = \"files:read\"",
  "capitals": "Bearer Scope=\"files:read\"",
  "another name": "Bearer x_scope=1, scope=\"files:read\"",
  "second": "Basic realm=\"files\", Bearer scope=\"files:read\""
}
END_OF_JSON
cat > read.mjs <<'END_OF_JAVASCRIPT'
import { readFileSync } from 'node:fs';
import { extractWWWAuthenticateParams } from '@modelcontextprotocol/client';

const said = {};
for (const [name, field] of Object.entries(JSON.parse(readFileSync('fields.json', 'utf8')))) {
  const response = new Response('', { status: 401, headers: { 'www-authenticate': field } });
  said[name] = extractWWWAuthenticateParams(response).scope ?? null;
}
console.log(JSON.stringify(said));
END_OF_JAVASCRIPT
node read.mjs > client.json
environment/bin/python - <<'END_OF_PYTHON'
import json

import httpx2
from authchallenge import parse_challenges
from mcp.client.auth.utils import extract_scope_from_www_auth

READ, BOTH = "files:read", "files:read files:write"
SEEN = {
    # mcp, @modelcontextprotocol/client, authchallenge
    "plain": (READ, READ, READ),
    "described": ("files:write", "files:write", BOTH),
    "blanks": (None, None, READ),
    "capitals": (None, None, READ),
    "another name": ("1", "1", READ),
    "second": (READ, None, READ),
}
client = json.load(open("client.json"))
for name, field in json.load(open("fields.json")).items():
    bearer = next(one for one in parse_challenges(field) if one.scheme.lower() == "bearer")
    response = httpx2.Response(401, headers={"www-authenticate": field})
    said = (extract_scope_from_www_auth(response), client[name], bearer.params.get("scope"))
    print(f"{name}: mcp {said[0]!r}, client {said[1]!r}, authchallenge {said[2]!r}")
    if said != SEEN[name]:
        raise SystemExit("changed")
END_OF_PYTHON
