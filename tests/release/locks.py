"""Each lock into an empty environment, by the pip that comes with Python, with nothing in a cache."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.processes import ROOT


def install_each() -> None:
    """All locks, one after the other; raises at the first that does not install."""
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        with TemporaryDirectory() as folder:
            _install(lock, Path(folder))


def _install(lock: Path, folder: Path) -> None:
    venv.create(folder, with_pip=True, symlinks=True)
    python = folder / "bin" / "python"
    bare = {name: value for name, value in os.environ.items() if name != "PIP_FIND_LINKS"}
    bare |= {"PIP_NO_CACHE_DIR": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    pip = [str(python), "-m", "pip"]
    print(f"{lock.relative_to(ROOT)}, {sys.version.split()[0]}:", flush=True)
    subprocess.run([*pip, "--version"], env=bare, check=True)
    subprocess.run(
        [*pip, "install", "--quiet", "--require-hashes", "-r", str(lock)], env=bare, check=True
    )
    subprocess.run([*pip, "check"], env=bare, check=True)
