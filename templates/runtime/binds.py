"""Variables that stand in files: binds with a location, and a directory of secrets with one file a key.

The environment comes first, then the directory that `<PREFIX>_SECRETS_DIR` names, as Docker and Kubernetes
mount secrets, then the files of the specification. All of it is read when settings are made; no value is
in any error or `repr`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from .errors import MissingDependencyError, SettingError
from .records import Record
from .values import JsonValue

_LARGEST: Final = 1024 * 1024


class FileBind(Record):
    """Variables that a file gives: YAML or JSON, a mapping at its top."""

    setting: str
    """The variable that names another file."""
    location: str
    """As the specification has it; a relative one is sought beside the package, then where it runs."""
    keys: Mapping[str, str]
    """Variable → key in the file."""
    module: str
    """A module of the package, by `__name__`."""


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
    environ: Mapping[str, str], prefix: str, binds: tuple[FileBind, ...] = ()
) -> Mapping[str, str]:
    """The environment with what files add to it. Raises `SettingError` and `MissingDependencyError`."""
    folder = environ.get(f"{prefix}_SECRETS_DIR")
    below = _mounted(Path(folder), f"{prefix}_SECRETS_DIR", binds) if folder else {}
    for bind in binds:
        if any(environ.get(name) is None and name not in below for name in bind.keys):
            below = {**_of_file(bind, environ), **below}
    return Layers(environ, below) if below else environ


def _mounted(folder: Path, setting: str, binds: tuple[FileBind, ...]) -> dict[str, str]:
    """One variable for each file of a directory, under its name and under those that binds give it."""
    try:
        # Kubernetes mounts links to a hidden folder that it swaps; hidden entries are its own.
        files = [path for path in folder.iterdir() if path.name[0] != "." and path.is_file()]
        values = {path.name: _content(path, setting) for path in files}
    except OSError as error:
        raise SettingError(f"{setting}: {folder} cannot be read ({error.strerror})") from None
    named = {name: key for bind in binds for name, key in bind.keys.items()}
    return {**values, **{name: values[key] for name, key in named.items() if key in values}}


def _content(path: Path, setting: str) -> str:
    """The text of a file; the line break that editors leave at its end is none of it."""
    if path.stat().st_size > _LARGEST:
        raise SettingError(f"{setting}: {path} is larger than {_LARGEST} bytes")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise SettingError(f"{setting}: {path} is no text in UTF-8") from None
    return text.removesuffix("\n").removesuffix("\r")


def _of_file(bind: FileBind, environ: Mapping[str, str]) -> dict[str, str]:
    path = _path(bind, environ)
    try:
        text = _content(path, bind.setting)
    except OSError as error:
        raise SettingError(
            f"{path} cannot be read ({error.strerror}): it gives {', '.join(bind.keys)}; "
            f"{bind.setting} names another file"
        ) from None
    document = _parsed(path, text, bind.setting)
    if not isinstance(document, dict):
        raise SettingError(f"{path} is not a mapping of keys to values; {bind.setting} names it")
    found: dict[str, str] = {}
    for name, key in bind.keys.items():
        value = _text(document.get(key))
        if value is not None:
            found[name] = value
        elif environ.get(name) is None:
            raise SettingError(f"{path} has no value under {key!r}, which is to give {name}")
    return found


def _path(bind: FileBind, environ: Mapping[str, str]) -> Path:
    given = environ.get(bind.setting)
    if given:
        return Path(given)
    path = Path(bind.location)
    if path.is_absolute():
        return path
    beside = _package(bind.module) / path
    return beside if beside.exists() else path


def _package(module: str) -> Path:
    """The folder of the package, where it is a folder."""
    from importlib.resources import files

    package = module.rpartition(".")[0] or module
    try:
        return Path(str(files(package)))
    except (ModuleNotFoundError, TypeError):
        return Path()


def _parsed(path: Path, text: str, setting: str) -> JsonValue:
    if path.suffix.lower() in (".yaml", ".yml"):
        return _yaml(path, text, setting)
    try:
        parsed: JsonValue = json.loads(text)
    except (ValueError, RecursionError):
        raise SettingError(f"{path} is not JSON; {setting} names another file") from None
    return parsed


def _yaml(path: Path, text: str, setting: str) -> JsonValue:
    """Every value as it is written: the password 0123 is no number."""
    try:
        import yaml
    except ModuleNotFoundError:
        raise MissingDependencyError("PyYAML", "requirements.txt") from None
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        raise SettingError(f"{path} is not YAML; {setting} names another file") from None
    if not isinstance(root, yaml.MappingNode):
        return None
    pairs = [(key, value) for key, value in root.value if isinstance(value, yaml.ScalarNode)]
    return {str(key.value): str(value.value) for key, value in pairs}


def _text(value: JsonValue) -> str | None:
    """A value as text; lists, mappings and what stands for nothing are none."""
    if isinstance(value, (dict, list)) or value in (None, "", "~", "null"):
        return None
    return value if isinstance(value, str) else json.dumps(value)
