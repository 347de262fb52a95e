"""What runs in a worker process: one bench for all the files that it is given."""

from __future__ import annotations

import atexit
import logging
from pathlib import Path

from .examine import Bench, Report, examine

_BENCH: Bench | None = None


def check(path: Path, name: str, dialect: str | None) -> Report:
    """The report on the package of one file as a piece of Python."""
    from .lint import lint, remove_bench

    atexit.unregister(remove_bench)
    atexit.register(remove_bench)
    return lint(path, name, dialect)


def work(path: Path, name: str, nasty: int, dialect: str | None) -> Report:
    """The report on one file."""
    global _BENCH
    if _BENCH is None:
        logging.lastResort = None  # what a package logs also shows in its answer
        _BENCH = Bench.open()
    return examine(path, name, _BENCH, nasty, dialect)
