#!/usr/bin/env bash
# RFC 9110, 14.1.2: where a representation is shorter than the suffix that is asked for (`bytes=-20` of ten octets), the
# whole one is meant; 14.2: a server must ignore a Range with a unit that it does not know; 5.6.1: list elements may be
# empty. RFC 9111, 5.2: names of cache directives know no case. express 5.3.0 (npm, by `send` and range-parser 1.3.0)
# answers the suffix with 416, so that a reader of "the last 64 kB" fails on small files only, ignores a list with an
# empty element, and takes `Cache-Control: No-Cache` beside a matching If-None-Match for no wish to see the whole
# answer (`fresh`): 304. werkzeug 3.1.9 (PyPI; what Flask serves files with) has 416 for the suffix, the other unit and
# the empty element, Starlette 1.10.0 (PyPI) 400 and the file server of Go 416 for the other unit; both serve the
# suffix.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs node, npm, go, python3.11 and their package indexes; servers on loopback; writes
# into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf 0123456789 > ten.txt
cat > asked.json <<'END_OF_JSON'
[{"Range": "bytes=-3"}, {"Range": "bytes=-20"}, {"Range": "rows=0-1"}, {"Range": "bytes=,0-1"}]
END_OF_JSON
npm install --silent --no-audit --no-fund --ignore-scripts express@5.3.0 range-parser@1.3.0 fresh@2.0.0 > npm.log 2>&1
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check starlette==1.10.0 httpx==0.28.1 flask==3.1.2 werkzeug==3.1.9
cat > see.cjs <<'END_OF_SCRIPT'
const express = require("express");
const http = require("node:http");
const app = express();
app.set("env", "test");
app.get("/", (request, response) => response.sendFile(`${__dirname}/ten.txt`));
const server = app.listen(0, "127.0.0.1", async () => {
  const ask = (headers) => new Promise((resolve) => {
    http.get({ host: "127.0.0.1", port: server.address().port, headers }, (response) => {
      let body = "";
      response.on("data", (part) => (body += part));
      response.on("end", () => resolve([response.statusCode, response.headers, body]));
    });
  });
  for (const headers of require("./asked.json")) {
    const [status, , body] = await ask(headers);
    console.log("express", headers.Range, status, status < 300 ? body : "");
  }
  const [, { etag }] = await ask({});
  for (const directive of ["no-cache", "No-Cache"]) {
    const [status] = await ask({ "If-None-Match": etag, "Cache-Control": directive });
    console.log("express", directive, status);
  }
  server.close();
});
END_OF_SCRIPT
cat > see.py <<'END_OF_PYTHON'
import json

import flask
from starlette.applications import Starlette
from starlette.responses import FileResponse
from starlette.routing import Route
from starlette.testclient import TestClient


async def file(request):
    return FileResponse("ten.txt")


starlette = TestClient(Starlette(routes=[Route("/", file)]))
app = flask.Flask(__name__)
app.add_url_rule("/", view_func=lambda: flask.send_file("ten.txt"))
for headers in json.load(open("asked.json")):
    for name, client in (("Starlette", starlette), ("Flask", app.test_client())):
        answer = client.get("/", headers=headers)
        body = answer.text if answer.status_code < 300 else ""
        print(name, headers["Range"], answer.status_code, body)
END_OF_PYTHON
cat > see.go <<'END_OF_GO'
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
)

func main() {
	text, _ := os.ReadFile("asked.json")
	var asked []map[string]string
	if err := json.Unmarshal(text, &asked); err != nil {
		panic(err)
	}
	for _, headers := range asked {
		request := httptest.NewRequest("GET", "/", nil)
		request.Header.Set("Range", headers["Range"])
		recorder := httptest.NewRecorder()
		http.ServeFile(recorder, request, "ten.txt")
		body := ""
		if recorder.Code < 300 {
			body = recorder.Body.String()
		}
		fmt.Println("Go", headers["Range"], recorder.Code, body)
	}
}
END_OF_GO
{
  node see.cjs 2>errors.log
  venv/bin/python -W ignore see.py
  go run see.go
} | sed 's/ *$//' | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
express bytes=-3 206 789
express bytes=-20 416
express rows=0-1 200 0123456789
express bytes=,0-1 200 0123456789
express no-cache 200
express No-Cache 304
Starlette bytes=-3 206 789
Flask bytes=-3 206 789
Starlette bytes=-20 206 0123456789
Flask bytes=-20 416
Starlette rows=0-1 400
Flask rows=0-1 416
Starlette bytes=,0-1 206 01
Flask bytes=,0-1 416
Go bytes=-3 206 789
Go bytes=-20 206 0123456789
Go rows=0-1 416
Go bytes=,0-1 206 01
END_OF_TEXT
