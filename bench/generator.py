"""The generator: files a second into an empty folder, and when nothing has changed since."""

from __future__ import annotations

import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from . import openapi_client
from .aside import put_aside
from .measuring import interleaved, medians, middle
from .processes import ROOT, environment, python
from .table import Goal, Part, Table, number

PROCESSES: Final = 2
SAMPLE: Final = 120
_SIZES: Final = (1000, 2000)
_OTHER: Final = "openapi-python-client, Quay: a client alone"
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
        _compile_templates(work / "tool")
        for index, text in enumerate(texts):
            (work / f"specs/spec-{index:04}.yaml").write_bytes(text)
        cold = [_generated(work)]
        warm = [_generated(work) for _ in range(rounds)]
        one = _one_spec(work, rounds)
    source = "a corpus" if corpus else "the specifications of this repository"
    part = _part(len(texts), source, cold, warm)
    return Part(part.name, part.title, (*part.tables, one[0]), (*part.goals, *one[1]))


def _compile_templates(tool: Path) -> None:
    """As they are in a wheel."""
    folder = str(tool / "generator" / "_compiled")
    code = "import pathlib, sys; from generator.render.compiled import compile_into; "
    code += "compile_into(pathlib.Path(sys.argv[1]))"
    variables = environment(PYTHONPATH=str(tool))
    subprocess.run([sys.executable, "-c", code, folder], cwd=tool, env=variables, check=True)


def _one_spec(work: Path, rounds: int) -> tuple[Table, list[Goal]]:
    """Quay beside openapi-python-client, which makes a client alone; and how the time grows with a spec."""
    specs = {"Capwright, Quay": ROOT / "specs" / "quay-capability.yaml"}
    for operations in _SIZES:
        specs[f"Capwright, {operations} operations"] = spec = work / f"many-{operations}.yaml"
        spec.write_text(many_operations(operations), "utf-8")
    openapi_client.make(work)  # Untimed: its files are read from the disk then.
    acts: dict[str, Callable[[], object]] = {
        name: partial(_alone, spec, work / "alone") for name, spec in specs.items()
    }
    acts[_OTHER] = partial(openapi_client.generate, work)
    taken = interleaved(acts, lambda name: _cpu(acts[name]), rounds)
    found = medians(taken)
    table = Table("One specification, into an empty folder", ("", "CPU seconds"))
    for name, seconds in found.items():
        table.add(name, number(seconds))
    small, large = (found[f"Capwright, {operations} operations"] for operations in _SIZES)
    quay = found["Capwright, Quay"] / found[_OTHER]
    return table, [
        Goal("Quay, of openapi-python-client's time", quay, 0.7, at_least=False),
        Goal("2000 operations, times 1000", large / small, 2.3, at_least=False),
    ]


def _alone(spec: Path, out: Path) -> None:
    put_aside(out.parent, out.name)
    command = python("generator", "generate", str(spec), "--out", str(out), "--no-cache")
    variables = environment(PYTHONPATH=str(out.parent / "tool"))
    subprocess.run(command, cwd=out.parent, env=variables, check=True, capture_output=True)


def _cpu(act: Callable[[], object]) -> float:
    before = _used()
    act()
    return _used() - before


def many_operations(count: int) -> str:
    """A capability of many operations, each exposed under REST; JSON is YAML 1.2."""
    names = [f"list-things-{index:04}" for index in range(count)]
    get = {"method": "GET"}
    consumed = [{"name": n, "path": f"/{n}", "operations": [{**get, "name": n}]} for n in names]
    exposed = [
        {"path": f"/{n}", "operations": [{**get, "name": n, "call": f"many.{n}"}]} for n in names
    ]
    api = {"type": "http", "namespace": "many", "baseUri": "https://api.example.com"}
    rest = {"type": "rest", "namespace": "many-rest", "port": 8080}
    capability = {
        "consumes": [{**api, "resources": consumed}],
        "exposes": [{**rest, "resources": exposed}],
    }
    document = {"naftiko": "1.0.0-alpha2", "info": {"label": "Many"}, "capability": capability}
    return json.dumps(document)


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
