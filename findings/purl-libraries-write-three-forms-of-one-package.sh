#!/usr/bin/env bash
# Package URLs name the components of an SBOM, and tools join SBOMs, advisories and licences by comparing their texts,
# for which ECMA-427 has one canonical form: letters, digits, `.-_~` and the colon are never percent-encoded, a
# separator in its place is not, and everything else is (5.2, 5.4; of values of qualifiers 5.6.6). The two libraries of
# the project that wrote the standard, packageurl-python 0.17.6 (PyPI) and packageurl-js 2.0.1 (npm), write two other
# forms: Python leaves the slash of a qualifier's value bare, JavaScript encodes colon and `~` there and leaves the
# plus sign of a version bare. Of a plus sign that somebody left bare in a qualifier's value JavaScript makes a blank,
# so that it is the URL of another download; Python keeps it. A Go module at a version such as `v1` (a version is "a
# plain and opaque string", 5.6.5) cannot be read in JavaScript: its own check ends in a ReferenceError.
#
# Seen on 2026-11-29: the lines that this prints; the third line of each is the form that the standard gives.
#
# Ends with 0 while that is so. Needs python3.11, node, npm and package indexes; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check packageurl-python==0.17.6
npm install --silent --no-audit --no-fund --ignore-scripts packageurl-js@2.0.1 > npm.log 2>&1
cat > see.py <<'END_OF_PYTHON'
import sys

from packageurl import PackageURL

for line in sys.stdin:
    print("python", PackageURL.from_string(line.strip()).to_string())
END_OF_PYTHON
cat > see.cjs <<'END_OF_SCRIPT'
const { PackageURL } = require("packageurl-js");
const lines = require("node:fs").readFileSync(0, "utf8").trim().split("\n");
for (const line of lines) {
  try {
    console.log("javascript", PackageURL.fromString(line).toString());
  } catch (error) {
    console.log("javascript", `${error.name}: ${error.message}`);
  }
}
END_OF_SCRIPT
see() {
  echo "$1" | venv/bin/python see.py
  echo "$1" | node see.cjs
  echo "standard $2"
}
{
  see 'pkg:oci/app@sha256:abc?repository_url=quay.example/org/app' \
    'pkg:oci/app@sha256:abc?repository_url=quay.example%2Forg%2Fapp'
  see 'pkg:pypi/torch@2.9.0%2Bcpu' 'pkg:pypi/torch@2.9.0%2Bcpu'
  see 'pkg:deb/debian/curl@7?distro=a:b~c' 'pkg:deb/debian/curl@7?distro=a:b~c'
  see 'pkg:generic/x@1?download_url=c++/x' 'pkg:generic/x@1?download_url=c%2B%2B%2Fx'
  see 'pkg:golang/example.org/tool@v1' 'pkg:golang/example.org/tool@v1'
} > seen.txt
cat seen.txt
diff - seen.txt <<'END_OF_TEXT'
python pkg:oci/app@sha256:abc?repository_url=quay.example/org/app
javascript pkg:oci/app@sha256:abc?repository_url=quay.example%2Forg%2Fapp
standard pkg:oci/app@sha256:abc?repository_url=quay.example%2Forg%2Fapp
python pkg:pypi/torch@2.9.0%2Bcpu
javascript pkg:pypi/torch@2.9.0+cpu
standard pkg:pypi/torch@2.9.0%2Bcpu
python pkg:deb/debian/curl@7?distro=a:b~c
javascript pkg:deb/debian/curl@7?distro=a%3Ab%7Ec
standard pkg:deb/debian/curl@7?distro=a:b~c
python pkg:generic/x@1?download_url=c%2B%2B/x
javascript pkg:generic/x@1?download_url=c%20%20%2Fx
standard pkg:generic/x@1?download_url=c%2B%2B%2Fx
python pkg:golang/example.org/tool@v1
javascript ReferenceError: throws is not defined
standard pkg:golang/example.org/tool@v1
END_OF_TEXT
