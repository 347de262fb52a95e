#!/usr/bin/env bash
# JSON-RPC 2.0, 6, "Batch": the answer to an array is an array of the answers; of an array in which one element is no
# request, the others are carried out all the same and that one gets an error of its own ("rpc call with invalid Batch"
# among the examples). json-rpc-2.0 1.8.1 (npm) answers a batch with one request, or with one besides notifications,
# with a single object: a client that looks through an array finds nothing in it. jsonrpcserver 5.0.9 and json-rpc
# 1.15.0 (PyPI) answer a batch of two good requests and a bad one with a single error without id, so that neither call
# is made and neither caller hears of it. jayson 5.0.0 (npm) does both as the specification says, and takes a request
# whose id is null for a notification, which one without an id is (4.1).
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs node, npm, python3.11 and their package indexes; opens no port; writes into a
# temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts json-rpc-2.0@1.8.1 jayson@5.0.0 > npm.log 2>&1
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check jsonrpcserver==5.0.9 json-rpc==1.15.0
cat > asked.json <<'END_OF_JSON'
[
  [{"jsonrpc": "2.0", "method": "ping", "id": 1}],
  [{"jsonrpc": "2.0", "method": "ping"}, {"jsonrpc": "2.0", "method": "ping", "id": 1}],
  [{"jsonrpc": "2.0", "method": "ping", "id": 1}, 7, {"jsonrpc": "2.0", "method": "ping", "id": 2}],
  {"jsonrpc": "2.0", "method": "ping", "id": null}
]
END_OF_JSON
cat > see.cjs <<'END_OF_SCRIPT'
const jayson = require("jayson");
const { JSONRPCServer } = require("json-rpc-2.0");
const first = new JSONRPCServer({ errorListener: () => {} });
first.addMethod("ping", () => "pong");
const second = new jayson.Server({ ping: (given, done) => done(null, "pong") });
const short = (answer) => {
  if (answer === undefined || answer === null) return "nothing";
  if (Array.isArray(answer)) return `[${answer.map(short).join(", ")}]`;
  return `${JSON.stringify(answer.id)}: ${answer.result ?? answer.error.code}`;
};
(async () => {
  for (const [number, asked] of require("./asked.json").entries()) {
    console.log(number, "json-rpc-2.0 ", short(await first.receive(asked)));
    const said = await new Promise((resolve) => second.call(asked, (error, answer) => resolve(error ?? answer)));
    console.log(number, "jayson       ", short(said));
  }
})();
END_OF_SCRIPT
cat > see.py <<'END_OF_PYTHON'
import json

import jsonrpc
import jsonrpcserver


@jsonrpcserver.method
def ping():
    return jsonrpcserver.Success("pong")


def short(answer):
    if isinstance(answer, list):
        return f"[{', '.join(map(short, answer))}]"
    return f"{json.dumps(answer['id'])}: {answer.get('result') or answer['error']['code']}"


for number, asked in enumerate(json.load(open("asked.json"))):
    text = json.dumps(asked)
    print(number, "jsonrpcserver", short(json.loads(jsonrpcserver.dispatch(text))))
    print(number, "json-rpc     ", short(jsonrpc.JSONRPCResponseManager.handle(text, {"ping": lambda: "pong"}).data))
END_OF_PYTHON
{
  node see.cjs
  venv/bin/python -W ignore see.py
} | sort -s -k1,1 | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
0 json-rpc-2.0  1: pong
0 jayson        [1: pong]
0 jsonrpcserver [1: pong]
0 json-rpc      [1: pong]
1 json-rpc-2.0  1: pong
1 jayson        [1: pong]
1 jsonrpcserver [1: pong]
1 json-rpc      [1: pong]
2 json-rpc-2.0  [1: pong, null: -32600, 2: pong]
2 jayson        [1: pong, null: -32600, 2: pong]
2 jsonrpcserver null: -32600
2 json-rpc      null: -32600
3 json-rpc-2.0  null: pong
3 jayson        nothing
3 jsonrpcserver null: pong
3 json-rpc      null: pong
END_OF_TEXT
