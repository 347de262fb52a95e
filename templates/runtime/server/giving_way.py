"""The HTTP library's thread gives way to the interpreter while a worker has much to do.

Each request wakes that thread, and on one processor a thread that is woken takes the place of the one that runs: two
switches for each request and for each answer. Under the policy `SCHED_BATCH` (sched(7) of Linux) it waits until the other
has nothing left to do, so that requests go out, and answers come in, several at once. While there is little to do it must not wait: whatever
else runs on the processor would hold up each request.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

MANY: Final = 8
"""Requests that are being answered, from which on the thread gives way."""
OFTEN: Final = 50
"""Requests answered since the look before, a tenth of a second earlier, from which on it does."""
_THREADS: Final = Path("/proc/self/task")
_NAME: Final = "pyreqwest"
"""What the library calls its thread."""


class GivingWay:
    """Whether the library's thread gives way, decided anew at each look."""

    __slots__ = ("_changed", "_total")

    def __init__(self) -> None:
        self._changed: set[int] = set()
        self._total = 0

    def look(self, running: int, total: int) -> None:
        """Ten times a second. What the system does not allow, or does not know, is left as it is.

        Args:
            running: requests that are being answered.
            total: requests that were answered since the start.
        """
        is_busy = running >= MANY and total - self._total >= OFTEN
        self._total = total
        if sys.platform != "linux":
            return
        with suppress(OSError):
            if is_busy:
                # One that an operator has given another policy (chrt) keeps it.
                for thread in _of_the_library():
                    if os.sched_getscheduler(thread) == os.SCHED_OTHER:
                        os.sched_setscheduler(thread, os.SCHED_BATCH, os.sched_param(0))
                        self._changed.add(thread)
            else:
                while self._changed:
                    os.sched_setscheduler(self._changed.pop(), os.SCHED_OTHER, os.sched_param(0))


def _of_the_library() -> Iterator[int]:
    for thread in os.listdir(_THREADS):
        with suppress(OSError):  # It has ended meanwhile.
            if (_THREADS / thread / "comm").read_text("utf-8").startswith(_NAME):
                yield int(thread)
