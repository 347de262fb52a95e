#!/bin/sh
# nginx and wrk from Debian, unless they are here. Needs root or sudo to install them.
set -eu
if command -v nginx >/dev/null && command -v wrk >/dev/null; then
    exit 0
fi
fail() {
    echo "make bench needs the programs nginx and wrk: $1" >&2
    exit 1
}
command -v apt-get >/dev/null || fail "this system has no apt-get; install them with what it has"
as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "run 'apt-get install nginx wrk' as root"
    as_root=sudo
fi
$as_root apt-get update --quiet=2 || fail "apt-get update failed"
# The run level keeps Debian from starting nginx: the benchmark starts its own, on loopback only.
$as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install --quiet=2 --yes \
    --no-install-recommends nginx wrk >/dev/null || fail "apt-get install failed"
