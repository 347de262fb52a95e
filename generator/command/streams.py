"""The process as the command needs it: three open streams, and names of files in UTF-8."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import Final

_STREAMS: Final = ("stdin", "stdout", "stderr")


def prepare() -> None:
    """To be called first, before any file is opened."""
    _open_closed_streams()
    _be_utf8()


class _Closed(io.TextIOBase):
    """Standard output that the caller has closed: data for it are an error, silence is none."""

    def write(self, _text: str) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    def isatty(self) -> bool:
        return False


def _open_closed_streams() -> None:
    """Give the numbers 0, 1 and 2 to the null device where they are free (`2>&-`).

    Otherwise the next file that is opened would get such a number, and what is said to people
    would be written into it. Python has no stream for a number that was closed at its start.
    """
    for number, name in enumerate(_STREAMS):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
        if getattr(sys, name) is None and name == "stdout":
            sys.stdout = _Closed()
        elif getattr(sys, name) is None and name == "stderr":
            sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - to the end


def _be_utf8() -> None:
    """Begin again in Python's UTF-8 mode, where the locale has another encoding (PEP 540).

    The names of specifications stand in what is generated, and files are written in UTF-8: the bytes
    must not depend on `LC_ALL`, nor on `PYTHONUTF8`.
    """
    if sys.flags.utf8_mode or sys.getfilesystemencoding() == "utf-8" or os.name != "posix":
        return
    with contextlib.suppress(OSError):
        arguments = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
        os.execv(sys.executable, arguments)  # noqa: S606 - the same program once more
