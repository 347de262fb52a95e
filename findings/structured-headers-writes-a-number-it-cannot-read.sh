#!/usr/bin/env bash
# RFC 9651, 4.1.5: a Decimal is written with at least one digit behind its point ("0" where its fraction is zero),
# and what has more than three digits there is rounded, from the very middle to the even digit. structured-headers
# 2.1.0 (npm) drops the zeros of a fraction that is rounded to nothing and keeps the point: 1.0005 becomes `1.`, which
# its own parser refuses, as every other one does (4.2.4); a dictionary with one such member is lost whole for its
# reader. From the middle it rounds up. http-sf 1.5.0 (PyPI) writes `1.0` and the even digit.
#
# Seen on 2026-11-28: 1.0005 -> `1.`, 3.9996 -> `4.`, 1.5 -> `1.5`, 0.0625 -> `0.063`; read back: an error at the point.
# http-sf: 1.0, 4.0, 1.5, 0.062.
#
# Ends with 0 while that is so. Needs node, npm, python3.11 and their package indexes; writes into a temporary folder.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts structured-headers@2.1.0 >/dev/null
cat > decimals.mjs <<'END_OF_JAVASCRIPT'
import { parseDictionary, serializeDictionary, serializeItem } from 'structured-headers';

let changed = false;
for (const [value, seen] of [[1.0005, '1.'], [3.9996, '4.'], [1.5, '1.5'], [0.0625, '0.063']]) {
  const said = serializeItem(value);
  console.log(`structured-headers: ${value} -> ${said}`);
  changed ||= said !== seen;
}
const field = serializeDictionary({ u: 1.0005, a: true });
try {
  parseDictionary(field);
  console.log(`${field} is read: changed`);
  changed = true;
} catch (error) {
  console.log(`its parser of "${field}": ${error.message}`);
}
process.exit(changed ? 1 : 0);
END_OF_JAVASCRIPT
node decimals.mjs

python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check http-sf==1.5.0
environment/bin/python - <<'END_OF_PYTHON'
import http_sf

for text in ("1.", "1.0"):
    try:
        print("http-sf reads", text, "as", http_sf.parse(text.encode(), tltype="item"))
    except http_sf.StructuredFieldError as error:
        print("http-sf refuses", text, error)
print("http-sf writes", [http_sf.ser((number, {})) for number in (1.0005, 3.9996, 1.5, 0.0625)])
END_OF_PYTHON
