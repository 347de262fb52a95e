"""REST: our adapter with all of its checks, the same by hand, and nginx as a plain proxy."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .in_turn import in_turn
from .measuring import interleaved, middle, of_rounds, quickest
from .processes import TOKEN, Request, Server, free_port, python, serving
from .table import Goal, Part, Table, number, times
from .upstream import BIG_PATH, HUGE_PATH, LIST_PATH, Upstream, proxy_command, upstream
from .wrk import Load, load

OURS: Final = "Capwright"
LOGGING: Final = "Capwright, access log on"
_BOTH: Final = "Capwright, access log off and on"
FASTAPI: Final = "FastAPI + httpx2"
STARLETTE: Final = "Starlette + aiohttp"
NGINX: Final = "nginx `proxy_pass`"
FLOOR: Final = "uvicorn + pyreqwest, no checks"
SUBJECTS: Final = (OURS, LOGGING, FASTAPI, STARLETTE, FLOOR, NGINX)
_WITHOUT: Final = Request(LIST_PATH, headers={"x-log": "off"})
_WITH_LOG: Final = Request(LIST_PATH, headers={"x-log": "text"})
"""Only `_BOTH` heeds the header."""
_MEGABYTE: Final = 1e6
_STARTS: Final = 5
_MORE: Final = 3
"""Times the rounds for small answers: their rates move much, and take little time."""
_PROCESSES: Final = 7
"""In which the log is measured: one differs from the next by up to a twentieth, with the same in both halves."""
_LONGER: Final = 5
"""Times the seconds of one measurement, for each of them."""
_BLOCK: Final = 1000
"""Requests in turn: the log's last lines of a block are written in the next, a fiftieth of a second later."""


@dataclass(frozen=True, slots=True)
class _Big:
    """Bodies of 10 MB, one after the other."""

    rate: float
    """Bytes a second."""
    growth: float
    """Bytes of memory more than before, at the worst moment."""
    further: float
    """Bytes of memory more again when the bodies have 50 MB."""


def measured(seconds: int, rounds: int) -> Part:
    """Everything about REST."""
    with upstream() as api:
        starts = interleaved(SUBJECTS, lambda name: _start(name, api), _STARTS)
        with contextlib.ExitStack() as stack:
            servers = {name: stack.enter_context(_served(name, api)) for name in SUBJECTS}
            _same_answers(servers)
            _warmed(servers)
            small = interleaved(
                SUBJECTS, lambda name: load(servers[name], LIST_PATH, seconds), _MORE * rounds
            )
            big = interleaved(SUBJECTS, lambda name: _big(servers[name], seconds), rounds)
        logged = _logged(api, seconds * _LONGER)
    return _part(small, big, quickest(starts), logged)


def _logged(api: Upstream, seconds: int) -> float:
    """The rate with the access log, as a part of the rate without: in one process, in turn; the middle one of some."""
    found: list[float] = []
    for _ in range(_PROCESSES):
        with _served(_BOTH, api) as server:
            in_turn(server, 1, _WITHOUT, _WITH_LOG)
            found.append(in_turn(server, seconds, _WITHOUT, _WITH_LOG, _BLOCK))
    return middle(found)


def _start(name: str, api: Upstream) -> float:
    with _served(name, api) as server:
        return server.seconds_to_first_answer


@contextlib.contextmanager
def _served(name: str, api: Upstream) -> Iterator[Server]:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="bench-proxy-") as folder:
        variables = {
            "BENCH_PORT": str(port),
            "BENCH_BASE_URI": api.base_uri,
            "QUAY_BASE_URI": api.base_uri,
            "QUAY_TOKEN": TOKEN,
            "QUAY_REST_PORT": str(port),
            "QUAY_REST_ACCESS_LOG": "text" if name == LOGGING else "off",
        }
        command: Sequence[str] = {
            OURS: python("generated.quay", "rest"),
            LOGGING: python("generated.quay", "rest"),
            _BOTH: python("bench.subjects.rest_logged"),
            FASTAPI: python("bench.subjects.rest_fastapi"),
            STARLETTE: python("bench.subjects.rest_starlette"),
            FLOOR: python("bench.subjects.rest_floor"),
        }.get(name) or proxy_command(Path(folder), port, api)
        with serving(command, variables, port, _WITHOUT) as server:
            yield server


def _same_answers(servers: dict[str, Server]) -> None:
    answers = {server.first_answer for server in servers.values()}
    if len({answer.replace(b" ", b"") for answer in answers}) != 1:
        raise RuntimeError(f"the servers answer differently: {answers}")


def _warmed(servers: dict[str, Server]) -> None:
    for server in servers.values():
        load(server, LIST_PATH, 1)


def _big(server: Server, seconds: int) -> _Big:
    before = server.forget_peak()
    found = load(server, BIG_PATH, seconds, connections=1)
    peak = server.peak_memory()
    server.ask(Request(HUGE_PATH))
    return _Big(found.bytes_rate, peak - before, server.peak_memory() - peak)


def _part(
    small: dict[str, list[Load]],
    big: dict[str, list[_Big]],
    starts: dict[str, float],
    logged: float,
) -> Part:
    rates = {name: [one.rate for one in runs] for name, runs in small.items()}
    p99 = {name: [one.p99 for one in runs] for name, runs in small.items()}
    passed = {name: [one.rate for one in runs] for name, runs in big.items()}
    growth = {name: max(one.growth for one in runs) for name, runs in big.items()}
    further = {name: max(one.further for one in runs) for name, runs in big.items()}
    table = Table(
        "Requests of 0.8 kB, 32 connections; a body of 10 MB; start",
        (
            "adapter",
            "requests/s",
            "Capwright is",
            "p50 ms",
            "p99 ms",
            "CPU µs a request",
            "10 MB: MB/s",
            "memory + MB",
            "50 MB: + MB",
            "first answer ms",
        ),
    )
    for name in SUBJECTS:
        table.add(
            name,
            number(middle(rates[name])),
            times(of_rounds(rates[OURS], rates[name])),
            number(middle(one.median for one in small[name]) * 1e3),
            number(middle(p99[name]) * 1e3),
            number(middle(one.processor for one in small[name]) * 1e6),
            number(middle(passed[name]) / _MEGABYTE),
            number(growth[name] / _MEGABYTE),
            number(further[name] / _MEGABYTE),
            number(starts[name] * 1e3),
        )
    slowest = of_rounds(p99[OURS], p99[FASTAPI])
    wanted = [
        Goal("requests/s, times FastAPI + httpx2", of_rounds(rates[OURS], rates[FASTAPI]), 10),
        Goal("access log on, of off", logged, 0.95),
        Goal("p99, of FastAPI + httpx2's", slowest, 1 / 3, at_least=False),
        Goal("10 MB body, of nginx's rate", of_rounds(passed[OURS], passed[NGINX]), 0.8),
        Goal("more memory for 50 MB than for 10 MB", further[OURS] / _MEGABYTE, 5, False, " MB"),
        Goal("start to first answer", starts[OURS] * 1e3, 400, False, " ms"),
    ]
    return Part("rest", "REST adapter", (table,), wanted)
