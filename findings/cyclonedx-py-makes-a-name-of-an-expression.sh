#!/usr/bin/env bash
# PEP 639 has the licence of a package as an SPDX expression in `License-Expression`; SPDX 2.3, annex D.3 and D.4: `MIT
# OR LicenseRef-Own` is one, with a licence that the list does not have, and so is `Apache-2.0+`, that version or a
# later one. CycloneDX 1.6 has `expression` for them, beside `license` with an `id` of the list or a `name` for what is
# none. cyclonedx-bom 7.5.0 (PyPI, with cyclonedx-python-lib 11.12.0 and license-expression 30.4.4), the tool for SBOMs
# of Python environments, writes an expression as the name of a licence as soon as it holds a LicenseRef or a plus
# sign, so that a rule that allows MIT sees an unknown licence called "MIT OR LicenseRef-Own". packaging 26.4 (PyPI),
# which build tools check the field with, takes each of them.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11 and its package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0 cyclonedx-python-lib==11.12.0 \
  license-expression==30.4.4 packaging==26.4
python3.11 -m venv --without-pip looked-at
cat > see.py <<'END_OF_PYTHON'
import json
import subprocess
from pathlib import Path

from packaging.licenses import canonicalize_license_expression

EXPRESSIONS = {
    "a": "MIT OR Apache-2.0",
    "b": "GPL-2.0-only WITH Classpath-exception-2.0",
    "c": "MIT OR LicenseRef-Own",
    "d": "Apache-2.0+",
    "e": "MIT AND Apache-2.0+",
}
(packages,) = Path("looked-at").glob("lib/*/site-packages")
for name, expression in EXPRESSIONS.items():
    assert canonicalize_license_expression(expression) == expression
    folder = packages / f"{name}-1.0.dist-info"
    folder.mkdir()
    metadata = f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\nLicense-Expression: {expression}\n"
    (folder / "METADATA").write_text(metadata)
    (folder / "RECORD").touch()
command = ["venv/bin/cyclonedx-py", "environment", "looked-at", "--output-format", "JSON"]
made = subprocess.run(command, check=True, capture_output=True)
for component in sorted(json.loads(made.stdout)["components"], key=lambda each: each["name"]):
    (licence,) = component["licenses"]
    print(EXPRESSIONS[component["name"]], "->", "expression" if "expression" in licence else sorted(licence["license"]))
END_OF_PYTHON
venv/bin/python see.py | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
MIT OR Apache-2.0 -> expression
GPL-2.0-only WITH Classpath-exception-2.0 -> expression
MIT OR LicenseRef-Own -> ['acknowledgement', 'name']
Apache-2.0+ -> ['acknowledgement', 'name']
MIT AND Apache-2.0+ -> ['acknowledgement', 'name']
END_OF_TEXT
