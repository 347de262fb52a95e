#!/usr/bin/env bash
# The Node programs of package.json (Node itself is one of them) into .conformance/, then all trials.
# Needs npm of any version to install them, and the virtual environment.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
place="$root/.conformance"
mkdir -p "$place"
if ! cmp -s "$here/package-lock.json" "$place/installed.json"; then
  cp "$here/package.json" "$here/package-lock.json" "$place/"
  npm ci --prefix "$place" --no-audit --no-fund --loglevel=error
  cp "$here/package-lock.json" "$place/installed.json"
fi
cp "$here/client.mjs" "$place/"
cd "$root"
PATH="$place/node_modules/.bin:$PATH" NODE_MODULES="$place/node_modules" \
  exec "${PYTHON:-$root/.venv/bin/python}" -m tests.conformance
