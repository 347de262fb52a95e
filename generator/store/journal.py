"""What a generator is about to do to a package: written down before the first file is touched.

It is read after a process was killed, as carefully as a manifest: it may be made to harm.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from .. import regex
from ..records import dataclass
from .manifest import LARGEST, is_inside

NAME: Final = "journal.json"
UNFINISHED: Final = "journal.new"
IGNORE: Final = ".gitignore"
WHOLE: Final = "whole"
"""A package that is put in its place as a whole, where none was."""
_SHA256: Final = regex.late(r"[0-9a-f]{64}")
_STAGED: Final = regex.late(r"(?:new|old|put)-[0-9]{1,7}")


class JournalError(Exception):
    """The staging folder is not as capwright leaves it; the message says why, after a colon."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file: the SHA-256 of what it was and of what it becomes; None where it is not there."""

    path: str
    old: str | None
    new: str | None


def staging_of(package: Path) -> Path:
    """The folder beside a package in which its new files are made."""
    return package.parent / f".{package.name}.generating"


def is_ours(name: str) -> bool:
    """Whether something of this name may stand in a staging folder."""
    return name in {NAME, UNFINISHED, IGNORE, WHOLE, "lock"} or bool(_STAGED.fullmatch(name))


def write(folder: Path, changes: Iterable[Change]) -> None:
    """Put the journal into the staging folder, whole or not at all."""
    document = [[each.path, each.old, each.new] for each in changes]
    place = folder / UNFINISHED
    place.write_bytes(json.dumps(document).encode("utf-8", "surrogatepass"))
    place.replace(folder / NAME)


def read(folder: Path) -> tuple[Change, ...] | None:
    """The changes, in their order; None where none was begun.

    Raises:
        JournalError: it is no journal of ours.
        OSError: it cannot be read.
    """
    path = folder / NAME
    try:
        if path.is_symlink() or path.stat().st_size > LARGEST:
            raise JournalError(f"`{NAME}` is no file, or too large")
        document: Any = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError):
        raise JournalError(f"`{NAME}` is not JSON") from None
    if not isinstance(document, list):
        raise JournalError(f"`{NAME}` is no list")
    return tuple(_change(each) for each in document)


def _change(entry: Any) -> Change:
    match entry:
        case [str(path), old, new] if is_inside(path) and _is_hash(old) and _is_hash(new):
            return Change(path, old, new)
    raise JournalError(f"`{NAME}` lists what is no change of a file in the package")


def _is_hash(value: Any) -> bool:
    return value is None or (isinstance(value, str) and bool(_SHA256.fullmatch(value)))
