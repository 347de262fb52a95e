"""What a server tells its operators: request ids, the access log and metrics."""

from __future__ import annotations

import asyncio
import contextlib
import json
import mmap
import os
import re
import sys
import time
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, TextIO

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
_MANY: Final = 48
"""Lines that are written at once; with usual paths they fit into `_AT_ONCE`."""
_SOON: Final = 0.01
"""Seconds that a line waits for others."""
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


class Entry(NamedTuple):
    """What is known of a request once it is answered."""

    method: str
    path: bytes | str
    """As it came, without the query."""
    route: str
    """The template of its path; empty for none."""
    status: int
    size: int
    """Bytes of the answer's body."""
    seconds: float
    request_id: bytes
    client: Any
    """Address and port (ASGI, "HTTP Connection Scope"), or None."""
    trace: bytes | None
    """The header `traceparent`."""


class AccessLog:
    """One line for each request, without query strings: they may hold secrets.

    Lines are made and written some at a time: a write gives the interpreter away, and what makes a line is quick
    while the processor has it at hand. The last ones before a process is killed are lost.
    """

    def __init__(self, style: str, stream: TextIO | None = None) -> None:
        """The style is `text` or `json`."""
        self._format: Callable[[Entry, str], str] = _as_json if style == "json" else _as_text
        self._stream = stream
        self._entries: deque[tuple[float, Entry]] = deque()  # Apps in several threads may share it.
        self._loop: asyncio.AbstractEventLoop | None = None
        """The one that will write."""
        self._second = 0
        self._stamp = ""

    def write(self, entry: Entry) -> None:
        """Add a line; what the stream does not take is lost, never the answer."""
        self._entries.append((time.time(), entry))
        if len(self._entries) >= _MANY:
            self.flush()
            return
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            loop.call_later(_SOON, self.flush)

    def flush(self) -> None:
        """Write what waits."""
        self._loop = None
        text = ""
        while True:
            try:
                now, entry = self._entries.popleft()
            except IndexError:
                break
            line = self._format(entry, self._stamped(now))
            if len(text) + len(line) > _AT_ONCE:
                self._put(text)
                text = ""
            text += line
        self._put(text)

    def _stamped(self, now: float) -> str:
        if int(now) != self._second:
            self._second = int(now)
            self._stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now))
        # The fraction by itself: a small number is written much faster.
        return f"{self._stamp}.{int((now - self._second) * 1000):03d}Z"

    def _put(self, text: str) -> None:
        if text:
            with contextlib.suppress(OSError, ValueError):
                (self._stream or sys.stderr).write(text)


def _as_text(entry: Entry, stamp: str) -> str:
    method, path, _, status, size, seconds, request_id, client, _ = entry  # Quicker than by name.
    shown = _shown(path)
    asked = f"{method} {shown}"
    if not asked.isascii() or not asked.isprintable() or asked.count(" ") != 1:
        asked = f"{_plain(method)} {_plain(shown)}"
    address = (client[0] if client else "") or "-"
    took, name = seconds * 1000, request_id.decode()
    return f"{stamp} {address} {asked} {status} {size} {took:.1f}ms {name}\n"


def _as_json(entry: Entry, stamp: str) -> str:
    content: dict[str, object] = {
        "time": stamp,
        "client": str(entry.client[0]) if entry.client else "",
        "method": entry.method,
        "path": _shown(entry.path),
        "route": entry.route,
        "status": entry.status,
        "bytes": entry.size,
        "ms": round(entry.seconds * 1000, 3),
        "request_id": entry.request_id.decode(),
    }
    trace = _TRACE.fullmatch(entry.trace) if entry.trace else None
    if trace:
        content["trace_id"] = trace[1].decode("ascii")
    return json.dumps(content, separators=(",", ":")) + "\n"


def _shown(path: bytes | str) -> str:
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
