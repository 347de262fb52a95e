"""Generated packages as pieces of Python: they import, and Black, ruff and mypy accept them.

Packages are looked at ten at a time, side by side in one folder, because most of what ruff and mypy
cost is their start and what they know of the runtime.
"""

from __future__ import annotations

import functools
import importlib
import os
import pkgutil
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import black
from black.mode import TargetVersion
from black.parsing import InvalidInput

from .examine import Report
from .generating import generate

BATCH = 10
"""Packages in one run of ruff and mypy."""
ROOT = Path(__file__).parents[2]
_MODE = black.Mode(target_versions={TargetVersion.PY311}, line_length=100)
_SHOWN = 20
"""Lines of one tool that are kept for one package."""


@functools.cache
def _bench() -> Path:
    """One folder for each process. A package has the same path as the one before it, so that mypy
    finds in its cache what it knows of the runtime."""
    return Path(tempfile.mkdtemp(prefix="capwright-lint-"))


def remove_bench() -> None:
    """Delete the folder of this process."""
    shutil.rmtree(_bench(), ignore_errors=True)


def lint(files: Sequence[tuple[Path, str]], dialect: str | None = None) -> list[Report]:
    """What tools say of the packages that some files, each with its name, become."""
    parent = _bench() / "generated"
    shutil.rmtree(parent, ignore_errors=True)
    parent.mkdir()
    reports = {
        f"made{number}": _made(path, name, parent, f"made{number}", dialect)
        for number, (path, name) in enumerate(files)
    }
    packages = [package for package, report in reports.items() if report.linted]
    for package, differences in faults(parent, packages).items():
        reports[package].differences = differences
    return list(reports.values())


def _made(path: Path, name: str, parent: Path, package: str, dialect: str | None) -> Report:
    report = Report(name, "generated")
    generated = generate(path, parent, package, dialect)
    report.codes = generated.codes
    if generated.crash:
        report.outcome, report.differences = "crashed", [f"crash: {generated.crash}"]
    elif not generated.written:
        report.outcome = "refused"
    else:
        report.linted = 1
    return report


def faults(parent: Path, packages: Sequence[str]) -> dict[str, list[str]]:
    """What is wrong with each of the packages in a folder called `generated`."""
    said = {package: [*_imports(parent, package), *_black(parent, package)] for package in packages}
    if packages:
        for tool, arguments in _tools(parent.parent / "cache"):
            for package, lines in _by_package(parent, packages, tool, arguments).items():
                said[package] += [f"{tool}: {line}" for line in lines[:_SHOWN]]
    return said


def _imports(parent: Path, name: str) -> Iterator[str]:
    """Every module is imported, as a caller does it."""
    importlib.invalidate_caches()
    sys.path.insert(0, str(parent))
    try:
        package = importlib.import_module(name)
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)
    except Exception as error:
        yield f"import: {error!r}"
    finally:
        sys.path.remove(str(parent))
        for module in [module for module in sys.modules if module.split(".")[0] == name]:
            del sys.modules[module]


def _black(parent: Path, package: str) -> Iterator[str]:
    for path in sorted((parent / package).rglob("*.py")):
        if not _is_formatted(path.read_text(encoding="utf-8")):
            yield f"black would change {path.relative_to(parent)}"


@functools.lru_cache(maxsize=4096)
def _is_formatted(text: str) -> bool:
    try:
        return black.format_str(text, mode=_MODE) == text
    except InvalidInput:
        return False


def _tools(cache: Path) -> Iterator[tuple[str, list[str]]]:
    """Ruff by its own rules, as wherever the package is vendored, and by this repository's; mypy."""
    config = str(ROOT / "pyproject.toml")
    check = ["check", "--quiet", "--output-format", "concise"]
    yield "ruff", [*check, "--isolated"]
    yield "ruff", [*check, "--config", config]
    yield (
        "mypy",
        ["--strict", "--no-error-summary", "--config-file", config, "--cache-dir", str(cache)],
    )


def _by_package(
    parent: Path, packages: Sequence[str], tool: str, arguments: Sequence[str]
) -> dict[str, list[str]]:
    """What a tool says of each package. A mistake that stops it (text that does not parse) would hide
    what it has to say of the others: then each package is looked at alone."""
    lines = _said(parent, packages, tool, arguments)
    if len(packages) == 1:
        return {packages[0]: lines}
    found: dict[str, list[str]] = {package: [] for package in packages}
    for line in lines:
        place = Path(line.partition(":")[0]).parts[:2]
        if len(place) < 2 or place[1] not in found:
            return _one_by_one(parent, packages, tool, arguments)
        found[place[1]].append(line)
    if tool == "mypy" and any("[syntax]" in line for line in lines):
        return _one_by_one(parent, packages, tool, arguments)
    return found


def _one_by_one(
    parent: Path, packages: Sequence[str], tool: str, arguments: Sequence[str]
) -> dict[str, list[str]]:
    return {package: _said(parent, [package], tool, arguments) for package in packages}


def _said(parent: Path, packages: Sequence[str], tool: str, arguments: Sequence[str]) -> list[str]:
    """The lines of one run; none if the tool is content."""
    places = [f"{parent.name}/{package}" for package in packages]
    command = [sys.executable, "-m", tool, *arguments, *places]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=parent.parent, env=environment, capture_output=True, text=True
    )
    if not done.returncode:
        return []
    return (done.stdout or done.stderr).strip().splitlines() or [f"exit {done.returncode}"]
