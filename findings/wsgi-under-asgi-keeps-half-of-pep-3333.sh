#!/usr/bin/env bash
# PEP 3333: `start_response` gives back a `write` ("The start_response() Callable"); the server calls `close()` of what
# the application returned, however the request ends ("Specification Details"); an application may return an empty list;
# the input reads as a file of Python does ("Input and Error Streams"), so that `readlines()` has the lines as they are;
# SERVER_PORT is text ("environ Variables"). Three ways to run a WSGI application on an ASGI server leave out parts:
# asgiref 3.13.0 (PyPI, WsgiToAsgi) never calls `close()`, by which frameworks give back connections and files;
# hypercorn 0.18.0 (PyPI, its own `wsgi:`) has no status for an application that returns an empty list, as many do for
# 204, 304 and HEAD: the caller gets 500; its port is a number; a2wsgi 1.10.10 (PyPI) puts a line feed behind a last
# line that had none, and the first `readline(100)`, a form that wsgiref's own checker allows, says that the body is at
# its end. Only a2wsgi has `write`, which granian 2.8.9 (PyPI), a WSGI server that does the rest as the PEP says, does
# not have either.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11 and its package index; servers on loopback; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check \
  asgiref==3.13.0 a2wsgi==1.10.10 hypercorn==0.18.0 granian==2.8.9
cat > applications.py <<'END_OF_PYTHON'
from a2wsgi import WSGIMiddleware
from asgiref.wsgi import WsgiToAsgi

closed = []


class Parts:
    """What an application may return: parts of a body, and something to do at the end."""

    def __init__(self, *parts):
        self.parts = parts

    def __iter__(self):
        return iter(self.parts)

    def close(self):
        closed.append(1)


def wsgi(environ, start_response):
    path = environ["PATH_INFO"]
    write = start_response("204 No Content" if path == "/nothing" else "200 OK", [])
    if path == "/nothing":
        return []
    if path == "/write":
        write(b"written, ")
        return [b"returned"]
    if path == "/lines":
        return [repr(environ["wsgi.input"].readlines()).encode()]
    if path == "/limited":
        return [repr(environ["wsgi.input"].readline(100)).encode()]
    if path == "/port":
        return [type(environ["SERVER_PORT"]).__name__.encode()]
    if path == "/close":
        return Parts(b"closed ", b"soon")
    return [f"{len(closed)} times".encode()]


by_a2wsgi = WSGIMiddleware(wsgi)
by_asgiref = WsgiToAsgi(wsgi)
END_OF_PYTHON
cat > see.py <<'END_OF_PYTHON'
import http.client
import socket
import subprocess
import sys
import time

GRANIAN = ["-m", "granian", "applications:wsgi", "--interface", "wsgi", "--host", "127.0.0.1", "--port"]
WAYS = {
    "granian": GRANIAN,
    "asgiref": ["-m", "hypercorn", "applications:by_asgiref", "-b"],
    "hypercorn": ["-m", "hypercorn", "wsgi:applications:wsgi", "-b"],
    "a2wsgi": ["-m", "hypercorn", "applications:by_a2wsgi", "-b"],
}
PATHS = ("/write", "/nothing", "/lines", "/limited", "/port", "/close", "/closed")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def asked(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        body = b"one\ntwo" if path in ("/lines", "/limited") else None
        connection.request("POST" if body else "GET", path, body=body)
        answer = connection.getresponse()
        return f"{answer.status} {answer.read().decode()}".strip()
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()


def row(command):
    port = free_port()
    place = f"127.0.0.1:{port}" if "hypercorn" in command else str(port)
    server = subprocess.Popen([sys.executable, *command, place], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        found = {}
        for path in PATHS:
            found[path] = asked(port, path)
            time.sleep(0.5 if path == "/close" else 0)  # what is done at the end may come after the answer
        return found
    finally:
        server.terminate()
        server.wait()


rows = {way: row(command) for way, command in WAYS.items()}
for path in PATHS:
    print(path)
    for way in WAYS:
        print(f"  {way}: {rows[way][path]}")
END_OF_PYTHON
environment/bin/python see.py 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
/write
  granian: 500
  asgiref: 500
  hypercorn: 500
  a2wsgi: 200 written, returned
/nothing
  granian: 204
  asgiref: 204
  hypercorn: 500
  a2wsgi: 204
/lines
  granian: 200 [b'one\n', b'two']
  asgiref: 200 [b'one\n', b'two']
  hypercorn: 200 [b'one\n', b'two']
  a2wsgi: 200 [b'one\n', b'two\n']
/limited
  granian: 200 b'one\n'
  asgiref: 200 b'one\n'
  hypercorn: 200 b'one\n'
  a2wsgi: 200 b''
/port
  granian: 200 str
  asgiref: 200 str
  hypercorn: 200 int
  a2wsgi: 200 str
/close
  granian: 200 closed soon
  asgiref: 200 closed soon
  hypercorn: 200 closed soon
  a2wsgi: 200 closed soon
/closed
  granian: 200 1 times
  asgiref: 200 0 times
  hypercorn: 200 1 times
  a2wsgi: 200 1 times
END_OF_TEXT
