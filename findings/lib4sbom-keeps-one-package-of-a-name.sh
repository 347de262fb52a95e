#!/usr/bin/env bash
# CycloneDX 1.6: a component is known in its document by its `bom-ref`, `dependencies` tie those together, `licenses`
# is a list of `{"license": {...}}` or one `{"expression": ...}`, and `metadata.component` is a component like others.
# lib4sbom 0.10.4 (PyPI), which reads and writes SBOMs for several tools, knows components by name and version: of a
# package of PyPI and one of npm with the same two, the later takes the place of the earlier, and what asked for the
# first asks for the second in what it writes, with other hashes and another licence. A package with two licences is
# written as `[{"id": ...}, ...]`, which the schema refuses; purl and licence of the subject are gone. In SPDX 2.3 the
# two licences become one expression that ends in a blank.
#
# Seen on 2026-11-29, a client of PyPI and one of npm, both 1.0, of which the application asks for the first:
#   components pkg:npm/client@1.0 and base; app depends on the one of npm; the document is not valid (1.7)
#
# Ends with 0 while that is so. Needs python3.11 and its package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lib4sbom==0.10.4 'cyclonedx-python-lib[json-validation]==11.12.0'
cat > see.py <<'END_OF_PYTHON'
import json
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from lib4sbom.generator import SBOMGenerator
from lib4sbom.parser import SBOMParser


def client(ref, purl, licences, digit):
    return {
        "type": "library",
        "bom-ref": ref,
        "name": "client",
        "version": "1.0",
        "purl": purl,
        "licenses": [{"license": {"id": each}} for each in licences],
        "hashes": [{"alg": "SHA-256", "content": digit * 64}],
    }


app = {
    "type": "application",
    "bom-ref": "app",
    "name": "app",
    "version": "2",
    "purl": "pkg:pypi/app@2",
    "licenses": [{"license": {"id": "MIT"}}],
}
document = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "metadata": {"component": app},
    "components": [
        client("py", "pkg:pypi/client@1.0", ["Apache-2.0"], "a"),
        client("js", "pkg:npm/client@1.0", ["MIT", "BSD-3-Clause"], "b"),
        {"type": "library", "bom-ref": "base", "name": "base", "version": "3"},
    ],
    "dependencies": [
        {"ref": "app", "dependsOn": ["py"]},
        {"ref": "py", "dependsOn": ["base"]},
        {"ref": "js", "dependsOn": []},
    ],
}


def problem(text, version):
    found = JsonStrictValidator(version).validate_str(text)
    return found and str(getattr(found, "data", found)).splitlines()[0][:60]


given = json.dumps(document)
Path("app.cdx.json").write_text(given)
assert problem(given, SchemaVersion.V1_6) is None
read = SBOMParser()
read.parse_file("app.cdx.json")
written = {}
for kind in ("cyclonedx", "spdx"):
    writer = SBOMGenerator(sbom_type=kind, format="json", application="see")
    writer.generate("app", read.get_sbom(), filename=f"{kind}.json", send_to_output=True)
    written[kind] = Path(f"{kind}.json").read_text()
after = json.loads(written["cyclonedx"])
components = {each["bom-ref"]: each for each in after["components"]}
print("components", sorted(components))
print("dependencies", json.dumps(after["dependencies"]))
print("licences of the client", json.dumps(components["js"]["licenses"]))
print("subject", sorted(after["metadata"]["component"]))
refused = problem(written["cyclonedx"], SchemaVersion.V1_7)
print("the schema of", after["specVersion"], "says:", refused)
spdx = [each.get("licenseDeclared") for each in json.loads(written["spdx"])["packages"]]
print("SPDX", spdx)
assert sorted(components) == ["base", "js"], "changed: components"
assert after["dependencies"] == [
    {"ref": "app", "dependsOn": ["js"]},
    {"ref": "js", "dependsOn": ["base"]},
], "changed: dependencies"
assert components["js"]["licenses"] == [{"id": "MIT"}, {"id": "BSD-3-Clause"}], "changed: licences"
assert not {"purl", "licenses"} & set(after["metadata"]["component"]), "changed: subject"
assert after["specVersion"] == "1.7" and refused, "changed: the document is valid"
assert spdx == ["MIT AND BSD-3-Clause ", None], "changed: SPDX"
END_OF_PYTHON
venv/bin/python see.py
