"""The access log: one line for each request, made and written some at a time."""

from __future__ import annotations

import contextlib
import json
import re
import sys
import threading
from asyncio import AbstractEventLoop, get_running_loop
from collections.abc import Callable, Iterator
from functools import lru_cache
from time import gmtime, monotonic, strftime, time
from typing import Any, Final, TextIO

_AT_ONCE: Final = 4096
"""Bytes that no other worker writes into, where the log is a pipe (POSIX, `PIPE_BUF` of Linux)."""
_MANY: Final = 128
"""Lines that wait for others, at most."""
_SOON: Final = 0.02
"""Seconds that a line waits for others."""
_TEXT: Final = "%s %s %s %s %d %d %.1fms %s\n"
"""A template of `%`, so that many can be filled at once."""
_JSON: Final = (
    '{"time":"%s","client":%s,"method":%s,"path":%s,"route":%s,"status":%d,"bytes":%d,"ms":%s,"request_id":"%s"%s}\n'
)
_VISIBLE: Final = bytes(range(0x21, 0x7F))
_GAPS: Final = b"       \n"
"""What is left of a line of `_TEXT` without them."""
_TRACE: Final = re.compile(rb"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*")
_Entry = tuple[float, str, "bytes | str", str, int, int, float, bytes, Any, "bytes | None"]
"""What `AccessLog.write` was told, in its order."""


class AccessLog:
    """One line for each request, without query strings: they may hold secrets.

    Lines are made and written some at a time: a write gives the interpreter away, and what makes a line is quick
    while the processor has it at hand. The last ones before a process is killed are lost.
    """

    def __init__(self, style: str, stream: TextIO | None = None) -> None:
        """The style is `text` or `json`."""
        self._written: Callable[[list[_Entry]], str] = _as_json if style == "json" else _as_text
        self._stream = stream
        self._entries: list[_Entry] = []
        self._taking = threading.Lock()
        """Apps in several threads may share it."""
        self._loop: AbstractEventLoop | None = None
        """The one that will write, unless it ends before."""
        self._until = 0.0
        """When it should have, in seconds of the monotonic clock."""

    def write(
        self,
        ended: float,
        method: str,
        path: bytes | str,
        route: str,
        status: int,
        size: int,
        seconds: float,
        request_id: bytes,
        client: Any,
        trace: bytes | None,
    ) -> None:
        """Add a line; what the stream does not take is lost, never the answer.

        Args:
            ended: when its answer was sent, in seconds of the monotonic clock.
            method: of the request.
            path: as it came, without the query.
            route: the template of its path; empty for none.
            status: of the answer.
            size: bytes of the answer's body.
            seconds: from the first byte of the request to the last of the answer.
            request_id: as `RequestIds` gave it.
            client: address and port (ASGI, "HTTP Connection Scope"), or None.
            trace: the header `traceparent`.
        """
        # A plain tuple: one with names takes six times as long to make.
        self._entries.append(
            (ended, method, path, route, status, size, seconds, request_id, client, trace)
        )
        if len(self._entries) >= _MANY:
            self.flush()
            return
        loop = self._loop
        # Not asked for the running one each time: Python 3.11 asks the kernel for the process id then.
        if loop is None or ended >= self._until or loop.is_closed():
            self._until = ended + _SOON
            self._loop = loop = get_running_loop()
            loop.call_later(_SOON, self._due)

    def _due(self) -> None:
        self._loop = None
        self.flush()

    def flush(self) -> None:
        """Write what waits."""
        with self._taking:
            taken = self._entries[:]
            # Always the same list: another thread may be about to add to it.
            del self._entries[: len(taken)]
        for text in _pieces(self._written(taken)):
            with contextlib.suppress(OSError, ValueError):
                (self._stream or sys.stderr).write(text)


def _pieces(text: str) -> Iterator[str]:
    """Whole lines, as many at once as no other worker writes into."""
    start = 0
    while len(text) - start > _AT_ONCE:
        end = text.rfind("\n", start, start + _AT_ONCE) + 1 or text.index("\n", start) + 1
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def _as_text(entries: list[_Entry]) -> str:
    lines = _texts(entries)
    # Seen for all of them at once: what a request brings adds no column, no line and nothing that a terminal obeys.
    kept = lines.encode(errors="surrogatepass").translate(None, _VISIBLE)
    if kept == _GAPS * len(entries):
        return lines
    return _texts([_guarded(entry) for entry in entries])


def _texts(entries: list[_Entry]) -> str:
    # One template for all lines: each by itself takes half as much time again under load.
    values: list[object] = []
    ahead = time() - monotonic()
    for ended, method, path, _, status, size, seconds, request_id, client, _ in entries:
        values += (
            _stamp(int((ended + ahead) * 1000)),
            client[0] if client and client[0] else "-",
            method,
            path if isinstance(path, str) else path.decode("ascii", "backslashreplace"),
            status,
            size,
            seconds * 1000,
            request_id.decode(),
        )
    return _TEXT * len(entries) % tuple(values)


def _guarded(entry: _Entry) -> _Entry:
    ended, method, path, route, status, size, seconds, request_id, client, trace = entry
    shown, address = _plain(_ascii(path)), (_plain(_address(client)),)
    return ended, _plain(method), shown, route, status, size, seconds, request_id, address, trace


def _as_json(entries: list[_Entry]) -> str:
    values: list[object] = []
    ahead = time() - monotonic()
    for ended, method, path, route, status, size, seconds, request_id, client, trace in entries:
        traced = _TRACE.fullmatch(trace) if trace else None
        values += (
            _stamp(int((ended + ahead) * 1000)),
            _quoted(_address(client)),
            _quoted(method),
            json.dumps(_ascii(path)),
            _quoted(route),
            status,
            size,
            round(seconds * 1000, 3),
            request_id.decode(),
            f',"trace_id":"{traced[1].decode()}"' if traced else "",
        )
    return _JSON * len(entries) % tuple(values)


@lru_cache(maxsize=4)
def _stamp(now: int) -> str:
    """A moment (milliseconds of the clock) as RFC 3339 writes it: many lines have the same one."""
    seconds, fraction = divmod(now, 1000)
    return f"{_second(seconds)}.{fraction:03d}Z"


@lru_cache(maxsize=4)
def _second(now: int) -> str:
    return strftime("%Y-%m-%dT%H:%M:%S", gmtime(now))


@lru_cache(maxsize=256)
def _quoted(text: str) -> str:
    """As JSON: for texts that come again and again."""
    return json.dumps(text)


def _address(client: Any) -> str:
    return str(client[0]) if client else ""


def _ascii(path: bytes | str) -> str:
    return path if isinstance(path, str) else path.decode("ascii", "backslashreplace")


def _plain(text: str) -> str:
    """The text if it is ASCII that cannot end a line or a column, else its escaped form."""
    return text if text.isascii() and text.isprintable() and " " not in text else json.dumps(text)
