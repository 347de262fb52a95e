#!/usr/bin/env bash
# Retry-After (RFC 9110, 10.2.3) is a number of seconds or an HTTP-date, and a recipient takes all three forms of a
# date (5.6.7). retryhttp 1.5.0 (PyPI, on tenacity) reads the first form only; for the two obsolete ones it waits by
# its fallback, or raises. Of a date it takes the seconds of the difference without its days: asked to come back in
# two days and ten seconds it waits ten seconds, so that its own bound (`wait_max`, 120 s) does not apply either; the same time
# in seconds (172810) is over the bound. httpx-retries 0.6.0 (PyPI) reads all three forms, and whole.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11 and its package index; opens no port; writes into a temporary folder
# only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check retryhttp==1.5.0 httpx-retries==0.6.0 httpx==0.28.1
cat > waits.py <<'END_OF_PYTHON'
from concurrent.futures import Future
from datetime import datetime, timedelta, timezone

import httpx
from httpx_retries import Retry
from retryhttp import wait_retry_after
from tenacity import RetryCallState, wait_fixed


def retryhttp(value: str) -> str:
    """How long it waits after a 429 with this header; 0.5 is the fallback."""
    request = httpx.Request("GET", "https://api.example/")
    answer = httpx.Response(429, headers={"Retry-After": value}, request=request)
    state = RetryCallState(retry_object=None, fn=None, args=(), kwargs={})
    state.outcome = Future()
    state.outcome.set_exception(httpx.HTTPStatusError("429", request=request, response=answer))
    seconds = wait_retry_after(wait_max=120.0, fallback=wait_fixed(0.5))(state)
    return "its fallback" if seconds == 0.5 else f"about {round(seconds, -1):.0f} s"


def httpx_retries(value: str) -> str:
    return f"about {round(Retry().parse_retry_after(value), -1):.0f} s"


def forms(ahead: timedelta) -> dict[str, str]:
    when = datetime.now(timezone.utc) + ahead
    return {
        "IMF-fixdate": when.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "RFC 850": when.strftime("%A, %d-%b-%y %H:%M:%S GMT"),
        "asctime": when.strftime("%a %b %e %H:%M:%S %Y"),
    }


print("172810 seconds:", retryhttp("172810"), "|", httpx_retries("172810"))
for name, ahead in (("in 60 seconds", timedelta(seconds=61)), ("in two days", timedelta(days=2, seconds=11))):
    for form, value in forms(ahead).items():
        print(f"{name}, {form}:", retryhttp(value), "|", httpx_retries(value))
END_OF_PYTHON
LC_ALL=C environment/bin/python waits.py 2>/dev/null | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
172810 seconds: its fallback | about 172810 s
in 60 seconds, IMF-fixdate: about 60 s | about 60 s
in 60 seconds, RFC 850: its fallback | about 60 s
in 60 seconds, asctime: its fallback | about 60 s
in two days, IMF-fixdate: about 10 s | about 172810 s
in two days, RFC 850: its fallback | about 172810 s
in two days, asctime: its fallback | about 172810 s
END_OF_TEXT
