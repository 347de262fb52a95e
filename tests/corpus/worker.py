"""What runs in a worker process: one bench for all the files that it is given."""

from __future__ import annotations

import atexit
import logging
from collections.abc import Sequence
from pathlib import Path

from .examine import Bench, Report, examine

_BENCH: Bench | None = None


def check(files: Sequence[tuple[Path, str]], dialect: str | None) -> list[Report]:
    """The reports on the packages of some files as pieces of Python."""
    from .lint import lint, remove_bench

    atexit.unregister(remove_bench)
    atexit.register(remove_bench)
    return lint(files, dialect)


def work(files: Sequence[tuple[Path, str]], dialect: str | None, nasty: int) -> list[Report]:
    """The reports on some files, each compared with the oracle."""
    global _BENCH
    if _BENCH is None:
        logging.getLogger().addHandler(logging.NullHandler())  # It shows in the answer as well.
        _BENCH = Bench.open()
    return [examine(path, name, _BENCH, nasty, dialect) for path, name in files]
