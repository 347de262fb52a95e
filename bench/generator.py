"""The generator: files a second into an empty folder, and when nothing has changed since."""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .measuring import middle
from .processes import ROOT, environment, python
from .table import Goal, Part, Table, number

PROCESSES: Final = 2
SAMPLE: Final = 120
_OWN: Final = ("specs/*.yaml", "tests/golden/*/capability.yaml", "tests/corpus/specs/*.yaml")
_OUTCOME: Final = re.compile(r"^(generated|unchanged|refused|failed) +(\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Run:
    seconds: float
    processor: float
    outcome: str


def measured(corpus: Path | None, rounds: int) -> Part:
    """Files a second over a sample of a folder, or over the specifications of this repository."""
    texts = sample(corpus) if corpus else own()
    with tempfile.TemporaryDirectory(prefix="bench-generator-") as name:
        work = Path(name)
        (work / "specs").mkdir()
        # A copy: a generator that is edited meanwhile would find everything changed.
        for folder in ("generator", "templates"):
            shutil.copytree(ROOT / folder, work / "tool" / folder)
        for index, text in enumerate(texts):
            (work / f"specs/spec-{index:04}.yaml").write_bytes(text)
        cold = [_generated(work)]
        warm = [_generated(work) for _ in range(rounds)]
    source = "a corpus" if corpus else "the specifications of this repository"
    return _part(len(texts), source, cold, warm)


def sample(folder: Path) -> list[bytes]:
    """Evenly spaced files of a folder, the same ones every time. Raises `ValueError` for none."""
    paths = sorted(folder.rglob("*.y*ml"))
    if not paths:
        raise ValueError(f"{folder} has no YAML files")
    step = max(1, len(paths) // SAMPLE)
    return [path.read_bytes() for path in paths[::step][:SAMPLE]]


def own() -> list[bytes]:
    """Our specifications, over and over; a comment makes each of them another file."""
    texts = [path.read_bytes() for pattern in _OWN for path in sorted(ROOT.glob(pattern))]
    return [texts[index % len(texts)] + b"\n# %d\n" % index for index in range(SAMPLE)]


def _generated(work: Path) -> _Run:
    command = python("generator", "generate", "specs", "--out", "out", "--ignore", "CAP")
    before = _used()
    started = time.perf_counter()
    run = subprocess.run(
        [*command, "--jobs", str(PROCESSES)],
        cwd=work,
        env=environment(PYTHONPATH=str(work / "tool"), CAPWRIGHT_CACHE_DIR=str(work / "cache")),
        capture_output=True,
        text=True,
        check=False,  # A corpus has files that are refused, as it should be.
        timeout=600,
    )
    seconds = time.perf_counter() - started
    counts = _OUTCOME.findall(run.stderr)
    if not counts:
        raise RuntimeError(run.stderr[-2000:])
    return _Run(
        seconds, _used() - before, ", ".join(f"{count} {outcome}" for outcome, count in counts)
    )


def _used() -> float:
    """Seconds of the processors, of all that was run so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _part(files: int, source: str, cold: Sequence[_Run], warm: Sequence[_Run]) -> Part:
    table = Table(
        f"{files} files of {source}, {PROCESSES} processes",
        ("run", "seconds", "files/s", "CPU ms a file", "outcome"),
    )
    rates = []
    for name, runs in (("into an empty folder", cold), ("again, nothing changed", warm)):
        seconds = middle(run.seconds for run in runs)
        rates.append(files / seconds)
        processor = middle(run.processor for run in runs) / files * 1e3
        table.add(name, number(seconds), number(rates[-1]), number(processor), runs[-1].outcome)
    wanted = [
        Goal("cold, files/s", rates[0], 8),
        Goal("nothing changed, files/s", rates[1], 60),
    ]
    return Part("generator", "Generator", (table,), wanted)
