"""Several changes of one folder, all of them or none, even if the process is killed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from . import journal
from .folder import Kind, kind_of, parents
from .journal import Change
from .manifest import sha256, sha256_of
from .recovery import remove_emptied
from .staging import keep, put_in_place, remove_staged


def change_all(
    root: Path, staging: Path, written: Mapping[str, bytes], deleted: Sequence[str]
) -> None:
    """Write and delete files below a folder, which is made if it is missing.

    The new files are staged, then the journal says what is to be done, then each file is put in
    place by one `rename`, in the order of `written`. On an exception everything is put back; after
    a kill `recovery.finish` does what is left.
    """
    _Transaction(root, staging).run(written, deleted)


class _Transaction:
    def __init__(self, root: Path, staging: Path) -> None:
        self._root = root
        self._staging = staging
        self._undo: list[Callable[[], object]] = []

    def run(self, written: Mapping[str, bytes], deleted: Sequence[str]) -> None:
        try:
            self._stage(written)
            journal.write(self._staging, self._changes(written, deleted))
            for number, path in enumerate(deleted):
                self._delete(path, self._staging / f"old-{len(written) + number}")
            remove_emptied(self._root, deleted)
            for number, path in enumerate(written):
                self._place(path, number)
        except BaseException:
            self._roll_back()
            raise
        finally:
            with contextlib.suppress(OSError):
                remove_staged(self._staging)

    def _stage(self, written: Mapping[str, bytes]) -> None:
        # Whatever a kill leaves there is nothing for version control.
        (self._staging / journal.IGNORE).write_bytes(b"*\n")
        for number, content in enumerate(written.values()):
            (self._staging / f"new-{number}").write_bytes(content)

    def _changes(self, written: Mapping[str, bytes], deleted: Sequence[str]) -> list[Change]:
        changes = [Change(path, self._old(path), None) for path in deleted]
        changes += [Change(path, self._old(path), sha256(new)) for path, new in written.items()]
        return changes

    def _old(self, path: str) -> str | None:
        place = self._root / path
        return sha256_of(place) if kind_of(place) is Kind.FILE else None

    def _delete(self, path: str, kept: Path) -> None:
        target = self._root / path
        self._undo.append(lambda: self._put_back(kept, target))
        target.rename(kept)

    def _place(self, path: str, number: int) -> None:
        target = self._root / path
        self._make_folder(self._root)
        for above in parents(path):
            self._make_folder(self._root / above)
        if kind_of(target) is Kind.NOTHING:
            self._undo.append(lambda: target.unlink(missing_ok=True))
        else:
            kept = self._staging / f"old-{number}"
            keep(target, kept)
            self._undo.append(lambda: self._put_back(kept, target))
        put_in_place(self._staging / f"new-{number}", target)

    def _put_back(self, kept: Path, target: Path) -> None:
        if kind_of(kept) is Kind.NOTHING:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        kept.replace(target)

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        self._undo.append(folder.rmdir)
        folder.mkdir()

    def _roll_back(self) -> None:
        for undo in reversed(self._undo):
            # One step that fails must not keep the others from being undone.
            with contextlib.suppress(OSError):
                undo()
