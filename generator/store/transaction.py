"""Several changes of one folder, all of them or none."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from .folder import parents


class Transaction:
    """Stage files beside a folder, then move them in; on an exception put everything back.

    Each file is replaced by one `rename`, so that nobody ever sees half a file. The folder is made
    if it is missing.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._undo: list[Callable[[], object]] = []
        self._emptied: set[str] = set()
        self._staged: dict[str, Path] = {}
        self._kept = 0

    def __enter__(self) -> Self:
        try:
            self._make_folder(self._root)
            name = f".{self._root.name}-"
            self._staging = Path(tempfile.mkdtemp(prefix=name, dir=self._root.parent))
            self._undo.append(self._remove_staging)
        except BaseException:
            self._roll_back()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None:
            self._remove_emptied()
            self._remove_staging()
        else:
            self._roll_back()

    def stage(self, path: str, content: bytes) -> None:
        """Write the new content of a file beside the folder."""
        place = self._staging / f"new-{len(self._staged)}"
        place.write_bytes(content)
        self._staged[path] = place

    def delete(self, path: str) -> None:
        """Take a file out of the folder."""
        target = self._root / path
        kept = self._keep_name()
        self._undo.append(lambda: kept.rename(target))
        target.rename(kept)
        self._emptied.update(parents(path))

    def place(self, path: str) -> None:
        """Move a staged file to its place, over what may stand there."""
        target = self._root / path
        # A folder that the deletions have left empty may have the name of a new file.
        self._remove_emptied(at=path)
        for above in parents(path):
            self._make_folder(self._root / above)
        if target.exists():
            kept = self._keep_name()
            _keep(target, kept)
            self._undo.append(lambda: kept.replace(target))
        else:
            self._undo.append(target.unlink)
        self._staged[path].replace(target)

    def _keep_name(self) -> Path:
        self._kept += 1
        return self._staging / f"old-{self._kept}"

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        self._undo.append(folder.rmdir)
        folder.mkdir()

    def _remove_emptied(self, at: str | None = None) -> None:
        """Remove the folders that deletions have emptied, innermost first."""
        for path in sorted(self._emptied, key=len, reverse=True):
            if at is None or path == at or path.startswith(at + "/"):
                folder = self._root / path
                with contextlib.suppress(OSError):
                    self._undo.append(folder.mkdir)
                    folder.rmdir()

    def _remove_staging(self) -> None:
        shutil.rmtree(self._staging, ignore_errors=True)

    def _roll_back(self) -> None:
        for undo in reversed(self._undo):
            # One step that fails must not keep the others from being undone.
            with contextlib.suppress(OSError):
                undo()


def _keep(target: Path, kept: Path) -> None:
    """Remember a file under a second name; the first stays in place until it is replaced."""
    try:
        os.link(target, kept, follow_symlinks=False)
    except OSError:
        shutil.copy2(target, kept, follow_symlinks=False)
