#!/usr/bin/env bash
# RFC 1952, 2.2: gzip data is a series of members, one behind the other, which is what a server gets that flushes its
# log files or joins parts it has compressed before; RFC 9110, 8.4.1.3: a recipient should take `x-gzip` for gzip;
# 8.4.1: names of codings know no case; 8.4: several codings are listed in the order they were applied in. Of an answer
# of two members httpx2 2.16.2 and pyreqwest 0.15.1 (PyPI) hand out what the first holds, without an error: of NDJSON
# whole lines are gone, and nothing shows it. aiohttp 3.14.5 and niquests 3.21.2 (PyPI) and Node's fetch hand out both.
# An answer coded `x-gzip` is handed out as the coded bytes by all four of Python, `GZIP` by pyreqwest, and two codings
# (a file that is gzip by itself, sent as gzip: `gzip, gzip`) by aiohttp and pyreqwest. Node decodes each.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, node and a package index; a server on loopback; writes into a
# temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check \
  httpx2==2.16.2 pyreqwest==0.15.1 aiohttp==3.14.5 niquests==3.21.2
cat > see.mjs <<'END_OF_SCRIPT'
const body = Buffer.from(await (await fetch(process.argv[2])).arrayBuffer());
process.stdout.write(body[0] === 0x1f ? "coded bytes" : JSON.stringify(body.toString()));
END_OF_SCRIPT
cat > see.py <<'END_OF_PYTHON'
import asyncio
import gzip
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import aiohttp
import httpx2
import niquests
from pyreqwest.client import ClientBuilder

ONE, TWO = gzip.compress(b'{"n":1}\n'), gzip.compress(b'{"n":2}\n')
ANSWERS = {
    "/members": ("gzip", ONE + TWO),
    "/old-name": ("x-gzip", ONE),
    "/capitals": ("GZIP", ONE),
    "/twice": ("gzip, gzip", gzip.compress(ONE)),
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        coding, body = ANSWERS[self.path]
        self.send_response(200)
        self.send_header("Content-Encoding", coding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


async def with_aiohttp(url: str) -> bytes:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return await answer.read()


async def with_pyreqwest(url: str) -> bytes:
    async with ClientBuilder().build() as client:
        return bytes(await (await client.get(url).build().send()).bytes())


CLIENTS = {
    "httpx2": lambda url: httpx2.get(url).content,
    "pyreqwest": lambda url: asyncio.run(with_pyreqwest(url)),
    "aiohttp": lambda url: asyncio.run(with_aiohttp(url)),
    "niquests": lambda url: niquests.get(url).content,
}

server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
for path, (coding, _) in ANSWERS.items():
    url = f"http://127.0.0.1:{server.server_port}{path}"
    print(f"{path}, Content-Encoding: {coding}")
    for name, read in CLIENTS.items():
        body = read(url)
        print(f"  {name}:", "coded bytes" if body[:1] == b"\x1f" else json.dumps(body.decode()))
    print("  fetch of Node:", subprocess.run(["node", "see.mjs", url], capture_output=True, text=True).stdout)
sys.stdout.flush()
os._exit(0)  # threads of the clients and the server are not part of this
END_OF_PYTHON
environment/bin/python see.py 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
/members, Content-Encoding: gzip
  httpx2: "{\"n\":1}\n"
  pyreqwest: "{\"n\":1}\n"
  aiohttp: "{\"n\":1}\n{\"n\":2}\n"
  niquests: "{\"n\":1}\n{\"n\":2}\n"
  fetch of Node: "{\"n\":1}\n{\"n\":2}\n"
/old-name, Content-Encoding: x-gzip
  httpx2: coded bytes
  pyreqwest: coded bytes
  aiohttp: coded bytes
  niquests: coded bytes
  fetch of Node: "{\"n\":1}\n"
/capitals, Content-Encoding: GZIP
  httpx2: "{\"n\":1}\n"
  pyreqwest: coded bytes
  aiohttp: "{\"n\":1}\n"
  niquests: "{\"n\":1}\n"
  fetch of Node: "{\"n\":1}\n"
/twice, Content-Encoding: gzip, gzip
  httpx2: "{\"n\":1}\n"
  pyreqwest: coded bytes
  aiohttp: coded bytes
  niquests: "{\"n\":1}\n"
  fetch of Node: "{\"n\":1}\n"
END_OF_TEXT
