"""Data files of a generated package, read wherever it is: in a folder, a zip, an installed wheel."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

from ..errors import MissingFileError


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
        self._found: Traversable = files(package).joinpath(*path.split("/"))
        if not self._found.is_file():
            raise MissingFileError(package, path)

    def read(self) -> bytes:
        """The content. Raises `OSError`."""
        return self._found.read_bytes()
