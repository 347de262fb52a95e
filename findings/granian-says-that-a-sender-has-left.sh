#!/usr/bin/env bash
# RFC 9112, 9.6: a server that closes while its client still sends risks that the client never sees the answer, so it
# closes in stages and reads on; ASGI 3 (HTTP, "Disconnect") has `http.disconnect` for a client that has gone. An ASGI
# application that refuses a long body early (413 or 401 with its Content-Length) and then reads the rest, so that the
# caller, who reads when it has sent all, sees why, does well under uvicorn 0.54.0 (PyPI). granian 2.8.7 (PyPI) now and
# then tells it `http.disconnect` in the middle of the body of a caller that sends on, and closes: the caller has a
# broken pipe and no answer. It is a race, from one request of ten to all of eight; without Content-Length, in chunks,
# where the answer is not whole until the application says so, it was not seen.
#
# Seen on 2026-11-29, bodies of 20 MB: the lines that this prints (the numbers vary).
#
# Ends with 0 while that is so: at least one of 200 requests. Needs python3.11 and its package index; a server on
# loopback; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
serving=
trap '[ -z "$serving" ] || kill "$serving" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check granian==2.8.7 uvicorn==0.54.0
cat > early.py <<'END_OF_PYTHON'
"""Refuses at once, then reads the body to its end."""

BODY = b"no"
HEADERS = [
    (b"content-length", b"2"),
    (b"content-type", b"text/plain"),
    (b"x-request-id", b"1"),
    (b"connection", b"close"),
]


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    headers = HEADERS[scope["path"] == "/chunks" :]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": BODY, "more_body": True})
    while True:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body"):
            break
    print(message["type"], flush=True)
    await send({"type": "http.response.body", "body": b""})
END_OF_PYTHON
cat > call.py <<'END_OF_PYTHON'
import http.client
import sys
import time

port, path, most = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for _ in range(200):
    try:
        http.client.HTTPConnection("127.0.0.1", port, timeout=10).connect()
        break
    except OSError:
        time.sleep(0.1)
lost = 0
for made in range(1, most + 1):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST", path, body=bytes(20_000_000))
        assert connection.getresponse().read() == b"no"
    except ConnectionError:
        lost += 1
    connection.close()
    if lost == 3:
        break
print(lost, "of", made, "without their answer")
END_OF_PYTHON
serve() { # name, path, most requests, command
  local port name=$1 path=$2 most=$3
  shift 3
  port=$(venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  "$@" --port "$port" early:app > "$name.log" 2>&1 &
  serving=$!
  venv/bin/python call.py "$port" "$path" "$most" > "$name.txt"
  kill "$serving"
  wait "$serving" 2>/dev/null || true
  serving=
  echo "$name: $(cat "$name.txt"); the application was told of $(grep -c http.disconnect "$name.log" || true) that left"
}
serve granian / 200 venv/bin/python -m granian --interface asgi
serve granian-in-chunks /chunks 50 venv/bin/python -m granian --interface asgi
serve uvicorn / 50 venv/bin/python -m uvicorn --log-level error
if grep -q '^0 ' granian.txt; then echo "granian reads on: changed"; exit 1; fi
grep -q '^0 ' granian-in-chunks.txt
grep -q '^0 ' uvicorn.txt
