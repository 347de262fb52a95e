"""Packages of golden cases, as they are generated: with their runtime."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.runtime.copies import FOLDER, copies
from generator.runtime.graph import runtime_modules
from tests.golden.cases import Case


def complete(case: Case, folder: Path) -> None:
    """The expected package of a case in a folder, with all of the runtime."""
    shutil.copytree(case.folder / "expected", folder)
    for path, content in copies(runtime_modules()).items():
        place = folder / FOLDER / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
