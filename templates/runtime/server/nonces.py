"""Nonces of challenges (RFC 7616, 3.3 and 5.4): known by a keyed digest, good for a while, each count once.

A nonce is its time, chance and an HMAC of both, so none has to be kept that nobody has answered. What is kept is
which counts were used with a nonce, by those who know the password.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections import OrderedDict
from collections.abc import Callable
from time import time
from typing import Final

LASTS: Final = 300.0
"""Seconds for which a nonce is good."""
_AHEAD: Final = 30.0
"""Seconds by which the clock of the machine that made it may be ahead."""
_MOST: Final = 10_000
"""Nonces whose counts are kept."""
_WIDTH: Final = 1024
"""How far behind the highest count another may come: requests of one client overtake each other."""
_CHANCE: Final = 7
_STAMP: Final = 8
_SEEN: Final = (1 << _WIDTH) - 1


class Nonces:
    """Of one adapter."""

    def __init__(self, key: bytes, *, most: int = _MOST, clock: Callable[[], float] = time) -> None:
        """Keeps nothing yet.

        Args:
            key: of the HMAC; who has it takes the same nonces.
            most: nonces whose counts are kept at once.
            clock: seconds since the epoch.
        """
        self._key = key
        self._most = most
        self._clock = clock
        self._used: OrderedDict[bytes, tuple[int, int]] = OrderedDict()
        """The highest count, and which of the last ones were used, by nonce."""
        self._floor = 0
        """Nonces that are not newer are not taken any more: their counts may be forgotten."""

    def new(self) -> str:
        """One for a challenge; no two are the same."""
        plain = int(self._clock() * 1e6).to_bytes(_STAMP, "big") + os.urandom(_CHANCE)
        return base64.urlsafe_b64encode(plain + self._digest(plain)).decode("ascii")

    def takes(self, nonce: str, count: int) -> bool:
        """Whether a nonce is good and the count was not used with it yet; it is used then.

        Args:
            nonce: as the caller shows it.
            count: how often the caller says to have used it, this time included.
        """
        plain = self._plain(nonce)
        if plain is None or count < 1:
            return False
        stamp = int.from_bytes(plain[:_STAMP], "big")
        age = self._clock() - stamp / 1e6
        if not -_AHEAD <= age <= LASTS or stamp <= self._floor:
            return False
        used = _with(count, *self._used.get(plain, (0, 0)))
        if used is None:
            return False
        self._used[plain] = used
        if len(self._used) > self._most:
            first, _ = self._used.popitem(last=False)
            self._floor = max(self._floor, int.from_bytes(first[:_STAMP], "big"))
        return True

    def _plain(self, nonce: str) -> bytes | None:
        """Time and chance of a nonce that was made with the key."""
        try:
            whole = base64.b64decode(nonce.encode("ascii"), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        plain, digest = whole[: _STAMP + _CHANCE], whole[_STAMP + _CHANCE :]
        return plain if hmac.compare_digest(digest, self._digest(plain)) else None

    def _digest(self, plain: bytes) -> bytes:
        return hmac.digest(self._key, plain, hashlib.sha256)[:15]


def _with(count: int, highest: int, seen: int) -> tuple[int, int] | None:
    """The counts of a nonce with one more; None where it was used, or is too far behind to tell."""
    ahead = count - highest
    if ahead > 0:
        return count, ((seen << ahead) & _SEEN if ahead < _WIDTH else 0) | 1
    if -ahead >= _WIDTH or seen >> -ahead & 1:
        return None
    return highest, seen | 1 << -ahead
