#!/usr/bin/env bash
# NDJSON: texts of JSON, one a line, and the only line separator is "\n" (3.1, "Serialization"); RFC 8259, 7: of the
# characters below 32 alone a text must not hold any, so that U+0085 (next line) and U+2028 (line separator) may stand
# in it as they are. Readers that leave the splitting to their language cut there as well:
# - ndjson 0.3.1 (PyPI): `loads` puts the pieces together with a comma, so that "one<U+2028>two" is read as "one,two"
#   without an error; its `reader` over a file is right.
# - ollama 0.6.3 (PyPI, on httpx 0.28.1): a streamed answer whose text has U+0085, which a server in Go writes as it is,
#   ends in a JSONDecodeError in the middle of the stream. `iter_lines` of httpx, and of httpx2 2.16.2, cut there.
#
# jsonlines 4.0.0 (PyPI) reads every line whole.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11 and its package index; opens no port; writes into a temporary folder
# only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check \
  ndjson==0.3.1 ollama==0.6.3 httpx==0.28.1 httpx2==2.16.2 jsonlines==4.0.0
cat > see.py <<'END_OF_PYTHON'
import io
import json

import httpx
import httpx2
import jsonlines
import ndjson
import ollama


def lines(library, text):
    transport = library.MockTransport(lambda request: library.Response(200, content=text.encode()))
    with library.Client(transport=transport) as client:
        return list(client.get("http://api.example/").iter_lines())


def said_by_a_model(text):
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=text.encode()))
    client = ollama.Client(host="http://127.0.0.1:1")
    client._client = httpx.Client(transport=transport, base_url="http://api.example")  # no server is needed to see it
    return [part.response for part in client.generate(model="m", prompt="p", stream=True)]


def told(call, *arguments):
    try:
        return json.dumps(call(*arguments))
    except ValueError as error:
        return type(error).__name__


for name, sign in (("U+0085", "\x85"), ("U+2028", "\u2028")):
    text = json.dumps({"response": f"one{sign}two", "done": True}, ensure_ascii=False) + "\n"
    print(name)
    print("  ndjson, loads:", told(ndjson.loads, text))
    print("  ndjson, reader:", told(lambda: list(ndjson.reader(io.StringIO(text)))))
    print("  httpx:", len(lines(httpx, text)), "lines")
    print("  httpx2:", len(lines(httpx2, text)), "lines")
    print("  ollama:", told(said_by_a_model, text))
    print("  jsonlines:", told(lambda: list(jsonlines.Reader(io.StringIO(text)))))
END_OF_PYTHON
environment/bin/python see.py 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
U+0085
  ndjson, loads: [{"response": "one,two", "done": true}]
  ndjson, reader: [{"response": "one\u0085two", "done": true}]
  httpx: 2 lines
  httpx2: 2 lines
  ollama: JSONDecodeError
  jsonlines: [{"response": "one\u0085two", "done": true}]
U+2028
  ndjson, loads: [{"response": "one,two", "done": true}]
  ndjson, reader: [{"response": "one\u2028two", "done": true}]
  httpx: 2 lines
  httpx2: 2 lines
  ollama: JSONDecodeError
  jsonlines: [{"response": "one\u2028two", "done": true}]
END_OF_TEXT
