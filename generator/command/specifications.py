"""From what was named to the capability files that are meant."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

SUFFIXES: Final = frozenset({".yaml", ".yml"})
_OVERLAY: Final = ".overlay"
_OVERLAY_SUFFIXES: Final = (".yaml", ".yml", ".json")


def specifications(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files given, and the YAML files below the folders given: each once, folders sorted.

    Hidden folders are not looked into, links to folders are not followed, and overlays are none.
    """
    found: dict[Path, None] = {}
    for path in paths:
        found.update(dict.fromkeys(_below(path) if path.is_dir() else (path,)))
    # A shell's `specs/*.yaml` names overlays, too.
    return tuple(path for path in found if not is_overlay(path))


def is_overlay(path: Path) -> bool:
    """Whether a file is an overlay by its name: `shop.overlay.yaml`."""
    return path.suffix in _OVERLAY_SUFFIXES and path.with_suffix("").suffix == _OVERLAY


def beside(spec: Path) -> Path | None:
    """The overlay that belongs to a specification by its name: `shop.overlay.yaml` of `shop.yaml`."""
    stem = spec.name.removesuffix(spec.suffix)
    for suffix in _OVERLAY_SUFFIXES:
        path = spec.with_name(f"{stem}{_OVERLAY}{suffix}")
        if path.is_file():
            return path
    return None


def _below(folder: Path) -> Iterator[Path]:
    for path, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            found = Path(path) / name
            if found.suffix in SUFFIXES and not is_overlay(found) and found.is_file():
                yield Path(path) / name
