"""Whether a failed attempt may be made again, and when (RFC 9110, 9.2.2 and 10.2.3)."""

from __future__ import annotations

import time
from typing import Final

from ..messages import Headers
from ..options import RequestOptions, RetryPolicy
from ..wire_request import WireRequest

_REPEATABLE: Final = frozenset(("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"))


def may_repeat(wire: WireRequest, options: RequestOptions | None) -> bool:
    """Whether making the request twice has the effect of making it once.

    Args:
        wire: the request.
        options: of the call; an idempotency key lets any method be repeated.
    """
    if not wire.may_be_sent_again():
        return False
    if wire.method in _REPEATABLE:
        return True
    if options is not None and options.idempotency_key is not None:
        return True
    return any(name.lower() == "idempotency-key" for name, _ in wire.headers)


def pause_before(
    number: int, policy: RetryPolicy, end: float | None, headers: Headers | None
) -> float | None:
    """Seconds to wait after the attempt of this number; None when no other may follow.

    `end` is when the whole call must be over, on the clock of `time.monotonic`. A `Retry-After` is
    obeyed to the second; one that is longer than we are willing to wait ends the call.

    Args:
        number: of the attempt that failed, from 1.
        policy: how often and how long.
        end: see above, in seconds.
        headers: the answer's; None where none came.
    """
    wanted = None if headers is None else retry_after(headers)
    if wanted is None:
        import random

        ceiling = min(policy.longest_pause, policy.initial_pause * 2 ** min(number - 1, 30))
        pause = random.uniform(0.0, ceiling)
    elif wanted > policy.longest_pause:
        return None
    else:
        pause = wanted
    if end is not None and time.monotonic() + pause >= end:
        return None
    return pause


def retry_after(headers: Headers) -> float | None:
    """`Retry-After` in seconds from now; None if it is absent or makes no sense."""
    value = (headers.get("retry-after") or "").strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return float(value[:9])
    from email.utils import parsedate_to_datetime

    try:
        when = parsedate_to_datetime(value).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
    return max(when - time.time(), 0.0)
