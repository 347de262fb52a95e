"""Data files of a generated package, read wherever it is: in a folder, a zip, an installed wheel."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from .errors import Error

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class MissingFileError(Error):
    """A data file of the package that was left out when it was copied or built."""

    def __init__(self, package: str, path: str) -> None:
        super().__init__(
            f"{path} is missing in the package {package}: it was left out when the package was copied "
            f"or built. All files beside the modules belong to it; with setuptools, for example: "
            f'[tool.setuptools.package-data] "{package}" = ["**/*"]'
        )
        self.package = package
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.package, self.path), self.__dict__)


class EditedPackageError(Error):
    """Two files of the package that were generated to say the same, and do not."""

    def __init__(self, file: str, declaration: str, what: str) -> None:
        super().__init__(
            f"{file} and {declaration} differ in {what}: one of them was edited. Neither is served: "
            "change the specification and generate again"
        )
        self.file = file
        self.declaration = declaration
        self.what = what

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.file, self.declaration, self.what), self.__dict__)


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
    from pathlib import (
        Path,  # Late: whoever catches an error of this module needs none.
    )

    plain = None if folder is None else Path(folder, *path.split("/"))
    if plain is not None and plain.is_file():
        return plain  # The usual case, without an import that costs a start a tenth of its time.
    from importlib.resources import files

    return files(package).joinpath(*path.split("/"))
