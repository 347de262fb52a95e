"""Streams that are closed or full, and locales that are not UTF-8: the command as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tool.conftest import ROOT, SMALL, tree

COMMAND = f"{sys.executable} -m generator"


def _shell(line: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[bytes]:
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environ}
    return subprocess.run(
        ["bash", "-c", line.replace("capwright", COMMAND)],
        cwd=folder,
        env=variables,
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def place(tmp_path: Path, small: Path) -> Path:
    assert small.parent == tmp_path
    return tmp_path


@pytest.mark.parametrize(
    "closed", ["2>&-", ">&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full", "> /dev/full"]
)
def test_generate_writes_whoever_listens(place: Path, closed: str) -> None:
    """Users' world, E: with `2>&-` it wrote nothing and said nothing."""
    result = _shell(f"capwright generate pond-capability.yaml {closed}", place)
    assert result.returncode == 0, result.stderr
    assert (place / "generated" / "pond" / "MANIFEST.json").is_file()
    check = _shell(f"capwright generate pond-capability.yaml --check {closed}", place)
    assert check.returncode == 0
    (place / "generated" / "pond" / "client.py").write_text("")
    check = _shell(f"capwright generate pond-capability.yaml --check {closed}", place)
    assert check.returncode == 1


@pytest.mark.parametrize(
    "line",
    [
        "capwright validate pond-capability.yaml --format json",
        "capwright inspect pond-capability.yaml",
        "capwright explain --all",
        "capwright --help",
    ],
)
@pytest.mark.parametrize("lost", [">&-", "> /dev/full"])
def test_data_that_are_lost_are_an_error(place: Path, line: str, lost: str) -> None:
    result = _shell(f"{line} {lost}", place)
    assert result.returncode == 1
    assert b"standard output" in result.stderr
    assert b"mistake in capwright" not in result.stderr
    assert b"Traceback" not in result.stderr


def test_who_has_read_enough(place: Path) -> None:
    result = _shell("set -o pipefail; capwright explain --all | head -1", place)
    assert result.stdout.startswith(b"error[CAP")
    assert b"Error" not in result.stderr


@pytest.mark.parametrize(
    "environ",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "C", "PYTHONUTF8": "1"},
        {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"},
    ],
)
def test_the_bytes_do_not_depend_on_the_locale(place: Path, environ: dict[str, str]) -> None:
    """Users' world, E: `LC_ALL=C` with UTF-8 mode off gave other bytes."""
    folder = place / "überall ☃"
    folder.mkdir()
    spec = folder / "kaffee-ü☃.yaml"
    spec.write_text(SMALL.replace("One fish", "Ein Fisch, groß ☃"), encoding="utf-8")
    for name, variables in (("one", environ), ("two", {"LC_ALL": "C.UTF-8"})):
        line = f"capwright generate 'überall ☃/kaffee-ü☃.yaml' --package p --no-cache --out {name}"
        result = _shell(line, place, **variables)
        assert result.returncode == 0, result.stderr
    assert tree(place / "one") == tree(place / "two")
    shown = _shell("capwright inspect 'überall ☃/kaffee-ü☃.yaml'", place, **environ)
    if "PYTHONIOENCODING" not in environ:
        assert "überall ☃/kaffee-ü☃.yaml" in shown.stdout.decode()
