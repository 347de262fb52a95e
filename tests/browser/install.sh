#!/bin/sh
# Debian's Chromium and its driver, unless they are here. Needs root or sudo to install them.
set -eu
if command -v chromium >/dev/null && command -v chromedriver >/dev/null; then
    exit 0
fi
fail() {
    echo "make browser needs the programs chromium and chromedriver: $1" >&2
    exit 1
}
command -v apt-get >/dev/null || fail "this system has no apt-get; install them with what it has"
as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "run 'apt-get install chromium chromium-driver' as root"
    as_root=sudo
fi
$as_root apt-get update --quiet=2 || fail "apt-get update failed"
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends \
    chromium chromium-driver fonts-dejavu-core >/dev/null || fail "apt-get install failed"
