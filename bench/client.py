"""The client: ours, the one that openapi-python-client generates, and HTTP libraries by hand."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from . import openapi_client
from .measuring import interleaved, medians, middle, of_rounds, quickest
from .processes import ROOT, Request, environment, free_port, python, serving
from .table import Goal, Part, Table, number, times
from .upstream import small_answer, upstream

TASKS: Final = 16
IN_FLIGHT: Final = 1000
NAMES: Final = {
    "capwright": "Capwright",
    "openapi": "openapi-python-client (httpx)",
    "httpx2": "httpx2 by hand",
    "aiohttp": "aiohttp by hand",
    "urllib3": "urllib3 by hand",
    "pyreqwest": "pyreqwest by hand, the raw transport",
}
ASYNC: Final = ("capwright", "openapi", "httpx2", "aiohttp", "pyreqwest")
SYNC: Final = ("capwright", "openapi", "httpx2", "urllib3", "pyreqwest")
IMPORTS: Final = {
    "": "pass",
    "capwright": "from generated.quay import QuayClient",
    "openapi": "from quay_openapi.client import AuthenticatedClient\n"
    "from quay_openapi.api.default import listrepos",
    "httpx2": "import httpx2",
    "aiohttp": "import aiohttp",
    "urllib3": "import urllib3",
    "pyreqwest": "import pyreqwest.client",
}
_IMPORT_ROUNDS: Final = 7
_MEGABYTE: Final = 1e6


def measured(seconds: int, rounds: int) -> Part:
    """Everything about the client."""
    with tempfile.TemporaryDirectory(prefix="bench-client-") as name:
        folder = Path(name)
        openapi_client.make(folder)
        with upstream() as api:

            def rate(kind: str, subject: str) -> float:
                return _run(folder, kind, subject, api.base_uri, str(seconds), str(TASKS))

            calls = interleaved(ASYNC, lambda one: rate("async", one), rounds)
            blocking = interleaved(SYNC, lambda one: rate("sync", one), rounds)
        memory = _memory(folder, "flight", IN_FLIGHT)
        usual = _memory(folder, "usual", 0)
        imports = quickest(
            interleaved(IMPORTS, lambda one: _import_seconds(folder, one), _IMPORT_ROUNDS)
        )
    return _part(calls, blocking, (memory, usual), imports)


def _run(folder: Path, *arguments: str) -> float:
    run = subprocess.run(
        python("bench.subjects.clients", *arguments),
        cwd=ROOT,
        env=environment(PYTHONPATH=f"{ROOT}:{folder}"),
        check=True,
        stdout=subprocess.PIPE,
        timeout=120,
    )
    return float(json.loads(run.stdout))


def _memory(folder: Path, kind: str, waiting: int) -> dict[str, float]:
    port = free_port()
    answer = json.dumps(small_answer())
    command = python("bench.subjects.waiting", str(port), str(waiting), answer)
    base = f"http://127.0.0.1:{port}/api/v1"
    with serving(command, {}, port, Request("/ready")):
        found = interleaved(
            ASYNC, lambda one: _run(folder, kind, one, base, "0", str(IN_FLIGHT)), 3
        )
    return medians(found)


def _import_seconds(folder: Path, subject: str) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", IMPORTS[subject]],
        cwd=ROOT,
        env=environment(PYTHONPATH=f"{ROOT}:{folder}"),
        check=True,
        timeout=60,
    )
    return time.perf_counter() - started


def _part(
    calls: dict[str, list[float]],
    blocking: dict[str, list[float]],
    memories: tuple[dict[str, float], dict[str, float]],
    imports: dict[str, float],
) -> Part:
    bare = imports.pop("")
    table = Table(
        f"{TASKS} tasks of asyncio; one thread; {IN_FLIGHT:,} calls in flight; import",
        (
            "client",
            "async calls/s",
            "Capwright is",
            "sync calls/s",
            "Capwright is",
            "in flight, each connected: MB",
            "as it comes: MB",
            "import ms",
        ),
        note="Import is the time over that of an interpreter which imports nothing. As it comes, a "
        "client has at most 100 connections (the raw transport: no limit), and the other calls wait.",
    )
    for key, name in NAMES.items():
        table.add(
            name,
            number(middle(calls[key])) if key in calls else "-",
            times(of_rounds(calls["capwright"], calls[key])) if key in calls else "-",
            number(middle(blocking[key])) if key in blocking else "-",
            times(of_rounds(blocking["capwright"], blocking[key])) if key in blocking else "-",
            *(number(each[key] / _MEGABYTE) if key in each else "-" for each in memories),
            number((imports[key] - bare) * 1e3),
        )
    return Part(
        "client", "Client", (table,), _goals(calls, blocking, memories, imports["capwright"] - bare)
    )


def _of_the_least(memory: dict[str, float]) -> float:
    return memory["capwright"] / min(memory[name] for name in memory if name != "capwright")


def _goals(
    calls: dict[str, list[float]],
    blocking: dict[str, list[float]],
    memories: tuple[dict[str, float], dict[str, float]],
    imported: float,
) -> list[Goal]:
    memory, usual = memories
    return [
        Goal(
            "async, times openapi-python-client",
            of_rounds(calls["capwright"], calls["openapi"]),
            10,
        ),
        Goal(
            "sync, times openapi-python-client",
            of_rounds(blocking["capwright"], blocking["openapi"]),
            2.5,
        ),
        Goal("async, of the raw transport", of_rounds(calls["capwright"], calls["pyreqwest"]), 0.6),
        Goal(
            "sync, of the raw transport",
            of_rounds(blocking["capwright"], blocking["pyreqwest"]),
            0.6,
        ),
        Goal("import", imported * 1e3, 70, False, " ms"),
        Goal("memory in flight, of the smallest other's", _of_the_least(memory), 1, False),
        Goal("the same, as each comes", _of_the_least(usual), 1, False),
    ]
