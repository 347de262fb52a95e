"""The suite under the other versions of Python, where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.support.processes import ROOT

from .parts import NotHereError

VERSIONS: Final = ("3.12", "3.13", "3.14")
SMOKE: Final = (
    *("tests/golden", "tests/lower", "tests/resolve", "tests/runtime", "tests/rest_runtime"),
    *("tests/mcp_runtime", "tests/tool/test_command.py", "tests/tool/test_wheel.py"),
)
"""What depends on the version of Python: generated code, servers, the command, the wheel."""


def interpreter(version: str) -> Path | None:
    """Of pyenv, or on the path."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = sorted(root.glob(f"versions/{version}.*/bin/python{version}"))
    on_path = shutil.which(f"python{version}")
    candidates = [*reversed(found), *([Path(on_path)] if on_path else [])]
    return next((each for each in candidates if _starts(each)), None)


def _starts(python: Path) -> bool:
    """A shim of pyenv may stand there for a version that is not installed."""
    return not subprocess.run([python, "-c", ""], capture_output=True).returncode


def suite_under(version: str) -> None:
    """The locked versions in a new environment, then the smoke set. `FULL=1`: the whole suite."""
    python = interpreter(version)
    if python is None:
        raise NotHereError(f"Python {version} is not installed")
    tests = () if os.environ.get("FULL") == "1" else SMOKE
    with TemporaryDirectory() as folder:
        subprocess.run([python, "-m", "venv", folder], check=True)
        own = Path(folder) / "bin" / "python"
        lock = ROOT / "requirements" / "dev.txt"
        pip = [own, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock]
        subprocess.run(pip, check=True)
        subprocess.run([own, "-m", "tests.link"], cwd=ROOT, check=True)
        pytest = [own, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
        subprocess.run(pytest, cwd=ROOT, check=True)
        subprocess.run([own, "-m", "tests.demo"], cwd=ROOT, check=True)
