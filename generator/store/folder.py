"""What stands in an output folder: looked at without following a link or opening a special file."""

from __future__ import annotations

import enum
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from ..records import dataclass

OVERLOOKED: Final = "__pycache__"
"""Folders that Python makes by itself; nobody generated them and nobody minds them."""


class Kind(enum.Enum):
    """What a name in a folder is. The value stands in messages."""

    FILE = "a file"
    FOLDER = "a folder"
    LINK = "a symbolic link"
    SPECIAL = "a special file"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Contents:
    """The tree below a folder, by relative path with `/`; without the overlooked folders."""

    root: Path
    kinds: Mapping[str, Kind]
    overlooked_in: frozenset[str]
    """The folders that hold a `__pycache__`."""

    def kind(self, path: str) -> Kind:
        return self.kinds.get(path, Kind.NOTHING)

    def read(self, path: str) -> bytes:
        """The content of a path that is a file.

        Raises:
            OSError: it cannot be read.
        """
        return (self.root / path).read_bytes()

    def below(self, path: str) -> Iterator[str]:
        """Everything inside a folder of the tree."""
        return (other for other in self.kinds if other.startswith(path + "/"))


def kind_of(path: Path) -> Kind:
    """What a path is, links not followed.

    Raises:
        OSError: the folder above cannot be looked into.
    """
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return Kind.NOTHING
    return _kind(mode)


def look(root: Path) -> Contents:
    """The contents of a folder; none, if there is no such folder.

    Raises:
        OSError: the folder, or one below it, cannot be read.
    """
    kinds: dict[str, Kind] = {}
    overlooked: set[str] = set()
    waiting = [""] if kind_of(root) is Kind.FOLDER else []
    while waiting:
        folder = waiting.pop()
        for name, kind in _entries(root / folder):
            path = f"{folder}/{name}" if folder else name
            if kind is Kind.FOLDER and name == OVERLOOKED:
                overlooked.add(folder)
                continue
            kinds[path] = kind
            if kind is Kind.FOLDER:
                waiting.append(path)
    return Contents(root, dict(sorted(kinds.items())), frozenset(overlooked))


def parents(path: str) -> tuple[str, ...]:
    """The folders above a relative path, outermost first: `a/b/c` gives `a`, `a/b`."""
    parts = path.split("/")[:-1]
    return tuple("/".join(parts[: index + 1]) for index in range(len(parts)))


def _entries(folder: Path) -> list[tuple[str, Kind]]:
    with os.scandir(folder) as entries:
        return [(entry.name, _kind(entry.stat(follow_symlinks=False).st_mode)) for entry in entries]


def _kind(mode: int) -> Kind:
    if stat.S_ISLNK(mode):
        return Kind.LINK
    if stat.S_ISDIR(mode):
        return Kind.FOLDER
    return Kind.FILE if stat.S_ISREG(mode) else Kind.SPECIAL
