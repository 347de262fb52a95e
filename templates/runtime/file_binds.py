"""Files of the specification that give variables: YAML or JSON, a mapping at the top."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .binds import text_of
from .errors import MissingDependencyError, SettingError
from .records import Record
from .values import JsonValue

_NULL: Final = "tag:yaml.org,2002:null"


class FileBind(Record):
    """A `Bind`: variables that a file gives, YAML or JSON, a mapping at its top."""

    keys: Mapping[str, str]
    """Variable → the key in the file."""

    setting: str
    """The variable that names another file."""
    location: str
    """As the specification has it; a relative one is sought beside the package, then where it runs."""
    module: str
    """A module of the package, by `__name__`."""

    def read(self, environ: Mapping[str, str]) -> Mapping[str, str]:
        """See `Bind`. Raises `MissingDependencyError` too: YAML takes a library."""
        path = _path(self, environ)
        try:
            text = text_of(path, self.setting)
        except OSError as error:
            raise SettingError(
                f"{path} cannot be read ({error.strerror}): it gives {', '.join(self.keys)}; "
                f"{self.setting} names another file"
            ) from None
        document = _parsed(path, text, self.setting)
        if not isinstance(document, dict):
            raise SettingError(
                f"{path} is not a mapping of keys to values; {self.setting} names it"
            )
        found: dict[str, str] = {}
        for name, key in self.keys.items():
            value = _text(document.get(key))
            if value is not None:
                found[name] = value
            elif environ.get(name) is None:
                raise SettingError(f"{path} has no value under {key!r}, which is to give {name}")
        return found


def _path(bind: FileBind, environ: Mapping[str, str]) -> Path:
    setting = environ.get(bind.setting)
    if setting:
        return Path(setting)
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
        # Numbers as they are written: a key may look like one.
        parsed: JsonValue = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
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
    return {
        str(key.value): None if value.tag == _NULL else str(value.value) for key, value in pairs
    }


def _text(value: JsonValue) -> str | None:
    """A value as text; lists, mappings and what stands for nothing are none."""
    if isinstance(value, (dict, list)) or value in (None, ""):
        return None
    return value if isinstance(value, str) else json.dumps(value)
