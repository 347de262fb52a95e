"""The name of the package that a capability file is generated as."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from ..naming import identifier

SUFFIX: Final = "-capability"

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
    module of the standard library of the same name: such a name gets a trailing underscore.
    """
    stem = spec.name.rpartition(".")[0] or spec.name
    return identifier(stem.lower().removesuffix(SUFFIX), _STANDARD_LIBRARY)


def collisions(names: Iterable[tuple[Path, str]]) -> Mapping[str, tuple[Path, ...]]:
    """The names that several files would have, with these files in the order given."""
    by_name: defaultdict[str, list[Path]] = defaultdict(list)
    for spec, name in names:
        by_name[name].append(spec)
    return {name: tuple(specs) for name, specs in by_name.items() if len(specs) > 1}
