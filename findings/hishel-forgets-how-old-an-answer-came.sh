#!/usr/bin/env bash
# RFC 9111, 4.2.3: the age of a stored answer is at least the `Age` that it came with; 5.2.1.7: asked with
# `only-if-cached` for what is not stored, a cache answers from the store or with 504; 5.2.1.1: a request's `max-age` asks
# for an answer no older than that. hishel 2.0.0 (PyPI), the cache for httpx2 and others, under its `rfc` rules: an answer
# with `max-age=60` and `Age: 100`, stale when it arrived from a cache on the way, is served from the store for another
# minute, with `Age: 0`. `only-if-cached` goes to the origin, and `max-age=1` of a request changes nothing for an answer
# of 3 seconds (`no-cache` does).
#
# Seen on 2026-11-29:
#   Age: 100, max-age=60: two requests -> one reaches the origin, Ages 100 and 0      only-if-cached -> 200 of the origin
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'hishel[httpx2]==2.0.0' httpx2==2.16.2
cat > see.py <<'END_OF_PYTHON'
import itertools
import time
from email.utils import formatdate

import hishel
import httpx2
from hishel.httpx2 import CacheTransport

numbers = itertools.count()


def ask(headers, *requests, pause=0):
    """How many requests reached the origin, and status and Age of each answer."""
    reached = []

    def origin(request):
        reached.append(request)
        return httpx2.Response(200, headers={"Date": formatdate(usegmt=True), **headers}, text="answer")

    store = hishel.SqliteStorage(database_path=f"{next(numbers)}.db")
    transport = CacheTransport(httpx2.MockTransport(origin), storage=store, rfc=hishel.CacheOptions())
    with httpx2.Client(transport=transport) as client:
        answers = []
        for fields in requests:
            answers.append(client.get("https://api.example/", headers=fields))
            time.sleep(pause)  # an answer is then older than a second
    return len(reached), [(answer.status_code, answer.headers.get("age")) for answer in answers]


MINUTE = {"Cache-Control": "max-age=60"}
plain = ask(MINUTE, {}, {})
old = ask({**MINUTE, "Age": "100"}, {}, {})
only = ask(MINUTE, {"Cache-Control": "only-if-cached"})
newest = ask(MINUTE, {}, {"Cache-Control": "max-age=1"}, pause=3)
again = ask(MINUTE, {}, {"Cache-Control": "no-cache"})
print(plain, old, only, newest, again, sep="\n")
assert plain == (1, [(200, None), (200, "0")]), "changed: a fresh answer"
assert old == (1, [(200, "100"), (200, "0")]), "changed: Age"
assert only == (1, [(200, None)]), "changed: only-if-cached"
assert newest == (1, [(200, None), (200, newest[1][1][1])]) and newest[1][1][1] in ("2", "3", "4") and again[0] == 2, "changed: max-age and no-cache of a request"
END_OF_PYTHON
venv/bin/python see.py
