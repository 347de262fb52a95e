#!/usr/bin/env bash
# RFC 2046, 5.1.1, the grammar of multipart, which RFC 7578 is on as well: what stands before the first boundary (a
# preamble) is to be ignored, blanks may follow a boundary on its line (transport padding); 5.1, with RFC 2045: a
# boundary in quotes may hold a semicolon. python-multipart 0.0.34 (PyPI; by it FastAPI and Starlette read forms) ends
# with an error at a preamble and at a blank after a boundary: 400. multipart 2.0.1 (PyPI) does at the blank.
# requests-toolbelt 1.0.0 (PyPI; its decoder reads the batch answers of many APIs) does at a preamble, and cuts the
# boundary at the semicolon. werkzeug 3.1.9 (PyPI) and Go's mime/multipart read all of them.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, go and their package indexes; opens no port; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-multipart==0.0.34 multipart==2.0.1 \
  requests-toolbelt==1.0.0 werkzeug==3.1.9
cat > make.py <<'END_OF_PYTHON'
import json


def form(boundary="b", before="", blank=""):
    head = f'--{boundary}{blank}\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
    return f"{before}{head}v\r\n--{boundary}--\r\n"


CASES = {
    "plain": ("b", form()),
    "preamble": ("b", form(before="for old readers\r\n")),
    "padding": ("b", form(blank=" ")),
    "semicolon": ('"b;c"', form("b;c")),
}
json.dump(CASES, open("cases.json", "w"))
END_OF_PYTHON
cat > see.py <<'END_OF_PYTHON'
import io
import json

import multipart
import python_multipart
from requests_toolbelt.multipart.decoder import MultipartDecoder
from werkzeug.formparser import FormDataParser


def by_python_multipart(kind, body):
    found = []
    headers = {"Content-Type": kind.encode(), "Content-Length": str(len(body)).encode()}
    python_multipart.parse_form(headers, io.BytesIO(body), lambda field: found.append(field.value), None)
    return found[0].decode()


def by_multipart(kind, body):
    environ = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body))}
    return multipart.parse_form_data(environ | {"wsgi.input": io.BytesIO(body)}, strict=True)[0]["a"]


def by_toolbelt(kind, body):
    return MultipartDecoder(body, kind).parts[0].text


def by_werkzeug(kind, body):
    boundary = kind.partition("boundary=")[2].strip('"')
    parser = FormDataParser(silent=False)
    return parser.parse(io.BytesIO(body), "multipart/form-data", len(body), {"boundary": boundary})[1]["a"]


for name, (boundary, text) in json.load(open("cases.json")).items():
    for read in (by_python_multipart, by_multipart, by_toolbelt, by_werkzeug):
        try:
            said = json.dumps(read(f"multipart/form-data; boundary={boundary}", text.encode()))
        except Exception as error:
            said = type(error).__name__
        print(f"{name}: {read.__name__[3:]}: {said}")
END_OF_PYTHON
cat > see.go <<'END_OF_GO'
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"os"
	"strings"
)

func main() {
	text, _ := os.ReadFile("cases.json")
	var cases map[string][2]string
	if err := json.Unmarshal(text, &cases); err != nil {
		panic(err)
	}
	for _, name := range []string{"plain", "preamble", "padding", "semicolon"} {
		_, parameters, err := mime.ParseMediaType("multipart/form-data; boundary=" + cases[name][0])
		if err != nil {
			panic(err)
		}
		part, err := multipart.NewReader(strings.NewReader(cases[name][1]), parameters["boundary"]).NextPart()
		if err != nil {
			panic(err)
		}
		content, _ := io.ReadAll(part)
		fmt.Printf("%s: Go: %q\n", name, content)
	}
}
END_OF_GO
venv/bin/python make.py
{
  venv/bin/python -W ignore see.py
  go run see.go
} 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
plain: python_multipart: "v"
plain: multipart: "v"
plain: toolbelt: "v"
plain: werkzeug: "v"
preamble: python_multipart: MultipartParseError
preamble: multipart: "v"
preamble: toolbelt: ImproperBodyPartContentException
preamble: werkzeug: "v"
padding: python_multipart: MultipartParseError
padding: multipart: ParserError
padding: toolbelt: "v"
padding: werkzeug: "v"
semicolon: python_multipart: "v"
semicolon: multipart: "v"
semicolon: toolbelt: ImproperBodyPartContentException
semicolon: werkzeug: "v"
plain: Go: "v"
preamble: Go: "v"
padding: Go: "v"
semicolon: Go: "v"
END_OF_TEXT
