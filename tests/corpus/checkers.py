"""Some of the files before every type checker: all of them would take an hour for each."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.checkers.packages import write
from tests.checkers.tools import findings

from .generating import generate

PACKAGES: Final = 25
_FOLDER: Final = "generated"


def check_some(files: Sequence[tuple[Path, str]], dialect: str | None, seed: int) -> list[str]:
    """What the checkers say of a sample of the packages that can be generated."""
    with tempfile.TemporaryDirectory(prefix="checkers-") as folder:
        place = Path(folder).resolve()
        packages: dict[str, Path] = {}
        for path, _ in random.Random(seed).sample(files, len(files)):
            package = f"made{len(packages)}"
            if generate(path, place / "made", package, dialect).written:
                packages[package] = place / "made" / package
            if len(packages) == PACKAGES:
                break
        write(place / "project" / _FOLDER, packages)
        found = findings(place / "project", _FOLDER)
    print(f"{len(packages)} packages before {len(found)} type checkers", file=sys.stderr)
    return [f"{name}: {line}" for name, lines in found.items() for line in lines]
