"""Files beside a capability that it refers to: read inside its folder and nowhere else, bounded."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import Final

from ..records import dataclass

LARGEST: Final = 4 * 1024 * 1024
"""Bytes of one file."""
MOST_IN_FOLDER: Final = 1000
"""Files of one folder."""


class FileRefusedError(Exception):
    """A file that is not read; the message says why, to stand after its name."""


@dataclass(slots=True)
class Files:
    """The folder of a capability. What was read is kept: the manifest names it."""

    root: Path
    read: dict[str, bytes] = field(default_factory=dict)
    """By path relative to the folder, with `/`."""
    refused: bool = False
    """Whether anybody wanted a file that could not be read."""
    listed: bool = False
    """Whether a folder was looked through: a file may come into it."""

    def content(self, name: str) -> bytes:
        """The bytes of a file, named relative to the folder. Raises `FileRefusedError`."""
        try:
            path = self.inside(name)
            relative = path.relative_to(self.root.resolve()).as_posix()
            if relative not in self.read:
                self.read[relative] = _bytes(path)
        except FileRefusedError:
            self.refused = True
            raise
        return self.read[relative]

    def below(self, name: str) -> dict[str, bytes]:
        """The files of a folder and of those in it, by their paths below it, sorted.

        What begins with a dot is left out: such files are for tools, and may hold what is secret.
        Raises `FileRefusedError`.
        """
        self.listed = True
        folder = self.inside(name)
        if not folder.is_dir():
            raise FileRefusedError("is no folder" if folder.exists() else "does not exist")
        found = sorted(_paths(folder))
        if len(found) > MOST_IN_FOLDER:
            raise FileRefusedError(f"has more than {MOST_IN_FOLDER} files")
        contents: dict[str, bytes] = {}
        for path in found:
            try:
                contents[path] = self.content((PurePosixPath(name) / path).as_posix())
            except FileRefusedError as error:
                raise FileRefusedError(f"has {path}, which {error}") from None
        return contents

    def inside(self, name: str) -> Path:
        """Where a name leads, links followed. Raises `FileRefusedError` if that is outside."""
        written = PurePosixPath(name)
        if not name or "\\" in name or "\0" in name:
            raise FileRefusedError("is no name of a file")
        if written.is_absolute() or ".." in written.parts:
            raise FileRefusedError("is not below the folder of the capability")
        try:
            path = (self.root / written).resolve()
        except (OSError, RuntimeError):
            raise FileRefusedError("cannot be found") from None
        if not path.is_relative_to(self.root.resolve()):
            raise FileRefusedError("is a link out of the folder of the capability")
        return path

    def hashes(self) -> dict[str, str]:
        """SHA-256 of everything that was read, in hexadecimal."""
        return {name: hashlib.sha256(content).hexdigest() for name, content in self.read.items()}


def _paths(folder: Path) -> Iterator[str]:
    """Links to folders are not followed."""
    for here, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for each in files:
            if not each.startswith("."):
                yield (Path(here) / each).relative_to(folder).as_posix()


def _bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise FileRefusedError("is no file")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise FileRefusedError("does not exist") from None
    except OSError as error:
        raise FileRefusedError(f"cannot be read ({(error.strerror or 'error').lower()})") from None
    if len(content) > LARGEST:
        raise FileRefusedError("is larger than 4 MiB")
    return content
