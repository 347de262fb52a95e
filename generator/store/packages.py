"""The name of the package that a capability file is generated as."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, TypeVar

from ..naming import RESERVED_ON_WINDOWS, identifier

SUFFIX: Final = "-capability"
_Owner = TypeVar("_Owner")

# Names that the standard library had in 3.11 and lost since, or has got since: the name of a
# package must not depend on the Python that generates it.
_CHANGED: Final = frozenset(
    (
        *("aifc", "asynchat", "asyncore", "audioop", "cgi", "cgitb", "chunk", "crypt", "distutils"),
        *("imghdr", "imp", "mailcap", "msilib", "nis", "nntplib", "ossaudiodev", "pipes", "smtpd"),
        *("sndhdr", "spwd", "sunau", "telnetlib", "uu", "xdrlib"),
        *("annotationlib", "compression", "profiling"),
    )
)
_STANDARD_LIBRARY: Final = frozenset(sys.stdlib_module_names) | _CHANGED


def package_name(spec: Path) -> str:
    """The file's stem without a trailing `-capability`, in lower case, made an identifier.

    A package is also run from inside its parent folder (`python -m quay`), where it would hide a
    module of the standard library of the same name: such a name gets a trailing underscore. So does one
    that Windows keeps for a device.
    """
    stem = spec.name.rpartition(".")[0] or spec.name
    reserved = _STANDARD_LIBRARY | RESERVED_ON_WINDOWS
    return identifier(stem.lower().removesuffix(SUFFIX), reserved)


def collisions(names: Iterable[tuple[_Owner, str]]) -> Mapping[str, tuple[_Owner, ...]]:
    """The names that several things would have, with these things in the order given.

    Names that differ in case only are one folder on Windows and macOS.
    """
    by_name: defaultdict[str, list[tuple[_Owner, str]]] = defaultdict(list)
    for owner, name in names:
        by_name[name.casefold()].append((owner, name))
    return {
        found[0][1]: tuple(owner for owner, _ in found)
        for found in by_name.values()
        if len(found) > 1
    }
