#!/usr/bin/env bash
# RFC 9110, 5.5: a field value may hold bytes above 0x7F (obs-text), which a recipient is to treat as opaque. pyreqwest
# 0.15.1 (PyPI) takes an answer with such a field and hands it out nowhere: `get_header` raises, and so does every way of
# walking all of its headers, those that are plain ASCII too (`items()`, `values()`, even `repr()`); only a look-up of
# another name goes on. http.client of Python gives the bytes as Latin-1.
#
# Seen on 2026-11-29 (`Content-Disposition: attachment; filename=pr\xfcfung.txt`): get_header, items() and repr() end in
# "ValueError: failed to convert header to a str"; content-type and the body are there.
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder; loopback only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check pyreqwest==0.15.1
environment/bin/python - <<'END_OF_PYTHON'
import http.client
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from pyreqwest.client import SyncClientBuilder


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Disposition", "attachment; filename=pr\u00fcfung.txt")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        pass


server = HTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
connection.request("GET", "/")
plain = connection.getresponse().getheader("Content-Disposition")
print("http.client:", ascii(plain))
assert plain == "attachment; filename=pr\u00fcfung.txt", plain


def outcome(take: object) -> str:
    try:
        return ascii(take())
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"


with SyncClientBuilder().build() as client:
    reply = client.get(f"http://127.0.0.1:{server.server_port}/").build().send()
    said = {
        "content-type": outcome(lambda: reply.get_header("content-type")),
        "content-disposition": outcome(lambda: reply.get_header("content-disposition")),
        "items()": outcome(lambda: list(reply.headers.items())),
        "repr()": outcome(lambda: repr(reply.headers)),
        "text()": outcome(reply.text),
    }
for name, value in said.items():
    print(f"pyreqwest {name}: {value}")
server.shutdown()
assert said["content-type"] == "'text/plain'" and said["text()"] == "'ok'", "changed"
lost = [said[name] for name in ("content-disposition", "items()", "repr()")]
assert all("Error" in each or "xception" in each for each in lost), "changed"
END_OF_PYTHON
