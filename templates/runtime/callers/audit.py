"""One line for each call: who, what, and how it went; never what was given or answered."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Final

from ..errors import SettingError

_LINE: Final = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


class Audit:
    """Writes lines of JSON to standard error, or to the end of a file that only its owner can read."""

    def __init__(self, adapter: str, path: str | None, setting: str) -> None:
        """Open the file. Raises `SettingError`.

        Args:
            adapter: the namespace.
            path: of the file; None for standard error.
            setting: that names it, for messages.
        """
        self._adapter = adapter
        self._file: int | None = None
        if path is not None:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
            try:
                self._file = os.open(path, flags, 0o600)
            except OSError as error:
                raise SettingError(f"{setting} cannot be written: {error.strerror}") from None

    def write(
        self, who: str, what: str, outcome: str, status: int, seconds: float, request_id: str
    ) -> None:
        """Write a line; one that cannot be written is lost, never the answer.

        Args:
            who: the caller's name.
            what: the tool, resource, prompt or route.
            outcome: `done`, `failed`, `refused`, `limited` or `left`.
            status: of the HTTP answer.
            seconds: that it took.
            request_id: as in the access log.
        """
        now = time.time()
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now))
            + f".{int(now * 1000) % 1000:03d}Z",
            "event": "call",
            "adapter": self._adapter,
            "caller": who,
            "what": what,
            "outcome": outcome,
            "status": status,
            "ms": round(seconds * 1000, 3),
            "request_id": request_id,
        }
        text = _LINE(line) + "\n"
        try:
            if self._file is None:
                sys.stderr.write(text)
            else:
                # One write appends one whole line, whichever worker it comes from.
                os.write(self._file, text.encode("ascii"))
        except (OSError, ValueError):
            return

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
