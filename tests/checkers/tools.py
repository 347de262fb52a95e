"""The checkers, each as somebody would run it who vendors a package, and what it found.

They run in a folder of their own with the environment's libraries, without a configuration of this
repository, and without a `node` on the path: two of them bring theirs.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from tests.support.processes import ROOT

PROJECT: Final = '[project]\nname = "vendored"\nversion = "0"\nrequires-python = ">=3.11"\n'
"""Nothing but the version of Python. Its being there keeps checkers from looking further up."""
STRICT: Final = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}
BASED: Final = {"pythonVersion": "3.11"}
"""What basedpyright does when nothing is said: more than pyright's strict."""


def commands(folder: str) -> Mapping[str, Sequence[str]]:
    """Each checker and how it is started; the folder is relative to where it runs."""
    python, scripts = sys.executable, Path(sys.executable).parent
    return {
        "mypy --strict": (
            *(python, "-m", "mypy", "--strict", "--no-error-summary", "--python-version", "3.11"),
            *("--config-file", "", "--cache-dir", str(ROOT / ".mypy_cache" / "checkers"), folder),
        ),
        "pyright strict": (
            *(f"{scripts}/pyright", "--warnings", "--pythonpath", python, "-p", "strict.json"),
        ),
        "basedpyright": (f"{scripts}/basedpyright", "--pythonpath", python, "-p", "based.json"),
        "ty": (
            *(f"{scripts}/ty", "check", "--quiet", "--error-on-warning", "--python", python),
            *("--output-format", "concise", folder),
        ),
        "pyrefly": (
            *(f"{scripts}/pyrefly", "check", "--summary=none", "--min-severity", "warn"),
            *("--output-format", "min-text", "--python-interpreter-path", python, folder),
        ),
    }


def findings(project: Path, folder: str) -> dict[str, list[str]]:
    """What each checker says of the packages in a folder of the project; empty for a clean one."""
    (project / "pyproject.toml").write_text(PROJECT, "utf-8")
    (project / "strict.json").write_text(json.dumps({**STRICT, "include": [folder]}), "utf-8")
    (project / "based.json").write_text(json.dumps({**BASED, "include": [folder]}), "utf-8")
    with ThreadPoolExecutor(2) as pool:
        told = {
            name: pool.submit(_said, command, project) for name, command in commands(folder).items()
        }
    return {name: each.result() for name, each in told.items()}


def _said(command: Sequence[str], project: Path) -> list[str]:
    """The lines of one checker; none if it is content."""
    environment = {"PATH": "/usr/bin-without-node", "HOME": str(project), "NO_COLOR": "1"}
    environment |= {"PYRIGHT_PYTHON_GLOBAL_NODE": "0", "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    found = [line for line in lines if not line.startswith(_EMPTY)]
    if done.returncode and not found:
        found = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
    return found


_EMPTY: Final = ("0 errors", "All checks passed", "Success", "INFO 0 errors")
"""How the checkers say that they found nothing."""
