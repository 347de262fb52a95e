"""Files in a staging folder: made there, put in place by one `rename` each, and removed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from . import journal
from .lock import NAME as LOCK


def put_in_place(new: Path, target: Path) -> None:
    """Put a copy of a staged file over what may stand there.

    The staged one stays, so that a generator that is killed can be finished whatever it had done by
    then. It is a copy and no second name: whoever edits the file in its place would edit both.
    """
    copy = new.with_name(new.name.replace("new-", "put-"))
    shutil.copyfile(new, copy)
    copy.replace(target)


def keep(path: Path, second: Path) -> None:
    """Give a file a second name, or a copy where the file system has no such thing."""
    try:
        os.link(path, second, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(path, second, follow_symlinks=False)


def remove_staged(staging: Path) -> None:
    """Remove everything but the lock, the journal first: without it the rest means nothing."""
    (staging / journal.NAME).unlink(missing_ok=True)
    for path in staging.iterdir():
        if path.name == journal.WHOLE:
            shutil.rmtree(path)
        elif path.name != LOCK and journal.is_ours(path.name):
            path.unlink(missing_ok=True)
