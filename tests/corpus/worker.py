"""What runs in a worker process: one bench for all the files that it is given."""

from __future__ import annotations

import logging
from pathlib import Path

from .examine import Bench, Report, examine

_BENCH: Bench | None = None


def work(path: Path, name: str, nasty: int, dialect: str | None) -> Report:
    """The report on one file."""
    global _BENCH
    if _BENCH is None:
        logging.lastResort = None  # what a package logs also shows in its answer
        _BENCH = Bench.open()
    return examine(path, name, _BENCH, nasty, dialect)
