"""Names of requests, by which a line of a log is found."""

from __future__ import annotations

import os
import re
from typing import Final

_REQUEST_ID: Final = re.compile(rb"[A-Za-z0-9._=+/-]{1,128}")


class RequestIds:
    """Names for requests: the caller's own where it is sane, else a random prefix and a number."""

    __slots__ = ("_number", "_prefix")

    def __init__(self) -> None:
        self._prefix = b""
        self._number = 0

    def of(self, header: bytes | None) -> bytes:
        """The name of a request whose caller gave this one, or none."""
        if header is not None and _REQUEST_ID.fullmatch(header):
            return header
        if not self._prefix:
            # Not before the first request: workers that were forked must not share it.
            self._prefix = os.urandom(6).hex().encode("ascii")
        self._number += 1
        return b"%s-%x" % (self._prefix, self._number)
