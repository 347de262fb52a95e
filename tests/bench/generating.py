"""How many files a second the generator does: `python -m tests.bench.generating [FOLDER]`.

Cold is a run into an empty folder, warm the same run again. Without a folder the specifications of
this repository are taken, many times over.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
_COPIES: Final = 20


def main(arguments: list[str]) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        texts = list(_given(Path(arguments[0])) if arguments else _own())
        for number, text in enumerate(texts):
            place = work / "specs" / f"spec-{number}.yaml"
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(text)
        print(f"{len(texts)} files, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
        print(f"{'':6} {'seconds':>8} {'files/s':>8}   outcome")
        for run in ("cold", "warm"):
            seconds, outcome = _measured(work)
            print(f"{run:6} {seconds:8.1f} {len(texts) / seconds:8.1f}   {outcome}")


def _given(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*.y*ml")):
        yield path.read_bytes()


def _own() -> Iterator[bytes]:
    specs = (*(ROOT / "specs").glob("*.yaml"), *(ROOT / "tests/corpus/specs").glob("*.yaml"))
    for _ in range(_COPIES):
        yield from (path.read_bytes() for path in specs)


def _measured(work: Path) -> tuple[float, str]:
    command = [sys.executable, "-m", "generator", "generate", "specs", "--out", "out"]
    environment = {
        **os.environ,
        "CAPWRIGHT_CACHE_DIR": str(work / "cache"),
        "PYTHONPATH": str(ROOT),
    }
    start = time.perf_counter()
    run = subprocess.run(
        [*command, "--ignore", "CAP"],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    counts = re.findall(r"^(generated|unchanged|refused|failed) +(\d+)$", run.stderr, re.MULTILINE)
    return seconds, ", ".join(f"{number} {outcome}" for outcome, number in counts)


if __name__ == "__main__":
    main(sys.argv[1:])
