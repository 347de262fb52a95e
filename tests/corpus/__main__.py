"""`python -m tests.corpus FOLDER`: every file of a folder against the oracle (`make corpus`)."""

from __future__ import annotations

import argparse
import functools
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from .checkers import check_some
from .examine import Report
from .lint import BATCH
from .worker import check, work

File = tuple[Path, str]
"""Where it is, and what it is called in the report."""
Task = Callable[[Sequence[File]], list[Report]]

_FILES_OF_A_WORKER = 60
_LINTED_OF_A_WORKER = 700


def main() -> int:
    """The table at the end; exit code 1 if anything differed."""
    options = _options()
    files = _files(options)
    started = time.monotonic()
    reports = []
    for report in _examined(files, options):
        reports.append(report)
        if len(reports) % 100 == 0:
            print(f"{len(reports)} of {len(files)} files", file=sys.stderr, flush=True)
        if options.log is not None:
            with options.log.open("a", encoding="utf-8") as log:
                log.writelines(f"{report.file}: {what}\n" for what in report.differences)
        for what in report.differences[: options.show]:
            print(f"{report.file}: {what}")
        if len(report.differences) > options.show:
            print(f"{report.file}: … and {len(report.differences) - options.show} more")
        sys.stdout.flush()
    print(_table(reports, time.monotonic() - started, linted=options.lint))
    found = check_some(files, options.dialect, options.seed) if options.lint else ()
    for line in found:
        print(line)
    return int(bool(found) or any(report.differences for report in reports))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="every *.yaml and *.yml below it")
    parser.add_argument("--files", type=Path, nargs="*", default=[], help="these files")
    parser.add_argument("--limit", type=int, help="a sample of so many files")
    parser.add_argument("--seed", type=int, default=1, help="which sample")
    parser.add_argument(
        "--nasty", type=int, default=4, help="calls with nasty values for each unit"
    )
    parser.add_argument("--processes", type=int, default=2, choices=(1, 2, 3, 4))
    parser.add_argument("--show", type=int, default=20, help="differences printed for each file")
    parser.add_argument("--log", type=Path, help="every difference is added to this file")
    parser.add_argument(
        "--lint", action="store_true", help="import, Black, ruff and mypy instead of calls"
    )
    parser.add_argument("--dialect", choices=("published", "official"))
    options = parser.parse_args()
    if options.folder is None and not options.files:
        parser.error("a folder or --files")
    return options


def _files(options: argparse.Namespace) -> list[File]:
    found = [(path, str(path)) for path in options.files]
    if options.folder is not None:
        paths = sorted([*options.folder.rglob("*.yaml"), *options.folder.rglob("*.yml")])
        found += [(path, path.relative_to(options.folder).as_posix()) for path in paths]
    if options.limit is not None and options.limit < len(found):
        found = sorted(random.Random(options.seed).sample(found, options.limit))
    return found


def _examined(files: Sequence[File], options: argparse.Namespace) -> Iterator[Report]:
    """Reports as they come. Workers are replaced after some files: what was imported stays in them.
    A worker that lints keeps what its tools have learnt, and so lives longer."""
    task: Task = functools.partial(work, dialect=options.dialect, nasty=options.nasty)
    if options.lint:
        task = functools.partial(check, dialect=options.dialect)
    size = (_LINTED_OF_A_WORKER if options.lint else _FILES_OF_A_WORKER) * options.processes
    together = BATCH if options.lint else 1
    for start in range(0, len(files), size):
        yield from _by_workers(files[start : start + size], task, together, options.processes)


def _by_workers(
    files: Sequence[File], task: Task, together: int, processes: int
) -> Iterator[Report]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context) as pool:
        batches = [files[start : start + together] for start in range(0, len(files), together)]
        waiting = {pool.submit(task, batch): batch for batch in batches}
        for future in as_completed(waiting):
            try:
                yield from future.result()
            except Exception as error:
                for _, name in waiting[future]:
                    yield Report(name, "crashed", differences=[f"the runner: {error!r}"])


def _table(reports: Sequence[Report], seconds: float, *, linted: bool) -> str:
    outcomes = Counter(report.outcome for report in reports)
    codes = Counter(code for r in reports if r.outcome == "refused" for code in r.codes)
    complete = [report for report in reports if report.complete]
    kept = sum(report.outcome == "generated" for report in complete)
    what = [("imported, and read by Black, ruff and mypy", sum(r.linted for r in reports))]
    if not linted:
        what = [
            ("complete files, every call resolving", len(complete)),
            ("… of which generated", kept),
            ("units called", sum(report.units for report in reports)),
            ("requests compared", sum(report.calls for report in reports)),
            ("… whose answer was not", sum(report.unsaid for report in reports)),
        ]
    rows = [
        ("files", len(reports)),
        ("generated", outcomes["generated"]),
        ("refused", outcomes["refused"]),
        *((f"  {code}", count) for code, count in sorted(codes.items())),
        ("crashed", outcomes["crashed"]),
        *what,
        ("differences", sum(len(report.differences) for report in reports)),
        ("… in files", sum(bool(report.differences) for report in reports)),
        ("seconds", round(seconds)),
    ]
    width = max(len(label) for label, _ in rows)
    return "\n".join(["", *(f"{label:{width}}  {value:>8,}" for label, value in rows)])


if __name__ == "__main__":
    raise SystemExit(main())
