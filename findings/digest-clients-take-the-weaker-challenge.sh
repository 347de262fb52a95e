#!/usr/bin/env bash
# RFC 7616, 3.7: of several challenges, which a server puts in order of its preference, a client takes the first that it
# supports; 3.3 has SHA-512-256, the `-sess` forms and `auth-int`. RFC 9110: names of parameters know no case (11.2), a
# quote in a realm is escaped (5.6.4), several challenges may stand in one field (11.6.1). Five clients:
# - requests 2.34.2 and niquests 3.21.2 (PyPI) take the last of two challenges, here MD5 after SHA-256, write a realm
#   with a quote unescaped, and raise KeyError for `REALM`. Asked for `auth-int` niquests sends "Authorization: None".
# - httpx2 2.16.2 and aiohttp 3.14.5 (PyPI) do not find Digest after Basic in one field, nor aiohttp a `REALM`; httpx2
#   leaves the quote as it is too.
# - icholy/digest 1.2.0 (Go) takes `REALM` for no realm and answers with an empty one, and has no `-sess`.
# SHA-512-256 has only the last.
#
# Seen on 2026-11-29: the lines that this prints: what the server is shown, or the status or error where it is nothing.
#
# Ends with 0 while that is so. Needs python3.11, go and their package indexes; a server on loopback; writes into a
# temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check requests==2.34.2 niquests==3.21.2 httpx2==2.16.2 \
  aiohttp==3.14.5
cat > server.py <<'END_OF_PYTHON'
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

START = 'Digest realm="a", nonce="n", qop="auth", algorithm='
CHALLENGES = {
    "two fields": [START + "SHA-256", START + "MD5"],
    "one field": ['Basic realm="a", ' + START + "SHA-256"],
    "names": ['Digest REALM="a", NONCE="n", QOP="auth", ALGORITHM=SHA-256'],
    "quote": ['Digest realm="a\\"b", nonce="n", qop="auth", algorithm=SHA-256'],
    "integrity": ['Digest realm="a", nonce="n", qop="auth-int", algorithm=SHA-256'],
    "session": [START + "SHA-256-sess"],
    "SHA-512-256": [START + "SHA-512-256"],
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        shown = self.headers.get("Authorization")
        self.send_response(401 if shown is None else 200)
        for challenge in CHALLENGES[self.path[1:].replace("%20", " ")] if shown is None else ():
            self.send_header("WWW-Authenticate", challenge)
        names = ("realm", "algorithm", "qop")
        found = [re.search(rf'\b{name}=("?)(.*?)\1(,|$)', shown or "") for name in names]
        said = shown if not any(found) else " ".join(f"{each[0].rstrip(',')}" for each in found if each)
        body = (said or "").encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open("port.txt", "w") as file:
    file.write(f"{server.server_port}\n")
server.serve_forever()
END_OF_PYTHON
venv/bin/python server.py > server.log 2>&1 &
server=$!
until [ -s port.txt ]; do
  kill -0 "$server"
  sleep 0.2
done
cat > see.py <<'END_OF_PYTHON'
import asyncio

import aiohttp
import httpx2
import niquests
import requests
from server_names import NAMES

BASE = f"http://127.0.0.1:{int(open('port.txt').read())}/"


def by_aiohttp(url: str) -> tuple[int, str]:
    async def ask() -> tuple[int, str]:
        middleware = aiohttp.DigestAuthMiddleware("gardener", "secret")
        async with aiohttp.ClientSession(middlewares=(middleware,)) as session, session.get(url) as answer:
            return answer.status, await answer.text()

    return asyncio.run(ask())


def by(get, credentials):
    def ask(url: str) -> tuple[int, str]:
        answer = get(url, auth=credentials("gardener", "secret"))
        return answer.status_code, answer.text

    return ask


CLIENTS = {
    "requests": by(requests.get, requests.auth.HTTPDigestAuth),
    "niquests": by(niquests.get, niquests.auth.HTTPDigestAuth),
    "httpx2": by(httpx2.get, httpx2.DigestAuth),
    "aiohttp": by_aiohttp,
}
for client, ask in CLIENTS.items():
    for name in NAMES:
        try:
            status, said = ask(BASE + name)
        except Exception as error:
            status, said = 0, type(error).__name__
        print(f"{client}: {name}:", said if status in (0, 200) else status)
END_OF_PYTHON
echo 'NAMES = ["two fields", "one field", "names", "quote", "integrity", "session", "SHA-512-256"]' > server_names.py
go mod init example.org/see > go.log 2>&1
go get github.com/icholy/digest@v1.2.0 >> go.log 2>&1
cat > see.go <<'END_OF_GO'
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/icholy/digest"
)

func main() {
	port, _ := os.ReadFile("port.txt")
	for _, name := range []string{"two fields", "one field", "names", "quote", "integrity", "session", "SHA-512-256"} {
		client := http.Client{Transport: &digest.Transport{Username: "gardener", Password: "secret"}}
		url := "http://127.0.0.1:" + strings.TrimSpace(string(port)) + "/" + strings.ReplaceAll(name, " ", "%20")
		answer, err := client.Get(url)
		if err != nil {
			fmt.Println("icholy/digest:", name+":", "an error")
			continue
		}
		said, _ := io.ReadAll(answer.Body)
		if answer.StatusCode != 200 {
			said = []byte(fmt.Sprint(answer.StatusCode))
		}
		fmt.Println("icholy/digest:", name+":", string(said))
	}
}
END_OF_GO
{
  venv/bin/python -W ignore see.py
  go run see.go
} 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
requests: two fields: realm="a" algorithm="MD5" qop="auth"
requests: one field: realm="a" algorithm="SHA-256" qop="auth"
requests: names: KeyError
requests: quote: realm="a"b" algorithm="SHA-256" qop="auth"
requests: integrity: 401
requests: session: 401
requests: SHA-512-256: 401
niquests: two fields: realm="a" algorithm="MD5" qop="auth"
niquests: one field: realm="a" algorithm="SHA-256" qop="auth"
niquests: names: KeyError
niquests: quote: realm="a"b" algorithm="SHA-256" qop="auth"
niquests: integrity: None
niquests: session: ValueError
niquests: SHA-512-256: ValueError
httpx2: two fields: realm="a" algorithm=SHA-256 qop=auth
httpx2: one field: 401
httpx2: names: realm="a" algorithm=SHA-256 qop=auth
httpx2: quote: realm="a"b" algorithm=SHA-256 qop=auth
httpx2: integrity: NotImplementedError
httpx2: session: realm="a" algorithm=SHA-256-sess qop=auth
httpx2: SHA-512-256: ProtocolError
aiohttp: two fields: realm="a" algorithm=SHA-256 qop=auth
aiohttp: one field: 401
aiohttp: names: 401
aiohttp: quote: realm="a\"b" algorithm=SHA-256 qop=auth
aiohttp: integrity: realm="a" algorithm=SHA-256 qop=auth-int
aiohttp: session: realm="a" algorithm=SHA-256-sess qop=auth
aiohttp: SHA-512-256: ClientError
icholy/digest: two fields: realm="a" algorithm=SHA-256 qop=auth
icholy/digest: one field: 401
icholy/digest: names: realm=""
icholy/digest: quote: realm="a\"b" algorithm=SHA-256 qop=auth
icholy/digest: integrity: realm="a" algorithm=SHA-256 qop=auth-int
icholy/digest: session: 401
icholy/digest: SHA-512-256: realm="a" algorithm=SHA-512-256 qop=auth
END_OF_TEXT
