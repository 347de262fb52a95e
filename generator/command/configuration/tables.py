"""The keys of `[tool.capwright]`, each with what reads it. A new key is a field and a line here."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from dataclasses import field, fields
from pathlib import Path
from typing import Any, Final

from ... import regex
from ...dialect import Dialect
from ...naming import is_reserved
from ...options import CallersOf, Recording, Runtime, Scripts, TrailingSlash, Transport
from ...records import dataclass
from .callers import callers
from .overlays import Overlays, overlays
from .values import Reader, Value, existing, flag, number, one_of, path, read_table, some_of, texts

_RANGE: Final = regex.late(r"([0-9]{1,3})(?:-([0-9]{1,3}))?")
OUT: Final = Path("generated")
"""The output folder unless something else is said, beside the file where there is one."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be said of one package, of all of them, and by options: None where nothing is said."""

    dialect: Dialect | None = None
    keep_going: bool | None = None
    runtime: Runtime | None = None
    path_segments: tuple[tuple[str, int, int], ...] | None = None
    parallel: bool | None = None
    check_bodies: bool | None = None
    trailing_slash: TrailingSlash | None = None
    tool_tokens: int | None = None
    scripts: Scripts | None = None
    recording: Recording | None = None
    callers: tuple[CallersOf, ...] | None = None
    overlays: tuple[Overlays, ...] | None = None
    transports: tuple[Transport, ...] | None = None

    def over(self, other: Choices) -> Choices:
        """These, and where nothing is said here, the other ones."""
        both = {each.name: (getattr(self, each.name), getattr(other, each.name)) for each in _ALL}
        return Choices(
            **{name: there if here is None else here for name, (here, there) in both.items()}
        )


_ALL: Final = fields(Choices)


@dataclass(frozen=True, slots=True)
class PackageTable:
    """`[tool.capwright.packages.NAME]`, or `NAME = "path/of/its/specification.yaml"`."""

    name: str
    spec: Path
    choices: Choices


@dataclass(frozen=True, slots=True)
class Configuration:
    """`[tool.capwright]`. Paths begin where the file stands; an empty tuple is a key left out."""

    specs: tuple[Path, ...] = ()
    """Files and folders."""
    out: Path = OUT
    jobs: int | None = None
    strict: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    choices: Choices = Choices()
    packages: tuple[PackageTable, ...] = ()
    by_spec: Mapping[Path, tuple[PackageTable, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_spec: dict[Path, tuple[PackageTable, ...]] = {}
        for each in self.packages:
            spec = each.spec.resolve()
            by_spec[spec] = (*by_spec.get(spec, ()), each)
        object.__setattr__(self, "by_spec", by_spec)

    def packages_of(self, spec: Path) -> tuple[PackageTable, ...]:
        """The tables of the packages that are made from a file: several with different overlays."""
        return self.by_spec.get(spec.resolve(), ())

    def choices_of(self, package: PackageTable | None) -> Choices:
        """What the file says of one package: its own table, then the one for all."""
        return self.choices if package is None else package.choices.over(self.choices)


def _codes(value: Value) -> tuple[str, ...] | None:
    found = texts(value)
    if found is None:
        return None
    from ...diagnostics.registry import ALL_RULES

    for code in found:
        if not any(known.startswith(code.upper()) for known in ALL_RULES):
            value.wrong("a list of diagnostics, such as `CAP404` or `CAP4` for all that begin so")
            return None
    return tuple(code.upper() for code in found)


def _packages(value: Value) -> tuple[PackageTable, ...]:
    made = [_package(name, child) for name, child in value.children()]
    found = [each for each in made if each is not None]
    return _distinct(found, value)


def _distinct(found: list[PackageTable], value: Value) -> tuple[PackageTable, ...]:
    first: dict[object, PackageTable] = {}
    for each in found:
        # Two packages of one file are two views of it: what makes them differ is their overlays.
        other = first.setdefault((each.spec.resolve(), each.choices.overlays), each)
        if other is not each:
            value.twice(other.name, each.name, each.spec)
    return tuple(first.values())


def _package(name: str, value: Value) -> PackageTable | None:
    if not is_package_name(name):
        value.bad_name(name)
        return None
    if not isinstance(value.value, dict):
        spec = _spec(value)
        return None if spec is None else PackageTable(name, spec, Choices())
    read = read_table(value, _PACKAGE)
    if "spec" not in value.value:
        value.lacks("spec")
        return None
    spec = read.pop("spec", None)
    return None if spec is None else PackageTable(name, spec, Choices(**read))


def _path_segments(value: Value) -> tuple[tuple[str, int, int], ...] | None:
    """`{repository = 2, path = "1-9"}`."""
    found: list[tuple[str, int, int]] = []
    for name, child in value.children():
        counts = _RANGE.fullmatch(str(child.value))
        is_number = isinstance(child.value, int | str) and not isinstance(child.value, bool)
        minimum = int(counts[1]) if counts else 0
        maximum = int(counts[2] or counts[1]) if counts else 0
        if not is_number or not 1 <= minimum <= maximum:
            child.wrong('a number of segments, or two with the least and the most: `2`, `"2-3"`')
            continue
        found.append((name, minimum, maximum))
    return tuple(found)


def _recording(value: Value) -> Recording | None:
    """`true`, `false`, or the names of fields that are masked."""
    if isinstance(value.value, bool):
        return Recording(value.value)
    if isinstance(value.value, list) and all(isinstance(e, str) and e for e in value.value):
        return Recording(True, tuple(value.value))
    value.wrong("`true`, `false`, or a list with the names of fields that are masked")
    return None


def _spec(value: Value) -> Path | None:
    """One file."""
    if not isinstance(value.value, str):
        value.wrong("the path of a capability file")
        return None
    found = existing(value) or ()
    if found and (len(found) != 1 or found[0].is_dir()):
        value.wrong("the path of one capability file")
        return None
    return next(iter(found), None)


def is_package_name(name: str) -> bool:
    """Whether a folder of this name can be imported, and be there on every system."""
    is_identifier = name.isascii() and name.isidentifier() and not keyword.iskeyword(name)
    return is_identifier and not is_reserved(name)


CHOICES: Final[Mapping[str, Reader]] = {
    "dialect": one_of(Dialect),
    "keep-going": flag,
    "runtime": one_of(Runtime),
    "transports": some_of(Transport),
    "path-segments": _path_segments,
    "parallel": flag,
    "check-bodies": flag,
    "trailing-slash": one_of(TrailingSlash),
    "tool-tokens": number(1, 10_000_000),
    "scripts": one_of(Scripts),
    "recording": _recording,
    "callers": callers,
    "overlays": overlays,
}
_PACKAGE: Final[Mapping[str, Reader]] = {"spec": _spec, **CHOICES}
_TABLE: Final[Mapping[str, Reader]] = {
    "specs": existing,
    "out": path,
    "jobs": number(1, 1024),
    "strict": flag,
    "select": _codes,
    "ignore": _codes,
    **CHOICES,
    "packages": _packages,
}


def configuration(table: Value) -> Configuration:
    """The table as a value; what is wrong in it has been reported."""
    read: dict[str, Any] = read_table(table, _TABLE)
    read.setdefault("out", table.document.folder / OUT)
    chosen = {each.name: read.pop(each.name) for each in _ALL if each.name in read}
    return Configuration(choices=Choices(**chosen), **read)
