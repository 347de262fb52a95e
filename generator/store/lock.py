"""One generator at a time on one package.

The lock is on a file in the staging folder, which stands beside the package while it is written. The
operating system gives it back when the process ends, however that happens.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

NAME: Final = "lock"
PATIENCE: Final = 60.0
"""Seconds that one generator waits for another: more than any of them takes to write."""
PAUSE: Final = 0.02
"""Seconds between two tries: a lock of the system that is waited for cannot be given up after a while."""

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            # A file system without locks: there one generator is as good as it gets.
            return error.errno not in {errno.EWOULDBLOCK, errno.EACCES, errno.EAGAIN}
        return True


class BusyError(OSError):
    """Another generator has the package and does not come to an end."""


class Lock:
    """Holds a staging folder, which is made if it is missing; the folders above it too.

    `made` are the folders that were not there before, outermost first.

    Raises:
        BusyError: it is still held after `PATIENCE`.
        OSError: it cannot be made.
    """

    def __init__(self, folder: Path, patience: float = PATIENCE) -> None:
        self._folder = folder
        self._patience = patience
        self._handle = -1
        self.made: list[Path] = []

    def __enter__(self) -> Self:
        until = time.monotonic() + self._patience
        while not self._try():
            if time.monotonic() > until:
                raise BusyError(errno.EBUSY, "another capwright is writing here", str(self._folder))
            time.sleep(PAUSE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        os.close(self._handle)

    def remove(self) -> None:
        """Remove the folder, if nothing but the lock is in it; the last thing before the end."""
        path = self._folder / NAME
        if sys.platform == "win32":  # an open file cannot be removed there
            os.close(self._handle)
            self._handle = os.open(os.devnull, os.O_RDONLY)
        with contextlib.suppress(OSError):
            path.unlink()
            self._folder.rmdir()

    def _try(self) -> bool:
        """Take the lock of the folder as it is now; False to be asked again."""
        self._make(self._folder)
        try:
            handle = os.open(self._folder / NAME, os.O_RDWR | os.O_CREAT | _NO_FOLLOW, 0o666)
        except FileNotFoundError:
            return False  # whoever had it has removed the folder just now
        if _take(handle) and self._is_in_place(handle):
            self._handle = handle
            return True
        os.close(handle)
        return False

    def _make(self, folder: Path) -> None:
        if folder.is_dir():
            return
        self._make(folder.parent)
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
            self.made.append(folder)

    def _is_in_place(self, handle: int) -> bool:
        """Whether the file is still the one that others would open."""
        try:
            return os.path.samestat(os.fstat(handle), os.stat(self._folder / NAME))
        except OSError:
            return False


_NO_FOLLOW: Final[int] = getattr(os, "O_NOFOLLOW", 0)


def is_held(folder: Path) -> bool:
    """Whether another generator is at work there."""
    try:
        handle = os.open(folder / NAME, os.O_RDWR | _NO_FOLLOW)
    except OSError:
        return False
    try:
        return not _take(handle)
    finally:
        os.close(handle)
