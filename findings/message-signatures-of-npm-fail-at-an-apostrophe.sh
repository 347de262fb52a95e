#!/usr/bin/env bash
# RFC 9421, 2.2.8: what a signature covers of a query parameter is its value, decoded and then encoded anew by the rule
# of HTML forms (with %20 for a blank), so that of ' ( ) ! and ~ each is written as %XX, however the URL has it; 2.2.2
# and RFC 9110, 4.2.3: of the target URI the empty path is "/". http-message-signatures 1.0.6 (npm) encodes those five
# characters not at all, and takes the URL as it was given; http-message-signatures 3.0.0 (PyPI, another author's
# library of the same name) does as the RFC says. So a request that one signs and the other checks with the same key is
# accepted for `q=plain` and refused for `q=it's` (a name, or a filter of OData), in both directions; and so is one to
# `https://api.example` whose target URI is covered. It looks like a wrong key.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, node, npm and package indexes; opens no port; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check http-message-signatures==3.0.0
npm install --silent --no-audit --no-fund --ignore-scripts http-message-signatures@1.0.6 > npm.log 2>&1
cat > see.mjs <<'END_OF_SCRIPT'
import { readFileSync } from "node:fs";
import signatures from "http-message-signatures";
const { createSigner, createVerifier, httpbis } = signatures;
const key = Buffer.from("known to both");
const ours = { id: "k", algs: ["hmac-sha256"], verify: createVerifier(key, "hmac-sha256") };
const { request, fields } = JSON.parse(readFileSync(0));
const said = (call) => call.then((value) => (value ? "accepted" : "refused"), (error) => error.constructor.name);
if (process.argv[2] === "verify") {
  console.log(await said(httpbis.verifyMessage({ keyLookup: async () => ours }, request)));
} else {
  const parts = { key: createSigner(key, "hmac-sha256", "k"), fields, params: ["created", "keyid", "alg"] };
  const base = httpbis.createSignatureBase({ fields }, request)[0][1][0];
  console.log(JSON.stringify({ base, request: await httpbis.signMessage(parts, request) }));
}
END_OF_SCRIPT
cat > see.py <<'END_OF_PYTHON'
import json
import subprocess
from types import SimpleNamespace

from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, InvalidSignature
from http_message_signatures import MappingKeyResolver, algorithms

KEYS = MappingKeyResolver(public_keys={"k": b"known to both"}, private_keys={"k": b"known to both"})
WITH = {"signature_algorithm": algorithms.HMAC_SHA256, "key_resolver": KEYS}


def node(what, request, fields):
    given = json.dumps({"request": request, "fields": fields})
    return subprocess.run(["node", "see.mjs", what], input=given, capture_output=True, text=True, check=True).stdout


def from_python(url, fields):
    message = SimpleNamespace(method="GET", url=url, headers={})
    HTTPMessageSigner(**WITH).sign(message, key_id="k", covered_component_ids=fields)
    return node("verify", {"method": "GET", "url": url, "headers": dict(message.headers)}, fields).strip()


def from_node(url, fields):
    signed = json.loads(node("sign", {"method": "GET", "url": url, "headers": {}}, fields))
    message = SimpleNamespace(method="GET", url=url, headers=signed["request"]["headers"])
    try:
        HTTPMessageVerifier(**WITH).verify(message)
        return "accepted", signed["base"]
    except InvalidSignature:
        return "refused", signed["base"]


PARAMETER = ['"@query-param";name="q"']
for url, fields in (
    ("https://api.example/a?q=plain", PARAMETER),
    ("https://api.example/a?q=a+b", PARAMETER),
    ("https://api.example/a?q=it's", PARAMETER),
    ("https://api.example/a?q=it%27s", PARAMETER),
    ("https://api.example/a?q=~ann", PARAMETER),
    ("https://api.example/a?q=min(1)", PARAMETER),
    ("https://api.example/", ["@target-uri"]),
    ("https://api.example", ["@target-uri"]),
):
    said, base = from_node(url, fields)
    print(f"{url}: Python's by npm: {from_python(url, fields)}, npm's by Python: {said}, npm covers {base}")
END_OF_PYTHON
environment/bin/python see.py 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
https://api.example/a?q=plain: Python's by npm: accepted, npm's by Python: accepted, npm covers plain
https://api.example/a?q=a+b: Python's by npm: accepted, npm's by Python: accepted, npm covers a%20b
https://api.example/a?q=it's: Python's by npm: refused, npm's by Python: refused, npm covers it's
https://api.example/a?q=it%27s: Python's by npm: refused, npm's by Python: refused, npm covers it's
https://api.example/a?q=~ann: Python's by npm: refused, npm's by Python: refused, npm covers ~ann
https://api.example/a?q=min(1): Python's by npm: refused, npm's by Python: refused, npm covers min(1)
https://api.example/: Python's by npm: accepted, npm's by Python: accepted, npm covers https://api.example/
https://api.example: Python's by npm: refused, npm's by Python: refused, npm covers https://api.example
END_OF_TEXT
