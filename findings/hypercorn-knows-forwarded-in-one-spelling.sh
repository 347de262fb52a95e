#!/usr/bin/env bash
# RFC 7239, 4: names of Forwarded's parameters know no case ("For=..." is among its examples), a value is a token or a
# quoted string, and one with a colon or a bracket, such as each IPv6 address (6) and each host with a port, has to be
# quoted; a list may have empty elements (RFC 9110, 5.6.1). hypercorn 0.18.0 (PyPI, ProxyFixMiddleware in its mode
# `modern`, the one for this field) takes the quotes into the value: the client's address, the scheme (`"https"`) and
# the Host header, from which frameworks write URLs. `For` and `Proto` it does not know, a comma inside quotes or at
# the end makes it see nothing. forwarded 1.0.0 and aiohttp 3.14.5 (PyPI) read each as the RFC says; forwarded-parse
# 2.2.0 (npm) does but for the empty element, at which it throws.
#
# Seen on 2026-11-30: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, node, npm and package indexes; opens no port; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check hypercorn==0.18.0 forwarded==1.0.0 aiohttp==3.14.5
npm install --silent --no-audit --no-fund --ignore-scripts forwarded-parse@2.2.0 > npm.log 2>&1
cat > fields.json <<'END_OF_JSON'
{
  "plain": "for=192.0.2.43;proto=https;host=api.example",
  "case": "For=192.0.2.43;Proto=https;Host=api.example",
  "version 6": "for=\"[2001:db8::17]\";proto=https;host=api.example",
  "port": "for=192.0.2.43;proto=https;host=\"api.example:8443\"",
  "quoted": "for=192.0.2.43;proto=\"https\";host=api.example",
  "comma": "for=192.0.2.43;proto=https;host=api.example;note=\"a,b\"",
  "empty": "for=192.0.2.43;proto=https;host=api.example,"
}
END_OF_JSON
cat > see.py <<'END_OF_PYTHON'
import asyncio
import json

import forwarded
from aiohttp.test_utils import make_mocked_request
from hypercorn.middleware import ProxyFixMiddleware


def by_hypercorn(field):
    """Client, scheme and host that an application behind one trusted proxy is told."""
    said = []

    async def application(scope, receive, send):
        said.extend((scope["client"][0], scope["scheme"], dict(scope["headers"])[b"host"].decode()))

    headers = [(b"host", b"inside"), (b"forwarded", field.encode())]
    scope = {"type": "http", "headers": headers, "client": ("127.0.0.1", 50000), "scheme": "http"}
    asyncio.run(ProxyFixMiddleware(application, mode="modern", trusted_hops=1)(scope, None, None))
    return said


def known(elements):
    return [[element[name] for name in ("for", "proto", "host")] for element in elements if element]


for name, field in json.load(open("fields.json")).items():
    print(name, "hypercorn", *by_hypercorn(field))
    print(name, "forwarded", *known(forwarded.parse(field))[-1])
    print(name, "aiohttp", *known(make_mocked_request("GET", "/", headers={"Forwarded": field}).forwarded)[-1])
END_OF_PYTHON
cat > see.cjs <<'END_OF_SCRIPT'
const parse = require("forwarded-parse");
for (const [name, field] of Object.entries(require("./fields.json"))) {
  try {
    const last = parse(field).at(-1);
    console.log(name, "forwarded-parse", last.for, last.proto, last.host);
  } catch (error) {
    console.log(name, "forwarded-parse", error.message);
  }
}
END_OF_SCRIPT
{ environment/bin/python see.py; node see.cjs; } | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
plain hypercorn 192.0.2.43 https api.example
plain forwarded 192.0.2.43 https api.example
plain aiohttp 192.0.2.43 https api.example
case hypercorn 127.0.0.1 http inside
case forwarded 192.0.2.43 https api.example
case aiohttp 192.0.2.43 https api.example
version 6 hypercorn "[2001:db8::17]" https api.example
version 6 forwarded [2001:db8::17] https api.example
version 6 aiohttp [2001:db8::17] https api.example
port hypercorn 192.0.2.43 https "api.example:8443"
port forwarded 192.0.2.43 https api.example:8443
port aiohttp 192.0.2.43 https api.example:8443
quoted hypercorn 192.0.2.43 "https" api.example
quoted forwarded 192.0.2.43 https api.example
quoted aiohttp 192.0.2.43 https api.example
comma hypercorn 127.0.0.1 http inside
comma forwarded 192.0.2.43 https api.example
comma aiohttp 192.0.2.43 https api.example
empty hypercorn 127.0.0.1 http inside
empty forwarded 192.0.2.43 https api.example
empty aiohttp 192.0.2.43 https api.example
plain forwarded-parse 192.0.2.43 https api.example
case forwarded-parse 192.0.2.43 https api.example
version 6 forwarded-parse [2001:db8::17] https api.example
port forwarded-parse 192.0.2.43 https api.example:8443
quoted forwarded-parse 192.0.2.43 https api.example
comma forwarded-parse 192.0.2.43 https api.example
empty forwarded-parse Unexpected end of input
END_OF_TEXT
