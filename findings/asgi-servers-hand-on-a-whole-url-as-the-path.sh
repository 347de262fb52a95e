#!/usr/bin/env bash
# RFC 9112, 3.2.2: a server must accept a request target in absolute form (`GET http://api.example/plots?z=1`), as
# clients that take it for a proxy write it; the target's own path is what is asked for. ASGI leaves what becomes of it
# to the server ("HTTP request target excluding any query string"), and the servers differ: granian 2.8.9 and uvicorn
# 0.54.0 with httptools (PyPI) hand on "/plots", uvicorn with h11, hypercorn 0.18.0 and daphne 4.2.3 hand on the whole
# "http://api.example/plots", for which Starlette has no route. A target without a path (`http://api.example`) is "/" to
# granian and 400 to uvicorn with httptools. An empty line before the request line, which a server should bear (2.2), is
# 400 to the two with h11. granian calls HTTP/1.0 "1", where ASGI has "1.0", and gives such a request a Host header that
# it did not have.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11 and its package index; servers on loopback; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check uvicorn==0.54.0 httptools==0.9.0 h11==0.16.0 \
  hypercorn==0.18.0 daphne==4.2.3 granian==2.8.9
cat > app.py <<'END_OF_PYTHON'
import json


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    host = [value.decode() for name, value in scope["headers"] if name == b"host"]
    body = json.dumps([scope["path"], scope["query_string"].decode(), scope["http_version"], host]).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
END_OF_PYTHON
cat > ask.py <<'END_OF_PYTHON'
import socket
import sys
import time

ASKED = {
    "absolute": b"GET http://api.example/plots?z=1 HTTP/1.1\r\nHost: api.example\r\n\r\n",
    "absolute, no path": b"GET http://api.example HTTP/1.1\r\nHost: api.example\r\n\r\n",
    "empty line first": b"\r\nGET /plots HTTP/1.1\r\nHost: api.example\r\n\r\n",
    "HTTP/1.0": b"GET /plots HTTP/1.0\r\n\r\n",
}


def connect(port):
    until = time.monotonic() + 30
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=10)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def answer(port, request):
    with connect(port) as connection:
        connection.sendall(request)
        reader = connection.makefile("rb")
        status = reader.readline().split()[1].decode()
        length = 0
        while (line := reader.readline().strip().lower()):
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return reader.read(length).decode() if status == "200" else status


name, port = sys.argv[1], int(sys.argv[2])
for what, request in ASKED.items():
    print(f"{name}: {what}:", answer(port, request))
END_OF_PYTHON
free() { venv/bin/python -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
try() {
  local name=$1 port=$2
  shift 2
  "$@" > "$port.log" 2>&1 &
  servers+=($!)
  venv/bin/python ask.py "$name" "$port" >> seen.txt
}
port=$(free) && try 'uvicorn, httptools' "$port" venv/bin/uvicorn app:app --port "$port" --http httptools
port=$(free) && try 'uvicorn, h11' "$port" venv/bin/uvicorn app:app --port "$port" --http h11
port=$(free) && try 'hypercorn' "$port" venv/bin/hypercorn app:app --bind "127.0.0.1:$port"
port=$(free) && try 'daphne' "$port" venv/bin/daphne --port "$port" app:app
port=$(free) && try 'granian' "$port" venv/bin/granian --interface asgi --port "$port" app:app
cat seen.txt
diff - seen.txt <<'END_OF_TEXT'
uvicorn, httptools: absolute: ["/plots", "z=1", "1.1", ["api.example"]]
uvicorn, httptools: absolute, no path: 400
uvicorn, httptools: empty line first: ["/plots", "", "1.1", ["api.example"]]
uvicorn, httptools: HTTP/1.0: ["/plots", "", "1.0", []]
uvicorn, h11: absolute: ["http://api.example/plots", "z=1", "1.1", ["api.example"]]
uvicorn, h11: absolute, no path: ["http://api.example", "", "1.1", ["api.example"]]
uvicorn, h11: empty line first: 400
uvicorn, h11: HTTP/1.0: ["/plots", "", "1.0", []]
hypercorn: absolute: ["http://api.example/plots", "z=1", "1.1", ["api.example"]]
hypercorn: absolute, no path: ["http://api.example", "", "1.1", ["api.example"]]
hypercorn: empty line first: 400
hypercorn: HTTP/1.0: ["/plots", "", "1.0", []]
daphne: absolute: ["http://api.example/plots", "z=1", "1.1", ["api.example"]]
daphne: absolute, no path: ["http://api.example", "", "1.1", ["api.example"]]
daphne: empty line first: ["/plots", "", "1.1", ["api.example"]]
daphne: HTTP/1.0: ["/plots", "", "1.0", []]
granian: absolute: ["/plots", "z=1", "1.1", ["api.example"]]
granian: absolute, no path: ["/", "", "1.1", ["api.example"]]
granian: empty line first: ["/plots", "", "1.1", ["api.example"]]
granian: HTTP/1.0: ["/plots", "", "1", [""]]
END_OF_TEXT
