#!/usr/bin/env bash
# W3C Baggage (Recommendation, 3.3.1.1 to 3.3.1.3): values are percent-encoded, so that "+" stands for itself; after a
# semicolon come the properties of a member, which are no part of its value. opentelemetry-api 1.45.2 (PyPI) encodes as
# HTML forms do: it writes a space as "+" and reads "+" as a space, and then strips it. @opentelemetry/core 2.12.1 (npm)
# does as the specification says, so that "North Bay" from Python is "North+Bay" in JavaScript, and the name "C++" from
# JavaScript arrives whole only because that writes %2B; another sender's "C++", which is valid as it stands, is "C".
# Python takes the properties for a part of the value, and sends them on encoded: for whoever comes next they are none.
# An empty value (valid) is left out by JavaScript.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, node, npm and their package indexes; opens no port; writes into a
# temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check opentelemetry-api==1.45.2
npm install --silent --no-audit --no-fund --ignore-scripts @opentelemetry/core@2.12.1 @opentelemetry/api@1.9.1 >/dev/null
cat > members.py <<'END_OF_PYTHON'
import json
import sys

from opentelemetry import baggage
from opentelemetry.baggage.propagation import W3CBaggagePropagator

propagator = W3CBaggagePropagator()
for header in sys.argv[1:]:
    context = propagator.extract({"baggage": header})
    sent: dict[str, str] = {}
    propagator.inject(sent, context)
    print(f"Python      {header}: {json.dumps(dict(baggage.get_all(context)))}, sent on as {sent.get('baggage', 'nothing')}")
context = baggage.set_baggage("branch", "North Bay")
sent = {}
propagator.inject(sent, context)
print("Python      writes North Bay as", sent["baggage"])
END_OF_PYTHON
cat > members.cjs <<'END_OF_JAVASCRIPT'
const { propagation, ROOT_CONTEXT, defaultTextMapGetter, defaultTextMapSetter } = require('@opentelemetry/api');
const { W3CBaggagePropagator } = require('@opentelemetry/core');

const propagator = new W3CBaggagePropagator();
for (const header of process.argv.slice(2)) {
  const context = propagator.extract(ROOT_CONTEXT, { baggage: header }, defaultTextMapGetter);
  const sent = {};
  propagator.inject(context, sent, defaultTextMapSetter);
  const entries = (propagation.getBaggage(context)?.getAllEntries() ?? []).map(([name, { value }]) => [name, value]);
  console.log(`JavaScript  ${header}: ${JSON.stringify(Object.fromEntries(entries))}, sent on as ${sent.baggage ?? 'nothing'}`);
}
END_OF_JAVASCRIPT
headers=('branch=North%20Bay' 'language=C++' 'branch=north;since=2020' 'note=')
{
  environment/bin/python members.py "${headers[@]}"
  node members.cjs "${headers[@]}" 'branch=North+Bay'
} | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
Python      branch=North%20Bay: {"branch": "North Bay"}, sent on as branch=North+Bay
Python      language=C++: {"language": "C"}, sent on as language=C
Python      branch=north;since=2020: {"branch": "north;since=2020"}, sent on as branch=north%3Bsince%3D2020
Python      note=: {"note": ""}, sent on as note=
Python      writes North Bay as branch=North+Bay
JavaScript  branch=North%20Bay: {"branch":"North Bay"}, sent on as branch=North%20Bay
JavaScript  language=C++: {"language":"C++"}, sent on as language=C%2B%2B
JavaScript  branch=north;since=2020: {"branch":"north"}, sent on as branch=north;since=2020
JavaScript  note=: {}, sent on as nothing
JavaScript  branch=North+Bay: {"branch":"North+Bay"}, sent on as branch=North%2BBay
END_OF_TEXT
