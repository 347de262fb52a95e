"""What a server tells its operators: request ids, the access log and metrics."""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import re
import sys
import threading
from asyncio import AbstractEventLoop, get_running_loop
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from time import gmtime, monotonic, strftime, time
from typing import Any, Final, TextIO

BUCKETS: Final = (
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1.0,
    2.5,
    5.0,
    10.0,
    30.0,
)
"""Upper ends of the classes of duration, in seconds."""
_STATUSES: Final = 500  # 100 to 599
_WIDTH: Final = _STATUSES + len(BUCKETS) + 3
_SUM: Final = _WIDTH - 2
_BYTES: Final = _WIDTH - 1
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
_REQUEST_ID: Final = re.compile(rb"[A-Za-z0-9._=+/-]{1,128}")
_TRACE: Final = re.compile(rb"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*")


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


class Metrics:
    """Counters of one server, for all of its worker processes.

    They live in one block of memory with a part for each worker; made shared before the workers are
    forked, it lets any process add them up.
    """

    def __init__(self, routes: Sequence[tuple[str, str]], workers: int = 1) -> None:
        """Routes are (method, path template); one more stands for requests that match none."""
        self.routes: tuple[tuple[str, str], ...] = (*routes, ("", ""))
        self._span = len(self.routes) * _WIDTH + 1
        cells = self._span * workers
        # A list is counted in at a third of the cost; several processes need memory that they share.
        self._cells: memoryview[float] | list[float] = (
            memoryview(mmap.mmap(-1, cells * 8)).cast("d") if workers > 1 else [0.0] * cells
        )
        self._workers = workers
        self._begin(0)

    def use(self, worker: int) -> None:
        """Count into the part of this worker (from 0) from now on; it starts at zero in flight."""
        self._begin(worker)
        self.in_flight(0)

    def _begin(self, worker: int) -> None:
        """Where this worker counts: the first cell of each route, and the one of what is being answered."""
        first = worker * self._span
        self._first = tuple(range(first, first + self._span - 1, _WIDTH))
        self._waiting = first + self._span - 1

    def in_flight(self, count: int) -> None:
        """Say how many requests are being answered."""
        self._cells[self._waiting] = count

    def count(self, route: int, status: int, seconds: float, size: int, waiting: int) -> None:
        """Count an answered request; a route of -1 is none.

        Args:
            route: its number.
            status: of HTTP.
            seconds: from the first byte of the request to the last of the answer.
            size: bytes of the answer's body.
            waiting: how many requests are still being answered.
        """
        cells = self._cells
        cells[self._waiting] = waiting
        base = self._first[route]
        cells[base + status - 100] += 1
        cells[base + _STATUSES + bisect_left(BUCKETS, seconds)] += 1
        cells[base + _SUM] += seconds
        cells[base + _BYTES] += size

    def _row(self, route: int) -> list[float]:
        total = [0.0] * _WIDTH
        for worker in range(self._workers):
            base = worker * self._span + route * _WIDTH
            for index, value in enumerate(self._cells[base : base + _WIDTH]):
                total[index] += value
        return total

    def rows(self, adapter: str) -> list[tuple[str, list[float]]]:
        """What was counted for each route that was used, by its labels."""
        rows = [(labels, self._row(index)) for index, labels in enumerate(self.routes)]
        return [(_labels(adapter, *labels), row) for labels, row in rows if any(row)]

    def waiting(self) -> float:
        """How many requests are being answered."""
        return sum(self._cells[(n + 1) * self._span - 1] for n in range(self._workers))


def together(adapters: Sequence[tuple[str, Metrics]]) -> str:
    """The Prometheus text format, version 0.0.4, for adapters by namespace."""
    used = [row for name, metrics in adapters for row in metrics.rows(name)]
    lines = [
        "# HELP http_server_requests_total Requests answered.",
        "# TYPE http_server_requests_total counter",
        *(
            f'http_server_requests_total{{{labels},status="{index + 100}"}} {value:.0f}'
            for labels, row in used
            for index, value in enumerate(row[:_STATUSES])
            if value
        ),
        "# HELP http_server_request_duration_seconds From the headers of a request to the end of its answer.",
        "# TYPE http_server_request_duration_seconds histogram",
        *(line for labels, row in used for line in _histogram(labels, row)),
        "# HELP http_server_response_bytes_total Bytes of bodies sent.",
        "# TYPE http_server_response_bytes_total counter",
        *(
            f"http_server_response_bytes_total{{{labels}}} {row[_BYTES]:.0f}"
            for labels, row in used
        ),
        "# HELP http_server_requests_in_flight Requests being answered.",
        "# TYPE http_server_requests_in_flight gauge",
        *(
            f'http_server_requests_in_flight{{adapter="{name}"}} {metrics.waiting():.0f}'
            for name, metrics in adapters
        ),
    ]
    return "\n".join(lines) + "\n"


def _labels(adapter: str, method: str, route: str) -> str:
    escaped = route.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'adapter="{adapter}",method="{method}",route="{escaped}"'


def _histogram(labels: str, row: list[float]) -> list[str]:
    name = "http_server_request_duration_seconds"
    lines: list[str] = []
    total = 0.0
    for index, end in enumerate((*BUCKETS, "+Inf")):
        total += row[_STATUSES + index]
        lines.append(f'{name}_bucket{{{labels},le="{end}"}} {total:.0f}')
    return [
        *lines,
        f"{name}_sum{{{labels}}} {row[_SUM]:.6f}",
        f"{name}_count{{{labels}}} {total:.0f}",
    ]
