#!/usr/bin/env bash
# RFC 3986, 2.2: a delimiter and its percent-encoded form are two different things, "%2F" is a slash inside a segment;
# 5.2.2 and 5.2.3: what a relative reference takes from the base's path it takes as it stands there. APIs that have names
# with slashes rely on it (`/projects/team%2Fapp/issues`). yarl 1.25.1 (PyPI, `URL.join`) decodes the base's path before
# it joins: "open/" beside that one is `/projects/team/app/open/`, a "%25" becomes a bare "%", which is no URI, and a
# "%3F" ends the path. A reference that is a query or a fragment only keeps the base as it is, and so do `/` and
# `joinpath`. aiohttp 3.14.5 (PyPI) joins so the `Location` of a redirect (RFC 9110, 10.2.2: relative to the request's
# URI): it asks for another resource, and hands out its 200. httpx2 2.16.2 (PyPI) and Node's URL keep what is encoded.
#
# Seen on 2026-11-30: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, node and a package index; a server on loopback; writes into a
# temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check yarl==1.25.1 aiohttp==3.14.5 httpx2==2.16.2
cat > see.py <<'END_OF_PYTHON'
import asyncio
import subprocess
from importlib.metadata import version

import aiohttp
import httpx2
from aiohttp import web
from yarl import URL

PAIRS = (
    ("http://a.example/projects/team%2Fapp/issues", "open/"),
    ("http://a.example/projects/team%2Fapp/issues", "../wiki"),
    ("http://a.example/projects/team%2Fapp/issues", "?page=2"),
    ("http://a.example/rates/5%25/table", "next"),
    ("http://a.example/quiz/why%3F/1", "2"),
)
BY_NODE = "const [base, reference] = process.argv.slice(1); console.log(new URL(reference, base).href)"


def by_node(base, reference):
    done = subprocess.run(["node", "-e", BY_NODE, base, reference], check=True, capture_output=True, text=True)
    return done.stdout.strip()


async def redirected():
    """What reaches a server that answers the first of two requests with a relative Location."""
    targets = []

    async def answer(request):
        targets.append(request.raw_path)
        if request.raw_path.endswith("issues"):
            return web.Response(status=302, headers={"Location": "open/"})
        return web.Response(text="here")

    application = web.Application()
    application.router.add_get("/{rest:.*}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = "http://127.0.0.1:%d/projects/team%%2Fapp/issues" % runner.addresses[0][1]
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        print(f"aiohttp: {targets} -> {response.status}")
    targets.clear()
    async with httpx2.AsyncClient(follow_redirects=True) as client:
        response = await client.get(url)
        print(f"httpx2: {targets} -> {response.status_code}")
    await runner.cleanup()


assert version("yarl") == "1.25.1"
for base, reference in PAIRS:
    print(f"{base} and {reference}")
    print("  yarl", URL(base).join(URL(reference)))
    print("  node", by_node(base, reference))
print("joinpath", URL(PAIRS[0][0]).joinpath("x"))
asyncio.run(redirected())
END_OF_PYTHON
environment/bin/python see.py | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
http://a.example/projects/team%2Fapp/issues and open/
  yarl http://a.example/projects/team/app/open/
  node http://a.example/projects/team%2Fapp/open/
http://a.example/projects/team%2Fapp/issues and ../wiki
  yarl http://a.example/projects/team/wiki
  node http://a.example/projects/wiki
http://a.example/projects/team%2Fapp/issues and ?page=2
  yarl http://a.example/projects/team%2Fapp/issues?page=2
  node http://a.example/projects/team%2Fapp/issues?page=2
http://a.example/rates/5%25/table and next
  yarl http://a.example/rates/5%/next
  node http://a.example/rates/5%25/next
http://a.example/quiz/why%3F/1 and 2
  yarl http://a.example/quiz/why?/2
  node http://a.example/quiz/why%3F/2
joinpath http://a.example/projects/team%2Fapp/issues/x
aiohttp: ['/projects/team%2Fapp/issues', '/projects/team/app/open/'] -> 200
httpx2: ['/projects/team%2Fapp/issues', '/projects/team%2Fapp/open/'] -> 200
END_OF_TEXT
