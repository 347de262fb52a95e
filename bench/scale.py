"""Scale: what a second worker process gives, and a model of queues held against measurements.

The REST adapter of Quay with all of its checks, before an API that takes a given time.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from .measuring import interleaved, middle
from .processes import TOKEN, Request, Server, free_port, python, serving
from .queueing import Model, Point, error, fitted
from .table import Goal, Part, Table, number
from .upstream import LIST_PATH, small_answer
from .wrk import Load, load

DELAY: Final = 0.05
"""Seconds of the API where the goal of two workers is measured."""
FIT: Final = (Point(1, 1, 0.005), Point(1, 64, 0.005), Point(1, 32, 0.02), Point(2, 32, 0.02))
HELD_OUT: Final = (Point(1, 64, 0.05), Point(2, 64, 0.05), Point(2, 24, 0.01))
_CALLERS: Final = 16
_WAITING: Final = 4
"""Callers for each slot, so that every slot of every worker has the next one waiting."""
_LOADS: Final = (100, 1000, 5000, 20000)
_GOALS: Final = (0.055, 0.1)


def measured(seconds: int, rounds: int) -> Part:
    """Two workers beside one, and the model."""
    alone = _rounds((Point(1, _CALLERS, 0.0), Point(2, _CALLERS, 0.0)), seconds, rounds)
    processor = [middle(each.processor for each in runs) for runs in alone.values()]
    slots = max(1, round(DELAY / processor[0] / 2))
    limited = _rounds(
        tuple(Point(each, _WAITING * slots * each, DELAY) for each in (1, 2)),
        seconds,
        rounds,
        slots,
    )
    rates = [middle(each.rate for each in runs) for runs in limited.values()]
    points = tuple(
        replace(point, rate=middle(each.rate for each in runs))
        for point, runs in _rounds((*FIT, *HELD_OUT), seconds, rounds).items()
    )
    model = fitted(points[: len(FIT)])
    two = Table(
        f"Two workers beside one ({slots} calls out at once for each, {DELAY * 1e3:.0f} ms)",
        ("workers", "CPU µs a request", "requests/s within the limit"),
    )
    for workers in (1, 2):
        two.add(str(workers), number(processor[workers - 1] * 1e6), number(rates[workers - 1]))
    wanted = [
        Goal("CPU a request, two workers of one", processor[1] / processor[0], 1.1, False),
        Goal("requests/s within the limit, two workers of one", rates[1] / rates[0], 1.8),
        Goal(
            "the model's greatest error where it was not fitted",
            max(abs(error(model, point)) for point in points[len(FIT) :]),
            0.15,
            False,
        ),
    ]
    return Part(
        "scale", "Scale", (two, _predictions(model, points), _workers(model, slots)), wanted
    )


def _rounds(
    points: tuple[Point, ...], seconds: int, rounds: int, slots: int | None = None
) -> dict[Point, list[Load]]:
    """Each point in turn, in servers of its own that have answered for a second before."""
    names = {f"{point.workers} {point.callers} {point.delay}": point for point in points}
    found = interleaved(names, lambda name: _measured(names[name], seconds, slots), rounds)
    return {names[name]: runs for name, runs in found.items()}


def _measured(point: Point, seconds: int, slots: int | None) -> Load:
    with _served(point, slots) as server:
        load(server, LIST_PATH, 1, connections=point.callers, on_a_core=False)
        return load(server, LIST_PATH, seconds, connections=point.callers, on_a_core=False)


@contextlib.contextmanager
def _served(point: Point, slots: int | None) -> Iterator[Server]:
    api, port = free_port(), free_port()
    answer = json.dumps(small_answer(), separators=(",", ":"))
    slow = python("bench.subjects.delayed", str(api), str(point.delay), answer)
    variables = {
        "QUAY_BASE_URI": f"http://127.0.0.1:{api}/api/v1",
        "QUAY_TOKEN": TOKEN,
        "QUAY_REST_PORT": str(port),
        "QUAY_REST_ACCESS_LOG": "off",
    }
    if slots is not None:
        variables["QUAY_MAX_CONNECTIONS"] = str(slots)
    ours = python("generated.quay", "rest", "--workers", str(point.workers))
    with (
        serving(slow, {}, api, Request("/")),
        serving(ours, variables, port, Request(LIST_PATH)) as server,
    ):
        yield server


def _predictions(model: Model, points: tuple[Point, ...]) -> Table:
    table = Table(
        f"The model: {number(model.service * 1e6)} µs of the processor, "
        f"{number(model.beside * 1e6)} µs beside it",
        ("workers × callers × delay", "requests/s", "the model says", "off by", "fitted to"),
    )
    for point in points:
        table.add(
            f"{point.workers} × {point.callers} × {point.delay * 1e3:.0f} ms",
            number(point.rate),
            number(model.rate(point.workers, point.callers, point.delay)),
            f"{error(model, point):+.0%}",
            "yes" if point in points[: len(FIT)] else "no",
        )
    return table


def _workers(model: Model, slots: int) -> Table:
    table = Table(
        f"Workers for a load, by that model: an API of {DELAY * 1e3:.0f} ms",
        (
            "requests/s",
            *(f"mean of {goal * 1e3:.0f} ms" for goal in _GOALS),
            *(f"{goal * 1e3:.0f} ms, {slots} calls out at once" for goal in _GOALS),
        ),
    )
    for rate in _LOADS:
        cells = [
            model.workers(rate, goal, DELAY, limit) for limit in (None, slots) for goal in _GOALS
        ]
        table.add(f"{rate:,}", *("none is enough" if each is None else str(each) for each in cells))
    return table
