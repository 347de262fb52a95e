"""How much one caller may do: calls a minute, and calls at once. Each worker counts by itself."""

from __future__ import annotations

import math
from collections import OrderedDict
from time import monotonic
from typing import Final

_MOST: Final = 10_000
"""Callers that are remembered; of more the one that was longest away is forgotten."""


class _Account:
    """What one caller has left."""

    __slots__ = ("at_once", "left", "seen")

    def __init__(self, left: float, seen: float) -> None:
        self.left = left
        self.seen = seen
        self.at_once = 0


class Limits:
    """The accounts of all callers of one adapter."""

    def __init__(self, per_minute: int | None, at_once: int | None) -> None:
        """None sets no limit."""
        self._per_minute = per_minute
        self._at_once = at_once
        self._accounts: OrderedDict[str, _Account] = OrderedDict()

    def enter(self, who: str) -> int:
        """Count a call in; 0, or how many seconds the caller has to wait instead. `leave` must follow a 0."""
        account = self._account(who)
        if self._at_once is not None and account.at_once >= self._at_once:
            return 1
        if self._per_minute is not None:
            if account.left < 1:
                return max(1, math.ceil((1 - account.left) * 60 / self._per_minute))
            account.left -= 1
        account.at_once += 1
        return 0

    def leave(self, who: str) -> None:
        """Count a call out."""
        account = self._accounts.get(who)
        if account is not None and account.at_once:
            account.at_once -= 1

    def _account(self, who: str) -> _Account:
        """With what has come back since the last call: all of it within a minute."""
        now, capacity = monotonic(), float(self._per_minute or 0)
        account = self._accounts.get(who)
        if account is None:
            account = self._accounts[who] = _Account(capacity, now)
            self._forget()
        else:
            self._accounts.move_to_end(who)
        account.left = min(capacity, account.left + (now - account.seen) * capacity / 60)
        account.seen = now
        return account

    def _forget(self) -> None:
        """Make room; whoever is being served is not forgotten."""
        for _ in range(len(self._accounts) - _MOST):
            oldest = next(iter(self._accounts))
            if self._accounts[oldest].at_once:
                self._accounts.move_to_end(oldest)
            else:
                del self._accounts[oldest]
