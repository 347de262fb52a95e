"""How many worker processes a load needs: a model of queues, and its two numbers found from measurements.

A worker is one queue for the processor, at which every request takes `service` seconds, and behind it the
API, which takes `delay` seconds for as many calls at once as the worker has slots (`<API>_MAX_CONNECTIONS`).
Workers do not know each other, so that a load is spread over them evenly. Two forms of the same model:
a fixed number of callers who wait for their answers (mean value analysis: Reiser and Lavenberg 1980; a
station of several servers as Seidmann 1987 takes it), and callers who come when they come (M/M/1; M/M/c by
Erlang's C formula, halved since an API's delay hardly varies: Allen and Cunneen).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_LARGEST: Final = 10_000
_STEPS: Final = 60
_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Point:
    """One setting of a measurement, and what came of it."""

    workers: int
    callers: int
    """Who ask, wait for the answer and ask again."""
    delay: float
    """Seconds that the API takes."""
    rate: float = 0.0
    """Answers a second, measured."""


@dataclass(frozen=True, slots=True)
class Model:
    """Times in seconds."""

    service: float
    """Of the processor, for one request, while no other can have it."""
    beside: float
    """For one request whatever the load: the network, the API's own work, the caller's."""

    def rate(self, workers: int, callers: int, delay: float, slots: int | None = None) -> float:
        """Answers a second for a fixed number of callers.

        Args:
            workers: processes.
            callers: who wait for their answers, spread evenly.
            delay: seconds that the API takes.
            slots: calls that a worker has out at once; None sets no limit.
        """
        each = callers / workers
        low, high = math.floor(each), math.ceil(each)
        share = each - low
        found = self._of_worker(low, delay, slots)
        if share:
            found += share * (self._of_worker(high, delay, slots) - found)
        return workers * found

    def _of_worker(self, callers: int, delay: float, slots: int | None) -> float:
        """Mean value analysis: what one more caller meets is what those before it have left."""
        at_processor = at_api = rate = 0.0
        shared = 0.0 if slots is None else delay / slots
        for count in range(1, callers + 1):
            processor = self.service * (1 + at_processor)
            api = shared * (1 + at_api)
            rate = count / (processor + api + (delay - shared) + self.beside)
            at_processor, at_api = rate * processor, rate * api
        return rate

    def latency(self, load: float, workers: int, delay: float, slots: int | None = None) -> float:
        """Mean seconds of a request; infinite where the workers cannot keep up.

        Args:
            load: requests a second, of callers who do not wait for each other.
            workers: processes.
            delay: seconds that the API takes.
            slots: calls that a worker has out at once; None sets no limit.
        """
        each = load / workers
        busy = each * self.service
        if busy >= 1 or (slots is not None and each * delay >= slots):
            return math.inf
        waits = 0.0 if slots is None else _wait(each, delay, slots) / 2
        return self.service / (1 - busy) + waits + delay + self.beside

    def workers(
        self, load: float, goal: float, delay: float, slots: int | None = None
    ) -> int | None:
        """The fewest processes with a mean latency of at most `goal` seconds; None: no number has it."""
        if self.service + delay + self.beside > goal:
            return None
        enough = (
            each for each in range(1, _LARGEST) if self.latency(load, each, delay, slots) <= goal
        )
        return next(enough, None)


def _wait(load: float, delay: float, slots: int) -> float:
    """Mean seconds before a slot is free (Erlang's C formula, by the recursion of the B formula)."""
    offered = load * delay
    if not offered:
        return 0.0
    blocked = 1.0
    for count in range(1, slots + 1):
        blocked = offered * blocked / (count + offered * blocked)
    waits = blocked / (1 - offered / slots * (1 - blocked))
    return waits * delay / (slots - offered)


def fitted(points: Sequence[Point]) -> Model:
    """The model whose rates are nearest to the measured ones, by the squares of relative errors."""
    low = (1e-6, 1e-6)
    high = (1e-2, 1e-2)
    best = Model(1e-4, 1e-4)
    for _ in range(_ROUNDS):
        services, besides = _between(low[0], high[0]), _between(low[1], high[1])
        models = (Model(service, beside) for service in services for beside in besides)
        best = min(models, key=lambda model: _badness(model, points))
        low = (best.service / 1.3, best.beside / 1.3)
        high = (best.service * 1.3, best.beside * 1.3)
    return best


def _between(low: float, high: float) -> list[float]:
    step = (high / low) ** (1 / _STEPS)
    return [low * step**number for number in range(_STEPS + 1)]


def _badness(model: Model, points: Sequence[Point]) -> float:
    return sum(error(model, point) ** 2 for point in points)


def error(model: Model, point: Point) -> float:
    """By what part of the measured rate the predicted one is off."""
    return model.rate(point.workers, point.callers, point.delay) / point.rate - 1
