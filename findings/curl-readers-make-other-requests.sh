#!/usr/bin/env bash
# A curl command is how an API's documentation and a browser ("Copy as cURL") hand on a request. The manual of curl says:
# `-b` is the Cookie header, which is what browsers write; several `-d` are joined with "&" and make a POST; `--data-raw`
# is the body as it stands; `-G` puts the data into the query of a GET; a short option may have its value right behind
# it (`-XPUT`). What four readers of such commands make of them without an error: uncurl 0.0.11 (PyPI) takes `-b` for
# `--data-binary`, so that the cookies are the body of a POST; it keeps the last `-d`, and so do curlparser 0.1.0 (PyPI),
# to which two cookies are one, and @scrape-do/curl-parser 0.3.0 (npm), which calls the method of each `-d` GET.
# @bany/curl-to-json 1.2.10 (npm) has nothing of a body that is plain text, keeps one of two query parameters of a name,
# makes a POST of `-G` and calls the method of `-XPUT` true.
#
# Seen on 2026-11-30: the lines that this prints; curl's own request is the first of each.
#
# Ends with 0 while that is so. Needs curl, python3.11, node, npm and package indexes; a server on loopback; writes into
# a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check uncurl==0.0.11 curlparser==0.1.0
npm install --silent --no-audit --no-fund --ignore-scripts @scrape-do/curl-parser@0.3.0 \
  @bany/curl-to-json@1.2.10 > npm.log 2>&1
cat > see.py <<'END_OF_PYTHON'
import contextlib
import io
import json
import shlex
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import curlparser
import uncurl

COMMANDS = (
    "-b 'session=abc; theme=dark'",
    "-d a=1 -d b=2",
    "--data-raw 'plain text'",
    "-XPUT -d a=1",
    "-G -d a=1",
    "?tag=a&tag=b",
)
got = []


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        got.append([self.command, self.path, self.headers.get("cookie"), body or None])
        self.send_response(204)
        self.end_headers()

    do_GET = do_POST = do_PUT = answer

    def log_message(self, *_):
        pass


def by_uncurl(command):
    seen = uncurl.parse_context(command)
    return [seen.method.upper(), seen.url, dict(seen.cookies) or None, seen.data]


def by_curlparser(command):
    seen = curlparser.parse(command)
    return [seen.method, seen.url, dict(seen.cookies) or None, seen.data]


def said(read, command):
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            return json.dumps(read(command))
    except (Exception, SystemExit):
        return "an error"


server = HTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
PLACE = "http://127.0.0.1:%d" % server.server_port
for options in COMMANDS:
    command = f"curl {PLACE}/x{options and shlex.quote(options) if options[0] == '?' else ' ' + options}"
    subprocess.run(shlex.split(command), check=True, capture_output=True)
    print(options)
    print("  curl:", json.dumps(got.pop()))
    print("  uncurl:", said(by_uncurl, command).replace(PLACE, ""))
    print("  curlparser:", said(by_curlparser, command).replace(PLACE, ""))
    for module in ("scrape-do", "bany"):
        done = subprocess.run(["node", "see.mjs", module, command], check=True, capture_output=True, text=True)
        print(f"  {module}:", done.stdout.strip().replace(PLACE, ""))
END_OF_PYTHON
cat > see.mjs <<'END_OF_SCRIPT'
import toJson from '@bany/curl-to-json';
import { parse } from '@scrape-do/curl-parser';

const [which, command] = process.argv.slice(2);
try {
  if (which === 'bany') console.log(JSON.stringify(toJson(command)));
  else {
    const { method, url, cookies, body } = parse(command);
    console.log(JSON.stringify([method, url, cookies, body]));
  }
} catch {
  console.log('an error');
}
END_OF_SCRIPT
environment/bin/python see.py | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
-b 'session=abc; theme=dark'
  curl: ["GET", "/x", "session=abc; theme=dark", null]
  uncurl: ["POST", "/x", null, "session=abc; theme=dark"]
  curlparser: ["GET", "/x", {"session": "abc; theme=dark"}, null]
  scrape-do: ["get","/x","session=abc; theme=dark",null]
  bany: {"url":"/x","cookie":"session=abc; theme=dark","method":"GET"}
-d a=1 -d b=2
  curl: ["POST", "/x", null, "a=1&b=2"]
  uncurl: ["POST", "/x", null, "b=2"]
  curlparser: ["POST", "/x", null, "b=2"]
  scrape-do: ["get","/x",null,"b=2"]
  bany: {"url":"/x","data":{"a":"1","b":"2"},"method":"POST"}
--data-raw 'plain text'
  curl: ["POST", "/x", null, "plain text"]
  uncurl: ["POST", "/x", null, "plain text"]
  curlparser: ["POST", "/x", null, "plain text"]
  scrape-do: ["get","/x",null,"plain text"]
  bany: {"url":"/x","data":{},"method":"POST"}
-XPUT -d a=1
  curl: ["PUT", "/x", null, "a=1"]
  uncurl: ["PUT", "/x", null, "a=1"]
  curlparser: ["PUT", "/x", null, "a=1"]
  scrape-do: an error
  bany: {"url":"/x","data":{"a":"1"},"method":true}
-G -d a=1
  curl: ["GET", "/x?a=1", null, null]
  uncurl: an error
  curlparser: an error
  scrape-do: an error
  bany: {"url":"/x","data":{"a":"1"},"method":"POST"}
?tag=a&tag=b
  curl: ["GET", "/x?tag=a&tag=b", null, null]
  uncurl: ["GET", "/x?tag=a&tag=b", null, null]
  curlparser: ["GET", "/x?tag=a&tag=b", null, null]
  scrape-do: ["get","/x?tag=a&tag=b",null,null]
  bany: {"url":"/x","params":{"tag":"b"},"method":"GET"}
END_OF_TEXT
