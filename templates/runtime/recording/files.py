"""The file of a recording: one for each process, an array of JSON after every exchange.

Each exchange is one line. The new line and the end of the array are written over the old end, in one
call: what a crash leaves behind lacks its last line at most (`reading`).
"""

from __future__ import annotations

import os
import secrets
import tempfile
import threading
import time
from typing import Any, Final

from ..errors import SettingError

_END: Final = b"\n]\n"
_BINARY: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


def usable(folder: str, variable: str) -> None:
    """Make the folder if it is missing, and try to write there. Raises `SettingError`."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"\n" * 4096)
            probe.flush()
    except OSError as error:
        raise SettingError(
            f"{variable} names a folder that cannot be written to: {error.strerror or error}"
        ) from None


class Writer:
    """Appends exchanges to the file of this process; safe to use from several threads."""

    def __init__(self, folder: str, name: str, limit: int, log: str) -> None:
        """`name` begins the file's name; `limit` bytes go into it; `log` is the logger's name."""
        self._folder, self._name, self._limit, self._log = folder, name, limit, log
        self._lock = threading.Lock()
        self._file: int | None = None
        self._size = 0
        self._done = False

    def append(self, line: bytes) -> None:
        """One exchange. What goes wrong is logged once, and ends the recording; it fails no call."""
        with self._lock:
            try:
                self._append(line)
            except OSError as error:
                self._stop("the recording ends: %s", error.strerror or str(error))

    def stop(self, why: str) -> None:
        """No exchange after this one; the reason is logged."""
        with self._lock:
            if not self._done:
                self._stop("the recording ends: %s", why)

    def _append(self, line: bytes) -> None:
        if self._done:
            return
        before = b",\n" if self._size else b"[\n"
        if self._size + len(line) + 5 > self._limit:
            self._stop("the recording ends: %d bytes are full", self._limit)
            return
        if self._file is None:
            self._file = self._open()
        piece = before + line + _END
        try:
            _write(self._file, self._size, piece)
        except OSError:
            self._mend(self._file)
            raise
        self._size += len(piece) - len(_END)

    def _open(self) -> int:
        os.makedirs(self._folder, mode=0o700, exist_ok=True)
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        name = f"{self._name}-{stamp}-{os.getpid()}-{secrets.token_hex(3)}.json"
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY
        return os.open(os.path.join(self._folder, name), flags, 0o600)

    def _mend(self, file: int) -> None:
        """Without half a line: the array ends where it did."""
        os.ftruncate(file, self._size)
        if self._size:
            _write(file, self._size, _END)

    def _stop(self, message: str, detail: Any) -> None:
        import logging

        self._done = True
        logging.getLogger(self._log).warning(message, detail)
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _write(file: int, at: int, piece: bytes) -> None:
    os.lseek(file, at, os.SEEK_SET)
    view = memoryview(piece)
    while view:
        view = view[os.write(file, view) :]


_writers: dict[tuple[int, str, str], Writer] = {}


def writer(folder: str, name: str, limit: int, log: str) -> Writer:
    """The writer of this process; a child that was forked has one of its own.

    Args:
        folder: where its file is made, at the first exchange.
        name: what the name of the file begins with.
        limit: bytes that go into it.
        log: the name of the logger that hears why a recording ends.
    """
    key = (os.getpid(), folder, name)
    found = _writers.get(key)
    if found is None:
        found = _writers.setdefault(key, Writer(folder, name, limit, log))
    return found
