#!/usr/bin/env bash
# npm's documentation of package.json says of optionalDependencies: for what "can be used, but you would like npm to
# proceed if it cannot be found or fails to install". npm 11.19.1 `install` proceeds when no version is found in the
# range, and writes a lock without it; `npm ci` of the same version then refuses that lock ("Missing: is-number@ from
# lock file", with no version) and says to run `npm install`, which changes nothing. `--omit=optional` does not help.
# So a package deep in a tree that names an optional one its index does not have (a mirror, a platform package
# published later) makes a lock that installs everywhere but in CI.
#
# Seen on 2026-11-28: install 0, the lock has picocolors alone; ci 1; install again 0, the same lock; ci 1.
#
# Ends with 0 while that is so. Needs node, npm and its package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir tool project
(cd tool && npm install --silent --no-audit --no-fund --ignore-scripts npm@11.19.1 >/dev/null)
cd project
cat > package.json <<'END_OF_JSON'
{
  "name": "project",
  "version": "1.0.0",
  "dependencies": {"picocolors": "1.1.1"},
  "optionalDependencies": {"is-number": "^99.0.0"}
}
END_OF_JSON
npm=("$work/tool/node_modules/.bin/npm")
quiet=(--no-audit --no-fund --ignore-scripts --loglevel=error)
echo "npm $("${npm[@]}" --version)"

refused() { # [OPTION]: `npm ci` has to refuse the lock
  if "${npm[@]}" ci "${quiet[@]}" "$@" > said.txt 2>&1; then echo "ci $*: installs: changed"; exit 1; fi
  echo "ci $*: $(grep -o 'Missing: .*' said.txt)"
}
"${npm[@]}" install "${quiet[@]}" >/dev/null && echo "install: ends with 0"
cp package-lock.json first.json
grep -o '"node_modules/[^"]*"' package-lock.json
refused
refused --omit=optional
"${npm[@]}" install "${quiet[@]}" >/dev/null && echo "install: ends with 0"
cmp package-lock.json first.json && echo "the same lock"
refused
