"""From what was named to the capability files that are meant."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

SUFFIXES: Final = frozenset({".yaml", ".yml"})


def specifications(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files given, and the YAML files below the folders given: each once, folders sorted.

    Hidden folders are not looked into, and links to folders are not followed.
    """
    found: dict[Path, None] = {}
    for path in paths:
        found.update(dict.fromkeys(_below(path) if path.is_dir() else (path,)))
    return tuple(found)


def _below(folder: Path) -> Iterator[Path]:
    for path, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if Path(name).suffix in SUFFIXES and (Path(path) / name).is_file():
                yield Path(path) / name
