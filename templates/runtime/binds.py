"""Variables that stand in files: a directory of secrets with one file a key, and binds with a location.

The environment comes first, then the directory that `<PREFIX>_SECRETS_DIR` names, as Docker and Kubernetes
mount secrets, then the files of the specification (`file_binds`). All of it is read when settings are made;
no value is in any error or `repr`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, Protocol

from .errors import SettingError

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST: Final = 1024 * 1024


class Bind(Protocol):
    """Variables that something else than the environment gives."""

    @property
    def keys(self) -> Mapping[str, str]:
        """Variable → the name under which a directory of secrets may have it too."""
        ...

    def read(self, environ: Mapping[str, str]) -> Mapping[str, str]:
        """The variables. Raises `SettingError`.

        Args:
            environ: what the environment says; it may name another place.
        """
        ...


class Layers(Mapping[str, str]):
    """An environment, and below it what else gives variables."""

    def __init__(self, environ: Mapping[str, str], below: Mapping[str, str]) -> None:
        self._environ = environ
        self._below = below

    def __getitem__(self, name: str) -> str:
        value = self._environ.get(name)
        return self._below[name] if value is None else value

    def __iter__(self) -> Iterator[str]:
        yield from self._environ
        yield from (name for name in self._below if name not in self._environ)

    def __len__(self) -> int:
        return len(set(self._environ) | set(self._below))

    def __repr__(self) -> str:
        return f"Layers({len(self)} variables)"


def layered(
    environ: Mapping[str, str], prefix: str, binds: tuple[Bind, ...] = ()
) -> Mapping[str, str]:
    """The environment with what files add to it. Raises `SettingError` and `MissingDependencyError`.

    Args:
        environ: what the environment says.
        prefix: what the variables of the API or the adapter begin with.
        binds: of the specification, in its order.
    """
    folder = environ.get(f"{prefix}_SECRETS_DIR")
    below = _mounted(folder, f"{prefix}_SECRETS_DIR", binds) if folder else {}
    for bind in binds:
        if any(environ.get(name) is None and name not in below for name in bind.keys):
            below = {**bind.read(environ), **below}
    return Layers(environ, below) if below else environ


def _mounted(folder: str, setting: str, binds: tuple[Bind, ...]) -> dict[str, str]:
    """One variable for each file of a directory, under its name and under those that binds give it."""
    from pathlib import Path

    named = {name: key for bind in binds for name, key in bind.keys.items()}
    keys = set(named.values())
    try:
        # Kubernetes mounts links to a hidden folder that it swaps. What has neither the name of a variable
        # nor that of a key (`keystore.p12`, `ca.crt`) is for somebody else, and may be no text.
        files = [
            path
            for path in Path(folder).iterdir()
            if (path.name.isidentifier() or path.name in keys) and path.is_file()
        ]
        values = {path.name: _secret(text_of(path, setting)) for path in files}
    except OSError as error:
        raise SettingError(f"{setting}: {folder} cannot be read ({error.strerror})") from None
    return {**values, **{name: values[key] for name, key in named.items() if key in values}}


def _secret(text: str) -> str:
    """What a file holds: the line break that editors leave at its end is none of it."""
    return text.removesuffix("\n").removesuffix("\r")


def text_of(path: Path, setting: str) -> str:
    """The text of a file, without a mark of the byte order at its start.

    Raises `SettingError` for a file that is too large or no text, `OSError` for one that cannot be read.

    Args:
        path: the file's.
        setting: the variable that names it, for the error.
    """
    if path.stat().st_size > _LARGEST:
        raise SettingError(f"{setting}: {path} is larger than {_LARGEST} bytes")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SettingError(f"{setting}: {path} is no text in UTF-8") from None
