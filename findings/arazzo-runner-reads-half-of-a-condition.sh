#!/usr/bin/env bash
# Arazzo 1.0.1 describes workflows over OpenAPI. arazzo-runner 0.9.6 (PyPI) runs them, and reads the document in a way
# of its own:
# - Of a condition that begins with a value of the body and goes on with `&&` or `||`, what follows makes one text with
#   the right side; one that begins with another value is true whatever stands after `&&` (Criterion Object, Operators).
# - `false` and `null` on the right side of a value of the body are no literals (Criterion Object, Literals): the step fails.
#   Parentheses and `!` make it fail as well. A comparison of texts heeds case; the specification says that it must not.
# - `$response.header.NAME`, `$url`, `$method` and `$request.path.NAME` (Runtime Expressions) give nothing.
# - An output whose name ends in `Id` gets what the body has under that name, not what its expression says.
# - A pointer into an output (`$steps.one.outputs.list#/1/id`) is the text None in a URL.
# - A parameter that is true is sent as `True`.
#
# Seen on 2026-11-29: the lines that this prints; the API answers all the time with the same document.
#
# Ends with 0 while that is so. Needs python3.11 and its package index; a server on loopback; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check arazzo-runner==0.9.6
cat > workflows.py <<'END_OF_PYTHON'
import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from arazzo_runner import ArazzoRunner

logging.disable(logging.CRITICAL)
BODY = {"state": "Open", "done": False, "note": None, "total": 0, "userId": "of the body", "list": [{"id": "a"}, {"id": "b"}]}
asked: list[str] = []


class Api(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        asked.append(self.path)
        content = json.dumps(BODY).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-User-Id", "of the header")
        self.end_headers()
        self.wfile.write(content)


server = HTTPServer(("127.0.0.1", 0), Api)
threading.Thread(target=server.serve_forever, daemon=True).start()
PARAMETERS = [
    {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}},
    {"name": "all", "in": "query", "schema": {"type": "boolean"}},
]
OPERATION = {"operationId": "read", "parameters": PARAMETERS, "responses": {"200": {"description": "read"}}}
OPENAPI = {
    "openapi": "3.1.0",
    "info": {"title": "things", "version": "1"},
    "servers": [{"url": f"http://127.0.0.1:{server.server_port}"}],
    "paths": {"/things/{name}": {"get": OPERATION}},
}


def step(name: str, value: object = "n", **more: object) -> dict:
    """A step that reads the thing of this name."""
    parameters = [{"name": "name", "in": "path", "value": value}]
    return {"stepId": name, "operationId": "read", "parameters": parameters, **more}


def run(*steps: dict) -> tuple[str, dict]:
    asked.clear()
    document = {
        "arazzo": "1.0.1",
        "info": {"title": "read", "version": "1"},
        "sourceDescriptions": [{"name": "api", "url": "./api.json", "type": "openapi"}],
        "workflows": [{"workflowId": "work", "steps": list(steps)}],
    }
    result = ArazzoRunner(document, {"api": OPENAPI}).execute_workflow("work", {})
    return result.status.name, result.step_outputs


CONDITIONS = [
    "$response.body#/state == 'Open'",
    "$response.body#/state == 'open'",
    "$statusCode == 200 && $response.body#/state == 'Closed'",
    "$response.body#/state == 'Open' || $statusCode == 500",
    "$response.body#/done == false",
    "$response.body#/note == null",
    "($statusCode == 200)",
]
for condition in CONDITIONS:
    status, _ = run(step("one", successCriteria=[{"condition": condition}]))
    print(f"{condition}:", "holds" if status == "WORKFLOW_COMPLETE" else "does not hold")
for expression in ("$response.body#/total", "$response.header.X-User-Id", "$url", "$method", "$request.path.name"):
    _, outputs = run(step("one", outputs={"out": expression}))
    print(f"{expression}:", outputs["one"].get("out", "nothing"))
_, outputs = run(step("one", outputs={"userId": "$response.header.X-User-Id"}))
print("userId of a header:", outputs["one"]["userId"])
run(step("one", outputs={"list": "$response.body#/list"}), step("two", "$steps.one.outputs.list#/1/id"))
print("a pointer into an output:", asked[-1])
every = step("one")
every["parameters"].append({"name": "all", "in": "query", "value": True})
run(every)
print("true:", asked[-1])
END_OF_PYTHON
environment/bin/python workflows.py | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
$response.body#/state == 'Open': holds
$response.body#/state == 'open': does not hold
$statusCode == 200 && $response.body#/state == 'Closed': holds
$response.body#/state == 'Open' || $statusCode == 500: does not hold
$response.body#/done == false: does not hold
$response.body#/note == null: does not hold
($statusCode == 200): does not hold
$response.body#/total: 0
$response.header.X-User-Id: nothing
$url: nothing
$method: nothing
$request.path.name: nothing
userId of a header: of the body
a pointer into an output: /things/None
true: /things/n?all=True
END_OF_TEXT
