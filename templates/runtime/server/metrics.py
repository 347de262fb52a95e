"""Counters of what a server answers, and the text in which Prometheus reads them."""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

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
