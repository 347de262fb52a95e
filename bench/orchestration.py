"""Orchestration: a unit of four calls, two of them side by side, and a lookup in 1,000 records."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .measuring import interleaved, middle, of_rounds
from .processes import ROOT, Request, Server, environment, free_port, python, serving
from .table import Goal, Part, Table, number, times
from .wrk import Load, load

OURS: Final = "Capwright"
BY_HAND: Final = "asyncio + aiohttp + dictionaries"
SUBJECTS: Final = (OURS, BY_HAND)
PATH: Final = "/nights/n7/sheet"
DELAY: Final = 0.05
"""Seconds that an answer of the slow API takes."""
LONGEST: Final = 3
"""Calls on the longest way through the steps."""
_SPEC: Final = ROOT / "bench" / "subjects" / "orchestration.yaml"
_ASKED: Final = 20
_MS: Final = 1e3


def measured(seconds: int, rounds: int) -> Part:
    """Requests a second with an API that answers at once, and the time of one with a slow API."""
    with tempfile.TemporaryDirectory(prefix="bench-orchestration-") as name:
        folder = Path(name)
        _generate(folder)
        with _all(folder, 0) as servers:
            answers = {server.first_answer.replace(b" ", b"") for server in servers.values()}
            if len(answers) != 1:
                raise RuntimeError(f"the servers answer differently: {answers}")
            for server in servers.values():
                load(server, PATH, 1)
            quick = interleaved(SUBJECTS, lambda each: load(servers[each], PATH, seconds), rounds)
        with _all(folder, 0, changing=True) as servers:
            for server in servers.values():
                load(server, PATH, 1)
            changing = interleaved(
                SUBJECTS, lambda each: load(servers[each], PATH, seconds), rounds
            )
        with _all(folder, DELAY) as servers:
            slow = interleaved(SUBJECTS, lambda each: _one(servers[each]), rounds)
    return _part(quick, changing, slow)


def _generate(folder: Path) -> None:
    command = [*python("generator", "generate"), str(_SPEC), "--out", str(folder)]
    command += ["--package", "observatory", "--no-cache"]
    done = subprocess.run(command, env=environment(), cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode())


@contextlib.contextmanager
def _all(folder: Path, delay: float, *, changing: bool = False) -> Iterator[dict[str, Server]]:
    """Both, before one API."""
    with contextlib.ExitStack() as stack:
        port = free_port()
        variables = {
            "BENCH_PORT": str(port),
            "BENCH_DELAY": str(delay),
            "BENCH_CHANGES": "1" if changing else "0",
        }
        command = python("bench.subjects.orchestration_upstream")
        stack.enter_context(serving(command, variables, port, Request("/people")))
        api = f"http://127.0.0.1:{port}"
        yield {name: stack.enter_context(_served(name, folder, api)) for name in SUBJECTS}


@contextlib.contextmanager
def _served(name: str, folder: Path, api: str) -> Iterator[Server]:
    port = free_port()
    variables = {
        "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT))),
        "BENCH_PORT": str(port),
        "BENCH_BASE_URI": api,
        "DOME_BASE_URI": api,
        "GATE_PORT": str(port),
        "GATE_ACCESS_LOG": "off",
    }
    ours = [sys.executable, "-m", "observatory", "rest"]
    command = ours if name == OURS else python("bench.subjects.orchestration_by_hand")
    with serving(command, variables, port, Request(PATH)) as server:
        yield server


def _one(server: Server) -> float:
    """Seconds of one request alone, the middle of some."""
    found = []
    for _ in range(_ASKED):
        started = time.perf_counter()
        server.ask(Request(PATH))
        found.append(time.perf_counter() - started)
    return middle(found)


def _part(
    quick: dict[str, list[Load]], changing: dict[str, list[Load]], slow: dict[str, list[float]]
) -> Part:
    rates = {name: [one.rate for one in runs] for name, runs in quick.items()}
    others = {name: [one.rate for one in runs] for name, runs in changing.items()}
    waits = {name: middle(runs) for name, runs in slow.items()}
    table = Table(
        "Four calls, two side by side, a lookup in 1,000 records; 32 connections",
        (
            "unit",
            "requests/s",
            "Capwright is",
            "p99 ms",
            "CPU µs a request",
            "requests/s, another list each time",
            "Capwright is",
            f"one request, each call {DELAY * _MS:.0f} ms: ms",
        ),
    )
    for name in SUBJECTS:
        table.add(
            name,
            number(middle(rates[name])),
            times(of_rounds(rates[OURS], rates[name])),
            number(middle(one.p99 for one in quick[name]) * _MS),
            number(middle(one.processor for one in quick[name]) * 1e6),
            number(middle(others[name])),
            times(of_rounds(others[OURS], others[name])),
            number(waits[name] * _MS),
        )
    wanted = [
        Goal("requests/s, times the same by hand", of_rounds(rates[OURS], rates[BY_HAND]), 1.5),
        Goal("the same, another list each time", of_rounds(others[OURS], others[BY_HAND]), 1.5),
        Goal("of the longest way through the steps", waits[OURS] / (LONGEST * DELAY), 1.15, False),
    ]
    return Part("orchestration", "Orchestration", (table,), wanted)
