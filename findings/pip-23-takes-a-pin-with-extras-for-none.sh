#!/usr/bin/env bash
# pip 23.2.1 (the one in a fresh environment of Python 3.11.7) refuses a lock with hashes that pip-tools
# 7.6.2 writes by its own advice (--no-strip-extras) as soon as a newer version of a pinned package is
# published: `pydantic[email]==2.14.3` is no pin of `pydantic` to it. FastAPI asks for plain
# `pydantic>=2.9.0`, pip looks that up, finds 2.14.4, and says that it is not pinned. pip 26.3 installs the
# same lock. A line `pydantic==2.14.3` with the same hashes beside the other satisfies both.
#
# Seen on 2026-11-28:
#   ERROR: In --require-hashes mode, all requirements must have their versions pinned with ==. These do not:
#       pydantic>=2.9.0 from https://…/pydantic-2.14.4-py3-none-any.whl (from fastapi==0.165.0->…)
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
pip=environment/bin/pip
"$pip" install --quiet --disable-pip-version-check pip==23.2.1 pip-tools==7.6.2
printf 'fastapi==0.165.0\npydantic[email]==2.14.3\n' > lock.in
environment/bin/pip-compile --quiet --no-strip-extras --generate-hashes --output-file lock.txt lock.in

install() { "$pip" install --quiet --dry-run --ignore-installed --require-hashes -r "$1" 2>&1; }

echo "pip 23.2.1:"
if install lock.txt > said.txt; then echo "it installs: changed"; exit 1; fi
grep -F 'must have their versions pinned with ==' said.txt
grep -F 'pydantic>=2.9.0' said.txt

echo "pip 23.2.1, with a line for plain pydantic:"
sed -n '/^pydantic\[email\]/,/[^\\]$/p' lock.txt | sed 's/\[email\]//' > bare.txt
cat lock.txt bare.txt > both.txt
install both.txt && echo "installs"

echo "pip 26.3:"
"$pip" install --quiet --disable-pip-version-check pip==26.3
install lock.txt && echo "installs"
