#!/usr/bin/env bash
# RFC 9110, 12.4.2: a weight of 0 "means not acceptable"; 12.5.1: of the ranges that fit a type, the most specific one
# gives its weight, so that `application/json;q=0, */*` is everything but JSON; 8.3.1: types know no case, and a
# parameter's value may be a quoted text with a comma. An API that has JSON and HTML, asked so, chooses JSON with Django
# 5.2.19 (`get_preferred_type`), sanic 25.12.1 (`parse_accept().match`) and munnerz/goautoneg (Go, what Kubernetes'
# API servers choose with); the last two take it for `*/*;q=0` as well. werkzeug 3.1.9 chooses HTML, and says of both
# that they are accepted (`in`). `APPLICATION/JSON` is nothing to sanic, goautoneg and falcon 4.4.0, which answers a
# quoted comma with an error. negotiator 1.1.0 (npm) does each as the RFC says.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, go, node, npm and their package indexes; opens no port; writes into a
# temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check django==5.2.19 sanic==25.12.1 werkzeug==3.1.9 falcon==4.4.0
npm install --silent --no-audit --no-fund --ignore-scripts negotiator@1.1.0 > npm.log 2>&1
go mod init example.org/see > go.log 2>&1
go get github.com/munnerz/goautoneg@v0.0.0-20191010083416-a7dc8b61c822 >> go.log 2>&1
cat > asked.json <<'END_OF_JSON'
["application/json;q=0, */*", "*/*;q=0", "APPLICATION/JSON", "application/json;profile=\"a,b\", text/html;q=0.5"]
END_OF_JSON
cat > see.py <<'END_OF_PYTHON'
import json

import django.conf
import falcon
from falcon import mediatypes

django.conf.settings.configure()
from django.http import HttpRequest
from sanic.headers import parse_accept
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

HAD = ["application/json", "text/html"]


def django_chooses(accept):
    request = HttpRequest()
    request.META["HTTP_ACCEPT"] = accept
    return request.get_preferred_type(HAD)


def falcon_chooses(accept):
    try:
        return mediatypes.best_match(HAD, accept) or None
    except falcon.errors.InvalidMediaRange:
        return "an error"


for accept in json.load(open("asked.json")):
    print(accept)
    print("  Django:", django_chooses(accept))
    print("  sanic:", parse_accept(accept).match(*HAD) or None)
    print("  falcon:", falcon_chooses(accept))
    found = parse_accept_header(accept, MIMEAccept)
    print("  werkzeug:", found.best_match(HAD), "| accepted:", [each for each in HAD if each in found])
END_OF_PYTHON
cat > see.go <<'END_OF_GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/munnerz/goautoneg"
)

func main() {
	text, _ := os.ReadFile("asked.json")
	var asked []string
	if err := json.Unmarshal(text, &asked); err != nil {
		panic(err)
	}
	for _, accept := range asked {
		fmt.Printf("goautoneg: %s -> %q\n", accept, goautoneg.Negotiate(accept, []string{"application/json", "text/html"}))
	}
}
END_OF_GO
cat > see.cjs <<'END_OF_SCRIPT'
const Negotiator = require("negotiator");
for (const accept of require("./asked.json")) {
  const chosen = new Negotiator({ headers: { accept } }).mediaType(["application/json", "text/html"]);
  console.log("negotiator:", accept, "->", chosen);
}
END_OF_SCRIPT
{
  venv/bin/python see.py
  go run see.go
  node see.cjs
} 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
application/json;q=0, */*
  Django: application/json
  sanic: application/json
  falcon: text/html
  werkzeug: text/html | accepted: ['application/json', 'text/html']
*/*;q=0
  Django: None
  sanic: application/json
  falcon: None
  werkzeug: None | accepted: ['application/json', 'text/html']
APPLICATION/JSON
  Django: application/json
  sanic: None
  falcon: None
  werkzeug: application/json | accepted: ['application/json']
application/json;profile="a,b", text/html;q=0.5
  Django: text/html
  sanic: application/json
  falcon: an error
  werkzeug: text/html | accepted: ['text/html']
goautoneg: application/json;q=0, */* -> "application/json"
goautoneg: */*;q=0 -> "application/json"
goautoneg: APPLICATION/JSON -> ""
goautoneg: application/json;profile="a,b", text/html;q=0.5 -> "application/json"
negotiator: application/json;q=0, */* -> text/html
negotiator: */*;q=0 -> undefined
negotiator: APPLICATION/JSON -> application/json
negotiator: application/json;profile="a,b", text/html;q=0.5 -> text/html
END_OF_TEXT
