"""What reviewing costs: `diff` of two packages, and the check of each request against `REACH.md`."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from .processes import ROOT
from .table import Goal, Part, Table
from .upstream import upstream

_PAIRS: Final = 10
_CALLS: Final = 4000
_PYTHON: Final = str(ROOT / ".venv" / "bin" / "python")


def measured(pairs: int = _PAIRS) -> Part:
    """Both, in turn with what they are compared with."""
    started, goals = _diff(pairs)
    spent, more = _reach(pairs)
    return Part("review", "Review", [started, spent], [*goals, *more])


# --- diff ----------------------------------------------------------------------------------------


def _diff(pairs: int) -> tuple[Table, list[Goal]]:
    """Of a package and its copy, and of two that differ in much."""
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder, "quay")
        shutil.copytree(ROOT / "generated" / "quay", copied)
        compared = {"the same": str(copied), "quay_full": "generated/quay_full"}
        click = [_PYTHON, "-c", "import click"]
        table = Table("Two packages are compared", ("command", "seconds"))
        goals: list[Goal] = []
        for name, other in compared.items():
            diff = [_PYTHON, "-m", "generator", "diff", "generated/quay", other]
            times = [(_seconds(diff), _seconds(click)) for _ in range(pairs)]
            ours, theirs = (statistics.median(each) for each in zip(*times, strict=True))
            table.add(f"`capwright diff`, quay and {name}", f"{ours:.3f}")
            ratio = statistics.median(one / other for one, other in times)
            said = f"`diff` (quay and {name}) beside `import click`"
            goals.append(Goal(said, ratio, 3, at_least=False, unit="×"))
        table.add('`python -c "import click"`', f"{theirs:.3f}")
    return table, goals


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


# --- the reach -----------------------------------------------------------------------------------


def _reach(pairs: int) -> tuple[Table, list[Goal]]:
    """CPU time of requests through the REST app: to an API on this machine, and to one in memory.

    The goal is that of whole requests; where nothing is sent, nothing hides the check.
    """
    columns = ("check", "µs of CPU a request", "µs of CPU, nothing sent")
    table = Table("Each request is held against `REACH.md`", columns)
    with upstream() as api:
        times = _pairs(pairs, api.base_uri)
    alone = _pairs(pairs)
    on, off = (statistics.median(each) for each in zip(*times, strict=True))
    bare_on, bare_off = (statistics.median(each) for each in zip(*alone, strict=True))
    table.add("on", f"{on * 1e6:.1f}", f"{bare_on * 1e6:.1f}")
    table.add("off (`QUAY_REACH_CHECK=false`)", f"{off * 1e6:.1f}", f"{bare_off * 1e6:.1f}")
    said = {"reach check on beside off": times, "the same, nothing sent": alone}
    return table, [
        Goal(
            name, statistics.median(one / two for one, two in each), 1.02, at_least=False, unit="×"
        )
        for name, each in said.items()
    ]


def _pairs(pairs: int, *base_uri: str) -> list[tuple[float, ...]]:
    script = [_PYTHON, "-m", "bench.subjects.reach", str(pairs), str(_CALLS), *base_uri]
    said = subprocess.run(script, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [tuple(map(float, line.split())) for line in said.splitlines()]


if __name__ == "__main__":
    print(measured(int(sys.argv[1]) if len(sys.argv) > 1 else _PAIRS).markdown())
