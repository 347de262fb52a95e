"""The packages of a folder that share a runtime, as they stand on the disk."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from . import manifest
from .folder import Kind, kind_of

_SHARED = "shared"


def sharing(folder: Path) -> Iterator[Path]:
    """The packages in a folder whose manifests say that they share its runtime, sorted by name.

    Raises:
        OSError: the folder cannot be looked into.
    """
    if kind_of(folder) is Kind.FOLDER or folder.is_dir():
        for path in sorted(folder.iterdir()):
            if kind_of(path) is Kind.FOLDER and _shares(path / manifest.NAME):
                yield path


def python_files(package: Path) -> Mapping[str, bytes]:
    """The Python of a package, by name; these packages have none in folders below.

    Raises:
        OSError: a file cannot be read.
    """
    paths = sorted(package.glob("*.py"))
    return {path.name: path.read_bytes() for path in paths if kind_of(path) is Kind.FILE}


def _shares(path: Path) -> bool:
    if kind_of(path) is not Kind.FILE or path.stat().st_size > manifest.LARGEST:
        return False
    try:
        document: Any = json.loads(path.read_bytes())
        return bool(document["options"]["runtime"] == _SHARED)
    except (ValueError, RecursionError, LookupError, TypeError):
        return False
