"""Data files of a generated package, read wherever it is: in a folder, a zip, an installed wheel."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import MissingFileError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class PackageFile:
    """One data file of a package; made only if it is there."""

    __slots__ = ("_found", "name")

    def __init__(self, module: str, path: str) -> None:
        """Look a file up.

        Args:
            module: the `__name__` of a module that stands at the top of the package.
            path: of the file inside the package, with slashes.

        Raises:
            MissingFileError: the package was installed without it.
        """
        package = module.rpartition(".")[0]
        self.name = f"{package}/{path}"
        """For messages."""
        self._found = _found(package, path)
        if not self._found.is_file():
            raise MissingFileError(package, path)

    def read(self) -> bytes:
        """The content. Raises `OSError`."""
        return self._found.read_bytes()


def _found(package: str, path: str) -> Traversable:
    folder = next(iter(getattr(sys.modules.get(package), "__path__", ())), None)
    plain = None if folder is None else Path(folder, *path.split("/"))
    if plain is not None and plain.is_file():
        return plain  # The usual case, without an import that costs a start a tenth of its time.
    from importlib.resources import files

    return files(package).joinpath(*path.split("/"))
