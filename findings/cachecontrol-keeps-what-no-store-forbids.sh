#!/usr/bin/env bash
# RFC 9111, 5.2: names of cache directives know no case, and a value may be a token or a quoted string; 5.2.2.4:
# `no-cache` has an answer asked for again before each use, whatever `max-age` stands beside it; 4.4: after a POST that
# went well a cache must drop what it has of that URL. CacheControl 0.14.4 (PyPI, on requests; pip has it too) serves
# `no-cache, max-age=60` without asking again, stores `No-Store, max-age=60`, takes no `MAX-AGE` or `max-age="60"` for
# one, and goes on with the old answer after a POST. requests-cache 1.3.3 (PyPI) heeds the directives and drops nothing
# after POST, PUT or DELETE. http-cache-semantics 4.3.0 (npm, in got, npm and many more) knows the directives in small
# letters only: `No-Store` may be stored, `No-Cache` is fresh, a request's `No-Cache` is not heard.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, node, npm and package indexes; a server on loopback; writes into a
# temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check CacheControl==0.14.4 requests-cache==1.3.3 requests==2.34.2
npm install --silent --no-audit --no-fund --ignore-scripts http-cache-semantics@4.3.0 > npm.log 2>&1
cat > see.py <<'END_OF_PYTHON'
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
import requests_cache
from cachecontrol import CacheControl


class Counter(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen = 0

    def do_GET(self) -> None:
        Counter.seen += 1
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.send_response(200)
        self.send_header("Cache-Control", parse_qs(urlsplit(self.path).query)["say"][0])
        self.send_header("Content-Length", "1")
        self.end_headers()
        self.wfile.write(str(Counter.seen).encode())

    do_POST = do_DELETE = do_GET

    def log_message(self, *arguments: object) -> None:
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Counter)
threading.Thread(target=server.serve_forever, daemon=True).start()


def second(session, directives: str, between: str | None) -> str:
    Counter.seen = 0
    url = f"http://127.0.0.1:{server.server_port}/?{urlencode({'say': directives})}"
    session.get(url)
    if between is not None:
        session.request(between, url)
    last = str(Counter.seen + 1)
    return "asked again" if session.get(url).text == last else "from the cache"


for directives, between in (
    ("max-age=60", None),
    ("no-cache, max-age=60", None),
    ("No-Store, max-age=60", None),
    ("MAX-AGE=60", None),
    ('max-age="60"', None),
    ("max-age=60", "POST"),
    ("max-age=60", "DELETE"),
):
    after = f", after {between}" if between else ""
    print(f"CacheControl: {directives}{after}:", second(CacheControl(requests.Session()), directives, between))
    session = requests_cache.CachedSession(backend="memory", cache_control=True)
    print(f"requests-cache: {directives}{after}:", second(session, directives, between))
END_OF_PYTHON
cat > see.cjs <<'END_OF_SCRIPT'
const CachePolicy = require("http-cache-semantics");
const request = (headers) => ({ method: "GET", url: "/", headers });
const policy = (directives) => {
  const headers = { date: new Date().toUTCString(), "cache-control": directives };
  return new CachePolicy(request({}), { status: 200, headers });
};
for (const directives of ["no-store", "No-Store", "max-age=60, no-cache", "max-age=60, No-Cache"]) {
  const made = policy(directives);
  const fresh = made.satisfiesWithoutRevalidation(request({}));
  console.log("http-cache-semantics:", directives, "storable", made.storable(), "fresh", fresh);
}
for (const directive of ["no-cache", "No-Cache"]) {
  const fresh = policy("max-age=60").satisfiesWithoutRevalidation(request({ "cache-control": directive }));
  console.log("http-cache-semantics: a request with", directive, "fresh", fresh);
}
END_OF_SCRIPT
{
  venv/bin/python -W ignore see.py
  node see.cjs
} | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
CacheControl: max-age=60: from the cache
requests-cache: max-age=60: from the cache
CacheControl: no-cache, max-age=60: from the cache
requests-cache: no-cache, max-age=60: asked again
CacheControl: No-Store, max-age=60: from the cache
requests-cache: No-Store, max-age=60: asked again
CacheControl: MAX-AGE=60: asked again
requests-cache: MAX-AGE=60: from the cache
CacheControl: max-age="60": asked again
requests-cache: max-age="60": from the cache
CacheControl: max-age=60, after POST: from the cache
requests-cache: max-age=60, after POST: from the cache
CacheControl: max-age=60, after DELETE: asked again
requests-cache: max-age=60, after DELETE: from the cache
http-cache-semantics: no-store storable false fresh false
http-cache-semantics: No-Store storable true fresh false
http-cache-semantics: max-age=60, no-cache storable true fresh false
http-cache-semantics: max-age=60, No-Cache storable true fresh true
http-cache-semantics: a request with no-cache fresh false
http-cache-semantics: a request with No-Cache fresh true
END_OF_TEXT
