"""Jobs over several processes; imported only where there are enough of them."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Final

from .collecting import collect_rarely
from .job import run
from .jobs import Job, Outcome, Report

_WAITING_FOR_EACH_WORKER: Final = 4


def run_in_processes(jobs: Sequence[Job], workers: int) -> Iterator[Report]:
    """The reports of all jobs, in the order of the jobs, as soon as each is there."""
    # Fresh processes: a copy of one that has threads may hold their locks for ever.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_begin) as pool:
        try:
            yield from _in_order(pool, jobs, workers * _WAITING_FOR_EACH_WORKER)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, jobs: Sequence[Job], ahead: int) -> Iterator[Report]:
    """No more than `ahead` jobs are handed out before the first of them has been taken."""
    waiting: deque[tuple[Job, Future[Report]]] = deque()
    for job in jobs:
        waiting.append((job, _submitted(pool, job)))
        if len(waiting) >= ahead:
            yield _result(*waiting.popleft())
    while waiting:
        yield _result(*waiting.popleft())


def _submitted(pool: ProcessPoolExecutor, job: Job) -> Future[Report]:
    try:
        return pool.submit(run, job)
    except BrokenProcessPool as error:
        broken: Future[Report] = Future()
        broken.set_exception(error)
        return broken


def _result(job: Job, future: Future[Report]) -> Report:
    try:
        return future.result()
    except BrokenProcessPool:
        failure = "A worker process was ended by the system, perhaps for want of memory.\n"
        return Report(job, Outcome.FAILED, failure=failure)


def _begin() -> None:
    collect_rarely()
    _ignore_interrupts()


def _ignore_interrupts() -> None:
    """Ctrl-C is for the parent: a worker ends what it is writing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
