"""The generated package as a piece of Python: it imports, and Black, ruff and mypy accept it."""

from __future__ import annotations

import functools
import importlib
import os
import pkgutil
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import black
from black.mode import TargetVersion
from black.parsing import InvalidInput

from .examine import Report
from .generating import generate

ROOT = Path(__file__).parents[2]
_MODE = black.Mode(target_versions={TargetVersion.PY311}, line_length=100)


@functools.cache
def _bench() -> Path:
    """One folder for each process. A package has the same path as the one before it, so that mypy
    finds in its cache what it knows of the runtime."""
    return Path(tempfile.mkdtemp(prefix="capwright-lint-"))


def lint(path: Path, name: str, dialect: str | None = None) -> Report:
    """What tools say of the package that a file becomes."""
    report = Report(name, "generated")
    bench = _bench()
    parent = bench / "generated"
    shutil.rmtree(parent, ignore_errors=True)
    parent.mkdir()
    generated = generate(path, parent, "made", dialect)
    report.codes = generated.codes
    if generated.crash:
        report.outcome, report.differences = "crashed", [f"crash: {generated.crash}"]
    elif not generated.written:
        report.outcome = "refused"
    else:
        report.linted = 1
        report.differences = [*_imports(parent), *_black(parent), *_ruff(bench), *_mypy(bench)]
    return report


def remove_bench() -> None:
    """Delete the folder of this process."""
    shutil.rmtree(_bench(), ignore_errors=True)


def _imports(parent: Path) -> Iterator[str]:
    """Every module is imported, as a caller does it."""
    importlib.invalidate_caches()
    sys.path.insert(0, str(parent))
    try:
        package = importlib.import_module("made")
        for found in pkgutil.walk_packages(package.__path__, "made."):
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)
    except Exception as error:
        yield f"import: {error!r}"
    finally:
        sys.path.remove(str(parent))
        for name in [name for name in sys.modules if name.split(".")[0] == "made"]:
            del sys.modules[name]


def _black(parent: Path) -> Iterator[str]:
    for path in sorted(parent.rglob("*.py")):
        if not _is_formatted(path.read_text(encoding="utf-8")):
            yield f"black would change {path.relative_to(parent)}"


@functools.lru_cache(maxsize=4096)
def _is_formatted(text: str) -> bool:
    try:
        return black.format_str(text, mode=_MODE) == text
    except InvalidInput:
        return False


def _ruff(bench: Path) -> Iterator[str]:
    """By ruff's own rules, as wherever the package is vendored, and by this repository's."""
    for options in (["--isolated"], ["--config", str(ROOT / "pyproject.toml")]):
        yield from _said(
            bench, "ruff", ["check", "--quiet", "--output-format", "concise", *options]
        )


def _mypy(bench: Path) -> Iterator[str]:
    config = str(ROOT / "pyproject.toml")
    cache = str(bench / "cache")
    options = ["--strict", "--no-error-summary", "--config-file", config, "--cache-dir", cache]
    yield from _said(bench, "mypy", options)


def _said(bench: Path, tool: str, arguments: list[str]) -> Iterator[str]:
    command = [sys.executable, "-m", tool, *arguments, "generated/made"]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(command, cwd=bench, env=environment, capture_output=True, text=True)
    if done.returncode:
        lines = (done.stdout or done.stderr).strip().splitlines() or [f"exit {done.returncode}"]
        yield from (f"{tool}: {line}" for line in lines[:20])
