"""After a generator was killed: what it had begun is finished, and its staging folder goes.

Until the journal is written nothing of the package has been touched; from then on every new file
stands in the staging folder until all are in place, so that what was begun can always be finished.
A package that is new is put in its place by one `rename`: before it there is nothing to finish.
A file that has neither its old nor its new content is somebody's, and stays.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from . import journal
from .folder import Kind, kind_of, look, parents
from .journal import Change, JournalError
from .manifest import sha256_of
from .staging import put_in_place, remove_staged


def is_interrupted(staging: Path) -> bool:
    """Whether a staging folder is there: of a generator that is at work, or that was killed."""
    return kind_of(staging) is not Kind.NOTHING


def check_staging(staging: Path) -> None:
    """Raise `JournalError` where no staging folder can be."""
    kind = kind_of(staging)
    if kind not in {Kind.FOLDER, Kind.NOTHING}:
        raise JournalError(f"it is {kind.value}")


def _check_content(staging: Path) -> None:
    for path in staging.iterdir():
        wanted = Kind.FOLDER if path.name == journal.WHOLE else Kind.FILE
        is_ours = journal.is_ours(path.name) and kind_of(path) is wanted
        if not is_ours or not _is_plain(path):
            raise JournalError(f"`{path.name}` is not of capwright")


def _is_plain(path: Path) -> bool:
    """Whether nothing below a folder is anything but files and folders."""
    return all(kind in {Kind.FILE, Kind.FOLDER} for kind in look(path).kinds.values())


def finish(root: Path, staging: Path) -> None:
    """Do what is left to do of a journal; the caller holds the lock.

    Raises:
        JournalError: the staging folder is not as capwright leaves it.
        OSError: a file cannot be read or written.
    """
    _check_content(staging)
    changes = journal.read(staging)
    if changes is not None:
        _finish(root, staging, changes)
    remove_staged(staging)


def _finish(root: Path, staging: Path, changes: tuple[Change, ...]) -> None:
    deleted = [each for each in changes if each.new is None]
    for each in deleted:
        if _hash(root, each.path) in {each.old} - {None}:
            (root / each.path).unlink()
    remove_emptied(root, (each.path for each in deleted))
    written = [each for each in changes if each.new is not None]
    for number, each in enumerate(written):
        new = staging / f"new-{number}"
        if kind_of(new) is not Kind.FILE or sha256_of(new) != each.new:
            raise JournalError(f"`{new.name}` is not what `{journal.NAME}` says")
        if _may_be_written(root, each):
            for above in ("", *parents(each.path)):
                (root / above).mkdir(parents=not above, exist_ok=True)
            put_in_place(new, root / each.path)


def remove_emptied(root: Path, paths: Iterable[str]) -> None:
    """Remove the folders that deletions have emptied, innermost first."""
    for folder in sorted({above for path in paths for above in parents(path)}, key=len)[::-1]:
        with contextlib.suppress(OSError):
            (root / folder).rmdir()


def _may_be_written(root: Path, change: Change) -> bool:
    if any(kind_of(root / above) not in {Kind.FOLDER, Kind.NOTHING} for above in _above(change)):
        return False
    kind = kind_of(root / change.path)
    return kind is Kind.NOTHING or (kind is Kind.FILE and _hash(root, change.path) == change.old)


def _above(change: Change) -> tuple[str, ...]:
    return ("", *parents(change.path))


def _hash(root: Path, path: str) -> str | None:
    """Of a plain file that is reached through no link; None for anything else."""
    if any(kind_of(root / above) is not Kind.FOLDER for above in ("", *parents(path))):
        return None
    return sha256_of(root / path) if kind_of(root / path) is Kind.FILE else None
