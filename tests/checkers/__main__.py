"""`make types`: Quay, the golden cases and the constructs of the official language before every checker; says what each finds."""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.support.processes import ROOT

from .packages import of_constructs, of_each_transport, ours, write
from .tools import findings

CLEAN: Final = ROOT / ".make" / "checked"
"""A digest of what was found clean."""
FOLDER: Final = "generated"
_SHOWN: Final = 40


def main() -> int:
    """Nothing is run again on what was found clean."""
    # Not in a folder of this repository: some checkers leave out what is hidden, or ignored by git.
    with tempfile.TemporaryDirectory(prefix="checkers-") as folder:
        return _check(Path(folder).resolve())


def _check(project: Path) -> int:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        packages = {**ours(), **of_each_transport(folder), **of_constructs(folder)}
        write(project / FOLDER, packages)
    digest = _digest(project / FOLDER, *sorted((ROOT / "requirements").glob("*.txt")))
    if CLEAN.is_file() and CLEAN.read_text("utf-8") == digest:
        return 0
    began = time.monotonic()
    told = findings(project, FOLDER)
    for name, lines in told.items():
        for line in lines[:_SHOWN]:
            print(f"{name}: {line.replace(f'{project}/', '')}")
        if len(lines) > _SHOWN:
            print(f"{name}: and {len(lines) - _SHOWN} more lines")
    found = sorted(name for name, lines in told.items() if lines)
    verdict = f"findings of {', '.join(found)}" if found else f"{len(told)} checkers find nothing"
    print(f"{verdict} ({time.monotonic() - began:.0f} s)")
    if not found:
        CLEAN.parent.mkdir(exist_ok=True)
        CLEAN.write_text(digest, "utf-8")
    return int(bool(found))


def _digest(*places: Path) -> str:
    """Of all files, their names and contents."""
    state = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*.py")) if place.is_dir() else (place,):
            state.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return state.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
